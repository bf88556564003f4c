/**
 * BUILD files of Pants, evaluated: Python expressions and calls of target types, which Starlark reads as well. Names are not declared anywhere near (plugins bring them), so that every name that a file does not
 * bind itself is a target type, but for the few functions below. After pantsbuild/pants, src/python/pants/engine/internals/parser.py.
 */
import { builtin } from "../starlark/builtin.ts";
import { StarlarkDict } from "../starlark/dict.ts";
import { EvalError } from "../starlark/errors.ts";
import { runFile } from "../starlark/evaluate.ts";
import { BUILD_OPTIONS } from "../starlark/fileOptions.ts";
import type { Printer } from "../starlark/printer.ts";
import { compile } from "../starlark/program.ts";
import { contextKey, Thread, type Site, type ThreadOptions } from "../starlark/thread.ts";
import { Tuple } from "../starlark/tuple.ts";
import { UNIVERSE } from "../starlark/universe.ts";
import { unknown, type Unknown } from "../starlark/unknown.ts";
import type { NamedArguments, StarlarkValue, Value } from "../starlark/value.ts";
import type { SyntaxTree } from "../syntax/ast.ts";
import { expandParametrize, Parametrize, ParametrizeGroup } from "./parametrize.ts";

export interface PantsTarget {
  /** `pex_binary`. */
  readonly type: string;
  /** As on Pants' command line: `dir:name@execution_mode=venv,layout=loose`, parameters in alphabetical order. */
  readonly address: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly fields: ReadonlyMap<string, Value>;
  /** The call. */
  readonly site: Site | undefined;
}

/** `__defaults__` in force: fields by target type. */
export type PantsDefaults = ReadonlyMap<string, ReadonlyMap<string, Value>>;

export interface PantsFile {
  readonly targets: readonly PantsTarget[];
  /** What the directories below inherit. */
  readonly defaults: PantsDefaults;
}

export interface PantsFileInput {
  readonly fileId: string;
  readonly tree: SyntaxTree;
  /** Relative to the build root, `""` for itself. */
  readonly directory: string;
  readonly defaults: PantsDefaults;
  readonly thread: Pick<ThreadOptions, "maxSteps" | "isCancelled">;
}

/** Under this name `__defaults__(all = …)` is kept. */
const ALL_TYPES = "*";

/** Throws only `Cancelled`. Statements that fail, or that are no Starlark, are left out. */
export function evaluatePantsFile(input: PantsFileInput): PantsFile {
  const { tree, fileId } = input;
  const options = { ...BUILD_OPTIONS, files: "Pants BUILD files", allowStarArguments: true };
  const program = compile(tree, fileId, options, () => true);
  const builder = new FileBuilder(input);
  const thread = new Thread(input.thread);
  thread.set(BUILDER, builder);
  const free = program.resolution.predeclared.filter((name) => !UNIVERSE.has(name));
  const predeclared = new Map(free.map((name) => [name, FUNCTIONS.get(name) ?? new TargetType(name)]));
  runFile(program, {
    thread,
    predeclared,
    modules: (name) => unknown({ kind: "syntax", name, message: "Pants BUILD files load nothing" }),
    onStatementAborted: () => "continue",
  });
  return { targets: builder.targets, defaults: builder.defaults };
}

class FileBuilder {
  readonly targets: PantsTarget[] = [];
  defaults: PantsDefaults;
  readonly directory: string;

  constructor({ directory, defaults }: PantsFileInput) {
    this.directory = directory;
    this.defaults = defaults;
  }

  declare(type: string, named: NamedArguments, site: Site | undefined): void {
    const given = new Map([...named].filter(([, value]) => !(value instanceof ParametrizeGroup)));
    const groups = [...named.values()].flatMap((value) => (value instanceof ParametrizeGroup ? [value.values] : []));
    const fields = new Map([...(this.defaults.get(ALL_TYPES) ?? []), ...(this.defaults.get(type) ?? []), ...given]);
    const name = fields.get("name");
    for (const one of expandParametrize(fields, groups)) {
      const address = addressOf(this.directory, typeof name === "string" ? name : undefined, one.parameters);
      this.targets.push({ type, address, parameters: one.parameters, fields: one.fields, site });
    }
  }
}

const BUILDER = contextKey<FileBuilder>("Pants BUILD file");

function builderOf(thread: Thread): FileBuilder {
  const builder = thread.get(BUILDER);
  if (!builder) throw new EvalError("this can be called in Pants BUILD files only");
  return builder;
}

/** A target without a name is called as its directory is. */
function addressOf(directory: string, name: string | undefined, parameters: ReadonlyMap<string, string>): string {
  const at = directory === "" ? "//" : directory;
  const suffix = [...parameters]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([parameter, alias]) => `${parameter}=${alias}`)
    .join(",");
  return `${at}${name === undefined ? "" : `:${name}`}${suffix === "" ? "" : `@${suffix}`}`;
}

/** A name that nothing binds: what a plugin, a macro or Pants itself brings. */
class TargetType implements StarlarkValue {
  readonly type = "target type";
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  hashKey(): string {
    return this.name;
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof TargetType && other.name === this.name;
  }

  repr(printer: Printer): void {
    printer.text(this.name);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (positional.length > 0) return unknownResult(this.name, thread); // An object or a macro rather than a target.
    builderOf(thread).declare(this.name, named, thread.callStack()[0]?.site);
    return unknownResult(this.name, thread);
  }
}

function unknownResult(name: string, thread: Thread): Unknown {
  return unknown({ kind: "api", name, message: `what ${name}() returns is not known`, site: thread.currentSite() });
}

const parametrizeBuiltin: Value = builtin({
  name: "parametrize",
  doc: "The values of a field, each of which makes a target of its own.",
  params: [
    { name: "values", kind: "args" },
    { name: "named", kind: "kwargs" },
  ],
  run: (_thread, [values, named]) =>
    new Parametrize((values as Tuple).items, new Map(stringKeys(named as StarlarkDict))),
});

const defaultsBuiltin: Value = builtin({
  name: "__defaults__",
  doc: "Fields of the targets in this directory and below that do not set them.",
  params: [
    { name: "types", kind: "args", acceptsUnknown: true },
    { name: "all", kind: "named-only", types: ["dict"], optional: true },
    { name: "extend", kind: "named-only", types: ["bool"], default: false },
    { name: "ignore_unknown_fields", kind: "named-only", default: false },
    { name: "ignore_unknown_targets", kind: "named-only", default: false },
  ],
  run: (thread, [types, all, extend]) => {
    const builder = builderOf(thread);
    const given = new Map<string, Map<string, Value>>();
    if (all instanceof StarlarkDict) add(given, ALL_TYPES, all);
    for (const dict of (types as Tuple).items) {
      if (!(dict instanceof StarlarkDict)) throw new EvalError("__defaults__() takes dicts of fields by target type");
      for (const [key, fields] of dict.entries())
        if (fields instanceof StarlarkDict) for (const type of typesOf(key)) add(given, type, fields);
    }
    builder.defaults = extend === true ? extended(builder.defaults, given) : replaced(builder.defaults, given);
    return null;
  },
});

function add(defaults: Map<string, Map<string, Value>>, type: string, fields: StarlarkDict): void {
  defaults.set(type, new Map([...(defaults.get(type) ?? []), ...stringKeys(fields)]));
}

/** A type that is given loses what it had; `all` gives every type (`BuildFileDefaultsParserState.set_defaults`). */
function replaced(before: PantsDefaults, given: PantsDefaults): PantsDefaults {
  return new Map([...(given.has(ALL_TYPES) ? [] : before), ...given]);
}

function extended(before: PantsDefaults, given: PantsDefaults): PantsDefaults {
  const result = new Map(before);
  for (const [type, fields] of given) result.set(type, new Map([...(before.get(type) ?? []), ...fields]));
  return result;
}

/** A target type, its name, or a tuple of these. */
function typesOf(key: Value): readonly string[] {
  if (typeof key === "string") return [key];
  if (key instanceof TargetType) return [key.name];
  return key instanceof Tuple ? key.items.flatMap(typesOf) : [];
}

function stringKeys(dict: StarlarkDict): readonly (readonly [string, Value])[] {
  return [...dict.entries()].flatMap(([key, value]): [string, Value][] =>
    typeof key === "string" ? [[key, value]] : [],
  );
}

/** Facts of the machine or of Pants' options: not known here. */
function notKnown(name: string): Value {
  return builtin({
    name,
    params: [
      { name: "args", kind: "args", acceptsUnknown: true },
      { name: "kwargs", kind: "kwargs", acceptsUnknown: true },
    ],
    run: (thread) => unknownResult(name, thread),
  });
}

const FUNCTIONS: ReadonlyMap<string, Value> = new Map([
  ["parametrize", parametrizeBuiltin],
  ["__defaults__", defaultsBuiltin],
  ...["env", "build_file_dir", "per_platform"].map((name): [string, Value] => [name, notKnown(name)]),
]);
