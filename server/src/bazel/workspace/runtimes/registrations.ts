/**
 * Where the runtimes of the catalogue are registered, found by evaluation: calls of a ruleset's macros in WORKSPACE files (also through macros of one's own), tags of its module extension, and the default that it brings
 * along as a module. Sources for Python's: rules_python python/private/python_register_toolchains.bzl and python.bzl, and its MODULE.bazel from 0.23 on.
 */
import type { Frame } from "../../../starlark/thread.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import type { ExtensionUsage, ModuleDefinitions, ModuleDependency, TagCall } from "../moduleDefinition.ts";
import { compareModuleVersions } from "../moduleVersion.ts";
import {
  callSite,
  type Registration,
  type RepositoryDefinition,
  type WorkspaceDefinitions,
} from "../repositoryDefinition.ts";
import { RUNTIMES } from "./catalogue.ts";
import type { Runtime, RuntimeExtension, RuntimeMacro } from "./runtime.ts";

export interface RuntimeRegistration {
  readonly runtime: Runtime;
  /**
   * - `macro`: a macro of the ruleset is called, whose definition is not on disk.
   * - `repository`: the macro is on disk, and has defined the runtime's repository.
   * - `tag`: `python.toolchain(…)` in MODULE.bazel.
   * - `implicit`: nobody asks for a runtime; the module registers one by itself.
   * - `local`: the machine's own, which brings no files.
   */
  readonly kind: "macro" | "repository" | "tag" | "implicit" | "local";
  /** What is called: `python_register_toolchains`, `python.toolchain`; `bazel_dep` for the implicit default. */
  readonly callee: string;
  /** The versions as written; `undefined` where the argument is not known, or not given. */
  readonly versions: readonly (string | undefined)[];
  /** The version that targets get that do not ask for one; undefined where that is not known. */
  readonly defaultVersion: string | undefined;
  /** The release of the ruleset, where the file tells it. */
  readonly rulesetVersion: string | undefined;
  /** Outermost first; the first frame is the statement in the WORKSPACE or MODULE.bazel file. */
  readonly callStack: readonly Frame[];
}

// WORKSPACE -------------------------------------------------------------------------------------------------------------------------------------------------

export function runtimesOfWorkspace(workspace: WorkspaceDefinitions): readonly RuntimeRegistration[] {
  return RUNTIMES.flatMap((runtime) => {
    const archive = runtime.repositories.map((name) => workspace.repositories.get(name)).find((one) => one);
    const rulesetVersion = archiveVersion(runtime.ruleset, archive);
    return [
      ...macroCalls(runtime, workspace, rulesetVersion),
      ...runtimeRepositories(runtime, workspace, rulesetVersion),
      ...localRuntimes(runtime, workspace.toolchains, localRepositoriesOf(runtime, workspace), rulesetVersion),
    ];
  });
}

function macroCalls(
  runtime: Runtime,
  workspace: WorkspaceDefinitions,
  rulesetVersion: string | undefined,
): readonly RuntimeRegistration[] {
  return workspace.externalCalls.flatMap(({ symbol, named, positional, callStack }): RuntimeRegistration[] => {
    const macro = runtime.macros.find(({ name }) => name === symbol.name);
    if (!macro || !runtime.repositories.includes(symbol.module.repository)) return [];
    const versions = versionsOf(macro, positional, named);
    return [{ runtime, callee: macro.name, ...kindOf(runtime, versions, "macro"), rulesetVersion, callStack }];
  });
}

interface Versions {
  readonly versions: readonly (string | undefined)[];
  readonly defaultVersion: string | undefined;
}

function versionsOf(
  { versions: { parameter, position }, defaultVersion: chosen }: RuntimeMacro,
  positional: readonly Value[],
  named: NamedArguments,
): Versions {
  const value = named.get(parameter) ?? positional[position];
  const versions = value instanceof StarlarkList || value instanceof Tuple ? value.items.map(text) : [text(value)];
  const given = chosen && text(named.get(chosen.parameter) ?? positional[chosen.position]);
  return { versions, defaultVersion: given ?? versions[0] };
}

/** A version may stand for the machine's own runtime. */
function kindOf(
  { local }: Runtime,
  versions: Versions,
  kind: RuntimeRegistration["kind"],
): Versions & Pick<RuntimeRegistration, "kind"> {
  const isLocal = local?.version !== undefined && versions.defaultVersion === local.version;
  return { ...versions, kind: isLocal ? "local" : kind };
}

/** With the ruleset on disk its macros have run, and defined a repository a platform. */
function runtimeRepositories(
  runtime: Runtime,
  workspace: WorkspaceDefinitions,
  rulesetVersion: string | undefined,
): readonly RuntimeRegistration[] {
  const calls = new Map<string, RuntimeRegistration>();
  for (const { rule, attributes, callStack } of workspace.repositories.values()) {
    const known = runtime.repositoryRules.find(({ name }) => name === rule.name);
    if (!known || !isOf(runtime, rule.module, workspace.name)) continue;
    const macro = callStack.flatMap((frame) => runtime.macros.find(({ name }) => name === frame.name) ?? [])[0];
    const version = text(attributes.get(known.version));
    const site = callSite(callStack);
    const key = `${String(site?.file)}:${String(site?.node)}`;
    const before = calls.get(key);
    const versions = before ? [...new Set([...before.versions, version])] : [version];
    // A macro for several versions defines the default one last, so that its toolchain does not hide the others.
    const defaultVersion = before && !macro?.defaultVersion ? before.defaultVersion : version;
    calls.set(key, {
      runtime,
      callee: macro?.name ?? rule.name,
      ...kindOf(runtime, { versions, defaultVersion }, "repository"),
      rulesetVersion,
      callStack,
    });
  }
  return [...calls.values()];
}

/** Whether a .bzl file is the ruleset's: its own workspace registers toolchains, too. */
function isOf({ repositories }: Runtime, module = "", workspaceName = ""): boolean {
  if (module.startsWith("//")) return repositories.includes(workspaceName);
  return repositories.some((name) => module.startsWith(`@@${name}//`));
}

/** Names of the repositories that make toolchains of the machine's runtime. */
function localRepositoriesOf({ local }: Runtime, workspace: WorkspaceDefinitions): ReadonlySet<string> {
  const rules = local?.repositoryRules ?? [];
  const defined = [...workspace.repositories.values()].filter(({ rule }) => rules.includes(rule.name));
  const called = workspace.externalCalls.filter(({ symbol }) => rules.includes(symbol.name));
  return new Set([...defined.map(({ name }) => name), ...called.flatMap(({ named }) => text(named.get("name")) ?? [])]);
}

// MODULE.bazel ----------------------------------------------------------------------------------------------------------------------------------------------

/** What is known of a module that another one depends on. */
export interface ResolvedModule {
  /** The release in force, which other modules may have raised. */
  readonly version: string | undefined;
  readonly definitions: ModuleDefinitions | undefined;
}

/** What the root module's file registers, or what it depends on. */
export function runtimesOfModule(
  module: ModuleDefinitions,
  resolved: (name: string) => ResolvedModule | undefined = () => undefined,
): readonly RuntimeRegistration[] {
  return RUNTIMES.flatMap((runtime) => {
    const dependency = module.dependencies.find(({ name }) => name === runtime.ruleset);
    if (!dependency && module.name !== runtime.ruleset) return [];
    const ruleset = resolved(runtime.ruleset);
    const rulesetVersion = dependency && (ruleset?.version ?? releaseOf(module, dependency));
    const repository = dependency ? `@${dependency.repositoryName ?? runtime.ruleset}` : "";
    const names = new Set(
      module.repositories.flatMap(({ definition: { name, rule } }) =>
        runtime.local?.repositoryRules.includes(rule.name) ? [name] : [],
      ),
    );
    const local = localRuntimes(runtime, module.toolchains, names, rulesetVersion);
    const registers = registersItself(runtime, ruleset, rulesetVersion);
    const tagged = runtime.extension
      ? tagsOf(runtime, runtime.extension, module, repository, rulesetVersion, registers)
      : [];
    if (tagged.some(({ kind }) => kind !== "implicit") || !dependency) return [...local, ...tagged];
    const version = ruleset?.definitions
      ? ownVersion(runtime, ruleset.definitions)
      : implicitVersion(runtime, rulesetVersion);
    if (version === undefined) return local;
    const own = version === "" ? undefined : version;
    const asked = defaultTag(runtime, module, repository);
    return [...local, implicit(runtime, dependency, rulesetVersion, asked ? asked.version : own)];
  });
}

function tagsOf(
  runtime: Runtime,
  extension: RuntimeExtension,
  module: ModuleDefinitions,
  repository: string,
  rulesetVersion: string | undefined,
  registers: boolean,
): readonly RuntimeRegistration[] {
  const written = tagCalls(extension, module, repository).filter(({ tagClass }) => tagClass === extension.tag);
  const ordered = registers ? undefined : registeredTags(extension, module, repository, written);
  const tags = ordered ?? written;
  const asked = defaultTag(runtime, module, repository);
  const chosen = ordered
    ? text(ordered[0]?.arguments.get(extension.version))
    : defaultOfTags(
        extension,
        tags.map((tag) => tag.arguments),
      );
  return tags.map(({ arguments: named, callStack }) => {
    const version = text(named.get(extension.version));
    const defaultVersion = asked ? asked.version : (chosen ?? (runtime.implicit?.version || version));
    return {
      runtime,
      callee: `${extension.name}.${extension.tag}`,
      ...kindOf(runtime, { versions: [version], defaultVersion }, "tag"),
      rulesetVersion,
      callStack,
    };
  });
}

/** Whether what tags ask for is registered by the ruleset's own module; where the release is not known, it is taken for one of today's. */
function registersItself(
  runtime: Runtime,
  ruleset: ResolvedModule | undefined,
  rulesetVersion: string | undefined,
): boolean {
  const { extension, implicit: known } = runtime;
  if (!extension?.registered) return true;
  if (ruleset?.definitions) return known === undefined || ownVersion(runtime, ruleset.definitions) !== undefined;
  return rulesetVersion === undefined || compareModuleVersions(rulesetVersion, extension.registered.since) >= 0;
}

/** The tags whose toolchains the module registers, in that order; the first of them fits every target. */
function registeredTags(
  { registered, ...extension }: RuntimeExtension,
  module: ModuleDefinitions,
  repository: string,
  tags: readonly TagCall[],
): readonly TagCall[] {
  if (!registered) return tags;
  const { name, suffix } = registered;
  const imports = new Map(usagesOf(extension, module, repository).flatMap((usage) => [...usage.imports]));
  return module.toolchains.flatMap((registration) => {
    const [, local = ""] = registration.kind === "pattern" ? (/^@([^/]+)/.exec(registration.pattern) ?? []) : [];
    const made = imports.get(local);
    return tags.filter((tag) => made !== undefined && `${text(tag.arguments.get(name)) ?? ""}${suffix}` === made);
  });
}

function tagCalls(extension: RuntimeExtension, module: ModuleDefinitions, repository: string): readonly TagCall[] {
  return usagesOf(extension, module, repository).flatMap(({ tags }) => tags);
}

function usagesOf(
  { name, files }: Pick<RuntimeExtension, "name" | "files">,
  module: ModuleDefinitions,
  repository: string,
): readonly ExtensionUsage[] {
  return module.extensions
    .filter((usage) => usage.name === name && usage.file.startsWith(`${repository}//`))
    .filter(({ file }) => files.length === 0 || files.includes(file.slice(repository.length)));
}

/** What a tag of its own says; the version is not known where a file has it. */
function defaultTag(
  { extension }: Runtime,
  module: ModuleDefinitions,
  repository: string,
): { readonly version: string | undefined } | undefined {
  if (!extension?.defaults) return undefined;
  const { elsewhere, tag, version } = extension.defaults;
  const call = tagCalls(extension, module, repository).findLast(({ tagClass }) => tagClass === tag);
  if (call === undefined) return undefined;
  const isElsewhere = elsewhere.some((name) => (text(call.arguments.get(name)) ?? "") !== "");
  const written = text(call.arguments.get(version));
  return isElsewhere || written ? { version: isElsewhere ? undefined : written } : undefined;
}

/** A tag that is marked, or the only one; else the ruleset's own default stays. */
function defaultOfTags({ marker, version }: RuntimeExtension, tags: readonly NamedArguments[]): string | undefined {
  const marked = marker === undefined ? undefined : tags.find((named) => named.get(marker) === true);
  return text((marked ?? (tags.length === 1 ? tags[0] : undefined))?.get(version));
}

/** What the ruleset's own MODULE.bazel file registers, where that is on disk; undefined where it registers nothing. */
function ownVersion(runtime: Runtime, definitions: ModuleDefinitions): string | undefined {
  const { extension, implicit: known } = runtime;
  if (!extension || !known) return known?.version;
  // rules_python before 0.34 calls its own extension by the name of its module.
  const own = ["", `@${runtime.ruleset}`].flatMap((repository) =>
    tagsOf(runtime, extension, definitions, repository, undefined, true),
  );
  return own.length === 0 ? undefined : (own[0]?.defaultVersion ?? "");
}

/** What releases of the ruleset are known to register by themselves; undefined where it is nothing. */
function implicitVersion({ implicit: known }: Runtime, rulesetVersion: string | undefined): string | undefined {
  if (!known) return undefined;
  const isOlder = rulesetVersion !== undefined && compareModuleVersions(rulesetVersion, known.since) < 0;
  return isOlder ? undefined : known.version;
}

function implicit(
  runtime: Runtime,
  { callStack }: ModuleDependency,
  rulesetVersion: string | undefined,
  version: string | undefined,
): RuntimeRegistration {
  return {
    runtime,
    kind: "implicit",
    callee: "bazel_dep",
    versions: [version],
    defaultVersion: version,
    rulesetVersion,
    callStack,
  };
}

/** The release that a dependency asks for; undefined where an override takes it from elsewhere. */
function releaseOf(module: ModuleDefinitions, dependency: ModuleDependency): string | undefined {
  const override = module.overrides.get(dependency.name);
  switch (override?.kind) {
    case undefined:
    case "multiple_version":
      return dependency.version === "" ? undefined : dependency.version;
    case "single_version":
      return override.version === "" ? dependency.version : override.version;
    case "local_path":
    case "archive":
    case "git":
    case "builtin":
      return undefined;
    default:
      return override satisfies never;
  }
}

// Both ------------------------------------------------------------------------------------------------------------------------------------------------------

function localRuntimes(
  runtime: Runtime,
  toolchains: readonly Registration[],
  repositories: ReadonlySet<string>,
  rulesetVersion: string | undefined,
): readonly RuntimeRegistration[] {
  return toolchains.flatMap((registration): RuntimeRegistration[] => {
    if (registration.kind !== "pattern") return [];
    const [, repository = "", packagePath = ""] = /^@?@?([^/]*)(\/\/[^:]*)/.exec(registration.pattern) ?? [];
    const isLocal =
      repositories.has(repository) ||
      ([...runtime.repositories, "bazel_tools"].includes(repository) && runtime.local?.packages.includes(packagePath));
    if (!isLocal) return [];
    const { callStack } = registration;
    return [
      {
        runtime,
        kind: "local",
        callee: "register_toolchains",
        versions: [],
        defaultVersion: undefined,
        rulesetVersion,
        callStack,
      },
    ];
  });
}

/** The version in `strip_prefix` or in a URL of a ruleset's archive. */
function archiveVersion(ruleset: string, definition: RepositoryDefinition | undefined): string | undefined {
  if (!definition) return undefined;
  const urls = definition.attributes.get("urls") ?? null;
  const texts = [
    definition.attributes.get("strip_prefix"),
    definition.attributes.get("url"),
    ...(urls instanceof StarlarkList ? urls.items : []),
  ];
  const pattern = new RegExp(`${ruleset}(?:/.*)?[-/]v?(\\d+\\.\\d+\\.\\d+[\\w.-]*?)(?:/|\\.tar\\.gz|\\.zip|$)`);
  for (const value of texts) {
    const version = pattern.exec(text(value) ?? "")?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The registration that a target gets that asks for a version, or for none; undefined where it gets none of the ruleset's, or the machine's. */
export function registrationInForce(
  registrations: readonly RuntimeRegistration[],
  runtime: Runtime,
  asked: string | undefined,
): { readonly registration: RuntimeRegistration; readonly version: string | undefined } | undefined {
  const own = registrations.filter((registration) => registration.runtime.language === runtime.language);
  const local = own.find(({ kind }) => kind === "local");
  const hermetic = own.filter(({ kind }) => kind !== "local");
  const [first] = hermetic;
  if (!first || (local && asked === undefined && goesBefore(local, first))) return undefined;
  const version = asked ?? first.defaultVersion ?? onlyVersion(hermetic);
  const registration = hermetic.find(({ versions }) => versions.some((one) => isSameVersion(one, version))) ?? first;
  return { registration, version };
}

/** Where the default is not known, one of several may be it. */
function onlyVersion(registrations: readonly RuntimeRegistration[]): string | undefined {
  const versions = new Set(registrations.flatMap((one) => one.versions));
  return versions.size === 1 ? [...versions][0] : undefined;
}

/** What the root module registers comes before what the modules that it depends on do; in a WORKSPACE file the order of the statements counts. */
function goesBefore(local: RuntimeRegistration, hermetic: RuntimeRegistration): boolean {
  if (hermetic.kind === "tag" || hermetic.kind === "implicit") return true;
  const [a, b] = [local.callStack[0]?.site, hermetic.callStack[0]?.site];
  return a?.file === b?.file && (a?.node ?? 0) < (b?.node ?? 0);
}

/** `3.10` is also `3.10.4`. */
export function isSameVersion(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
