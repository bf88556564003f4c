/**
 * Symbols that a file uses without loading them and that Bazel loads for it: `--incompatible_autoload_externally`, after `packages/AutoloadSymbols.java`. Bazel loads all of them once; here a file is given those that it
 * names.
 */
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Module } from "../../starlark/module.ts";
import type { Program } from "../../starlark/program.ts";
import { unknown, Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { SyntaxTree } from "../../syntax/ast.ts";
import { walk } from "../../syntax/traverse.ts";
import { Label } from "../label.ts";
import type { RepositoryView } from "../repositoryView.ts";
import { isAtLeast, type BazelVersion } from "../workspace/bazelVersion.ts";
import { Namespace } from "./api/namespace.ts";
import { NativeNamespace } from "./api/nativeNamespace.ts";
import {
  AUTOLOADED_SYMBOLS,
  ONLY_REDUCED,
  REPOSITORIES_WITHOUT_AUTOLOADS,
  TOO_OLD,
  WORKSPACE_NAMES,
  type AutoloadedSymbol,
} from "./autoloadTable.ts";
import type { DialectNames, Environment } from "./environment.ts";
import { loadModules, type LoadContext, type LoadedModules } from "./loads.ts";

/** The flag, read. */
export interface Autoloads {
  /** Names that are loaded where nobody loads them. */
  readonly loaded: ReadonlySet<string>;
  /** Names that no file sees. */
  readonly removed: ReadonlySet<string>;
  /** Names that files of repositories without autoloads do not see. */
  readonly removedWithout: ReadonlySet<string>;
  readonly repositoriesWithout: ReadonlySet<string>;
  /** Whether symbols of rulesets that are no dependencies are there, and fail. */
  readonly missingFail: boolean;
}

interface AutoloadOptions {
  readonly without: readonly string[];
  readonly notInMain: boolean;
  readonly missingFail: boolean;
}

/** `flag`: the words of `--incompatible_autoload_externally`. Undefined where nothing is loaded. */
export function autoloadsOf(
  flag: readonly string[],
  { without, notInMain, missingFail }: AutoloadOptions,
): Autoloads | undefined {
  if (flag.length === 0) return undefined;
  const words = flag.flatMap(expanded);
  const names = (when: (word: Word) => boolean) => new Set(words.filter(when).map(({ name }) => name));
  return {
    loaded: names(({ prefix }) => prefix !== "-"),
    removed: names(({ prefix }) => prefix === "-"),
    removedWithout: names(({ prefix }) => prefix !== "+"),
    repositoriesWithout: new Set([...REPOSITORIES_WITHOUT_AUTOLOADS, ...without, ...(notInMain ? [""] : [])]),
    missingFail,
  };
}

interface Word {
  readonly prefix: "+" | "-" | "";
  readonly name: string;
}

/** `+@rules_python` stands for all symbols of that repository, which goes by its module's name or by that of WORKSPACE files. */
function expanded(word: string): readonly Word[] {
  const prefix = word.startsWith("+") ? "+" : word.startsWith("-") ? "-" : "";
  const name = word.slice(prefix.length);
  if (name === ONLY_REDUCED) return [];
  if (!name.startsWith("@")) return [{ prefix, name }];
  const repository = name.slice(1);
  return [...AUTOLOADED_SYMBOLS]
    .filter(([, { module }]) => module === repository || WORKSPACE_NAMES.get(module) === repository)
    .map(([symbol]) => ({ prefix, name: symbol }));
}

/** Whether files of a repository get nothing loaded: it, or the module that made it, is one of those. */
function isWithoutAutoloads({ repositoriesWithout }: Autoloads, repository: string): boolean {
  const separator = repository.includes("~") ? "~" : "+";
  return repositoriesWithout.has(repository.split(separator)[0] ?? "");
}

/** The names of a version before anything is loaded: what is loaded is there, what is removed is not. */
export function namesWithAutoloads(
  { build, bzl }: DialectNames,
  autoloads: Autoloads | undefined,
  version: BazelVersion,
): DialectNames {
  if (!autoloads) return { build, bzl: hasLegacyGlobals(version) ? new Map([...bzl, ...withLegacyGlobals(bzl)]) : bzl };
  const { loaded, removed } = autoloads;
  const native = changedNative(bzl, removed, new Map());
  const rules = [...loaded].filter(isRule);
  const others = [...loaded].filter((name) => !isRule(name));
  return {
    build: new Map([...without(build, removed), ...placeholders(rules)]),
    bzl: new Map([...without(bzl, removed), ...placeholders(others), ...native]),
  };
}

/** The same where nothing is loaded: there `native.legacy_globals` has what is left of the global names (AutoloadSymbols.modifyBuildBzlEnv). */
export function namesWithoutAutoloads(
  names: DialectNames,
  autoloads: Autoloads | undefined,
  version: BazelVersion,
): DialectNames {
  if (!autoloads) return namesWithAutoloads(names, autoloads, version);
  const { removed, removedWithout } = autoloads;
  const left = without(names.bzl, removedWithout);
  return {
    build: without(names.build, removed),
    bzl: new Map([...left, ...withLegacyGlobals(left, removedWithout)]),
  };
}

/** Bazel 7 from 7.4 on has `native.legacy_globals` everywhere (rules_python tells these releases by it; `dir(native)` of 7.7.1), later ones only in repositories without autoloads. */
function hasLegacyGlobals(version: BazelVersion): boolean {
  return isAtLeast(version, "7.4") && !isAtLeast(version, "8.0");
}

function withLegacyGlobals(
  bzl: ReadonlyMap<string, Value>,
  removed: ReadonlySet<string> = new Set(),
): readonly (readonly [string, Value])[] {
  const legacy = [...bzl].filter(([name]) => AUTOLOADED_SYMBOLS.has(name) || name === ONLY_REDUCED);
  const members = new Map<string, Value>([["legacy_globals", new Namespace("struct", new Map(legacy))]]);
  return changedNative(bzl, removed, members);
}

function without(names: ReadonlyMap<string, Value>, removed: ReadonlySet<string>): ReadonlyMap<string, Value> {
  return new Map([...names].filter(([name]) => !removed.has(name)));
}

/** They are replaced where they are used. */
function placeholders(names: readonly string[]): readonly (readonly [string, Value])[] {
  return names.map((name) => [name, null]);
}

function changedNative(
  bzl: ReadonlyMap<string, Value>,
  removed: ReadonlySet<string>,
  added: ReadonlyMap<string, Value>,
): readonly (readonly [string, Value])[] {
  const native = bzl.get("native");
  return native instanceof NativeNamespace ? [["native", native.changed(removed, added)]] : [];
}

function isRule(name: string): boolean {
  return AUTOLOADED_SYMBOLS.get(name)?.isRule === true;
}

/** The names of the files of a repository. */
export function namesFor(environment: Environment, autoloads: Autoloads | undefined, repository: string): DialectNames {
  return autoloads && isWithoutAutoloads(autoloads, repository) ? environment.withoutAutoloads : environment;
}

export interface AutoloadContext {
  readonly autoloads: Autoloads | undefined;
  /** Whose file it is. */
  readonly repository: string;
  readonly view: RepositoryView;
  readonly context: LoadContext;
}

export interface AutoloadedNames {
  readonly names: ReadonlyMap<string, Value>;
  readonly scopes: LoadedModules["scopes"];
}

/** `names` with what a program uses of the symbols that are loaded for it. A file that cannot be loaded makes its symbols Unknown: Bazel would load nothing at all. */
export function withAutoloads(
  names: ReadonlyMap<string, Value>,
  { resolution, tree }: Program,
  { autoloads, repository, view, context }: AutoloadContext,
): AutoloadedNames {
  const nothing: AutoloadedNames = { names, scopes: [] };
  if (!autoloads || isWithoutAutoloads(autoloads, repository)) return nothing;
  const globals = resolution.predeclared.filter((name) => autoloads.loaded.has(name));
  const members = resolution.predeclared.includes("native") ? membersOfNative(tree, autoloads.loaded) : [];
  const symbols = [...new Set([...globals, ...members])].flatMap((name) => {
    const symbol = AUTOLOADED_SYMBOLS.get(name);
    return symbol ? [{ name, symbol, label: labelOf(symbol, view)?.toString() }] : [];
  });
  if (symbols.length === 0) return nothing;
  const files = [...new Set(symbols.flatMap(({ label }) => label ?? []))];
  const { modules, scopes } = loadModules(
    files.map((module) => ({ module, moduleNode: 0, bindings: [] })),
    context,
  );
  const values = new Map(
    symbols.map(({ name, symbol, label }): [string, Value] => [
      name,
      label === undefined ? notThere(name, symbol, autoloads) : exportedBy(modules(label), name, symbol),
    ]),
  );
  const rules = new Map([...values].filter(([name]) => isRule(name)));
  const native = names.get("native");
  return {
    names: new Map<string, Value>([
      ...names,
      ...globals.map((name) => [name, values.get(name) ?? null] as const),
      ...(native instanceof Namespace
        ? [["native", native.mergedWith(new Namespace(native.name, rules, native.type))] as const]
        : []),
    ]),
    scopes,
  };
}

/** `native.sh_binary`; all rules where `native` is used in another way. */
function membersOfNative(tree: SyntaxTree, loaded: ReadonlySet<string>): readonly string[] {
  const names = new Set<string>();
  let isPassedOn = false;
  walk(tree, (node, parent) => {
    if (node.kind !== "identifier" || node.name !== "native") return;
    if (parent?.kind === "dot") names.add(parent.name);
    else isPassedOn = true;
  });
  return [...loaded].filter((name) => isRule(name) && (isPassedOn || names.has(name)));
}

function labelOf({ module, file }: AutoloadedSymbol, view: RepositoryView): Label | undefined {
  const repository = view.autoloadRepository({
    name: module,
    tooOld: TOO_OLD.get(module),
    workspaceName: WORKSPACE_NAMES.get(module) ?? module,
  });
  if (repository === undefined) return undefined;
  const [path = "", name = ""] = file.slice(2).split(":");
  return new Label(repository, path, name);
}

function exportedBy(module: ReturnType<LoadedModules["modules"]>, name: string, symbol: AutoloadedSymbol): Value {
  const { exportedAs } = symbol;
  if (module instanceof Unknown) return module;
  const value = module instanceof Module ? module.exported(exportedAs) : module.symbol(exportedAs);
  return (
    value ??
    failing(
      name,
      `The toplevel symbol '${name}' set by --incompatible_load_symbols_externally couldn't be loaded. '${exportedAs}' not found in auto loaded '${loadLabel(symbol)}'.`,
    )
  );
}

/**
 * A symbol of a ruleset that is no dependency, which a ruleset itself is not as the root module. Since Bazel 9 it is there, and fails when it is called (AutoloadSymbols.processLoads); Bazel 8.0 had it only for the compiler of files (0345aae5),
 * and when that changed is not known.
 */
function notThere(name: string, symbol: AutoloadedSymbol, { missingFail }: Autoloads): Value {
  const why = `no module ${symbol.module} is there that Bazel would load ${name} from`;
  if (!missingFail) return unknown({ kind: "version", name, message: why });
  return failing(name, `Couldn't auto load '${name}' from '${loadLabel(symbol)}'.`);
}

function loadLabel({ module, file }: AutoloadedSymbol): string {
  return `@${WORKSPACE_NAMES.get(module) ?? module}${file}`;
}

function failing(name: string, message: string): Value {
  return builtin({
    name,
    doc: message,
    params: [
      { name: "args", kind: "args", acceptsUnknown: true },
      { name: "kwargs", kind: "kwargs", acceptsUnknown: true },
    ],
    run: () => {
      throw new EvalError(message);
    },
  });
}

export function sameAutoloads(a: Autoloads | undefined, b: Autoloads | undefined): boolean {
  return textOf(a) === textOf(b);
}

function textOf(autoloads: Autoloads | undefined): string {
  return JSON.stringify(autoloads, (_key, value: unknown): unknown =>
    value instanceof Set ? [...(value as ReadonlySet<string>)] : value,
  );
}
