/** `ctx.actions.args()`: what is added is checked as Bazel does it (`Args.java`, `CommandLineArgsApi.java` of 4.2.3) and kept as it was given, see commandLine.ts. Later versions have parameters that are not looked at. */
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import {
  BoundMethod,
  methodTable,
  type MethodSpec,
  type MethodTable,
  type ParameterSpec,
} from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkFunction } from "../../starlark/function.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";
import { typeOf } from "../../starlark/value.ts";

const TEXT = ["string", "None"];

function named(name: string, types: readonly string[], fallback: Value): ParameterSpec {
  return { name, kind: "named-only", types, default: fallback };
}

const MAP_EACH = named("map_each", ["callable", "None"], null);
const FORMAT_EACH = named("format_each", TEXT, null);
const SWITCHES: readonly ParameterSpec[] = [
  named("omit_if_empty", ["bool"], true),
  named("uniquify", ["bool"], false),
  named("expand_directories", ["bool"], true),
];
const VECTOR: readonly ParameterSpec[] = [
  { name: "arg_name_or_values", kind: "positional-only" },
  { name: "values", kind: "positional-only", optional: true, types: ["sequence", "depset"] },
  MAP_EACH,
  FORMAT_EACH,
  ...SWITCHES,
];

interface Adding {
  readonly name: string;
  readonly params: readonly ParameterSpec[];
  /** What later versions than 4 have beyond these. */
  readonly later?: readonly ParameterSpec[];
  /** Arguments by the names of parameters. */
  readonly check: (given: ReadonlyMap<string, Value>, earlier: readonly ArgsEntry[]) => void;
}

const ALLOW_CLOSURE = named("allow_closure", ["bool"], false);

const ADDING: readonly Adding[] = [
  {
    name: "add",
    params: [
      { name: "arg_name_or_value", kind: "positional-only" },
      { name: "value", kind: "positional-only", optional: true },
      named("format", TEXT, null),
    ],
    check: (given) => {
      const second = given.get("value");
      if (second !== undefined) requireName(given.get("arg_name_or_value"));
      const value = second ?? given.get("arg_name_or_value");
      requireScalar(value);
      if (value instanceof Artifact && value.isTree)
        throw new EvalError(
          "Cannot add directories to Args#add since they may expand to multiple values. Either use Args#add_all (if you want expansion) or args.add(directory.path) (if you do not).",
        );
      requireFormat("format", given);
    },
  },
  {
    name: "add_all",
    params: [...VECTOR, named("before_each", TEXT, null), named("terminate_with", TEXT, null)],
    later: [ALLOW_CLOSURE],
    check: (given) => {
      checkVector(given);
      requireFormat("format_each", given);
    },
  },
  {
    name: "add_joined",
    params: [
      ...VECTOR,
      { name: "join_with", kind: "named-only", types: ["string"] },
      named("format_joined", TEXT, null),
    ],
    later: [ALLOW_CLOSURE],
    check: (given) => {
      checkVector(given);
      requireFormat("format_each", given);
      requireFormat("format_joined", given);
    },
  },
  {
    name: "use_param_file",
    params: [{ name: "param_file_arg", types: ["string"] }, named("use_always", ["bool"], false)],
    check: (given) => {
      const text = given.get("param_file_arg");
      if (typeof text === "string" && !hasOnePlace(text))
        throw new EvalError(`Invalid value for parameter "param_file_arg": Expected string with a single "${text}"`);
    },
  },
  {
    name: "set_param_file_format",
    params: [{ name: "format", types: ["string"] }],
    check: (given, earlier) => {
      const format = given.get("format");
      if (earlier.some(({ method }) => method === "set_param_file_format"))
        throw new EvalError("set_param_file_format() may only be called once");
      if (typeof format === "string" && !["shell", "multiline", "flag_per_line"].includes(format))
        throw new EvalError(
          'Invalid value for parameter "format": Expected one of "shell", "multiline", "flag_per_line"',
        );
    },
  },
];

const METHODS_IN_4: MethodTable = methodTable(ADDING.map((adding) => method(adding, [])));
const METHODS_IN_7: MethodTable = methodTable(ADDING.map((adding) => method(adding, adding.later ?? [])));
const LATER_METHODS: MethodTable = methodTable(
  ADDING.map((adding) => method(adding, [...(adding.later ?? []), { name: "later", kind: "kwargs" }])),
);

function method({ name, params, check }: Adding, later: readonly ParameterSpec[]): MethodSpec<Args> {
  return {
    name,
    acceptsUnknown: true,
    params: [...params, ...later],
    run: (_thread, self, values) => {
      const given = new Map<string, Value>();
      const all = [...params, ...later];
      for (const [i, param] of all.entries())
        if (values[i] !== undefined && param.kind !== "kwargs") given.set(param.name, values[i]);
      check(given, self.entries);
      if (given.get("allow_closure") === false) requireGlobal(given.get("map_each"), "map_each");
      self.entries.push({ method: name, given });
      return self;
    },
  };
}

/** One call that adds to a command line, or says how it is written to a file. */
export interface ArgsEntry {
  readonly method: string;
  /** Arguments by the names of parameters. */
  readonly given: ReadonlyMap<string, Value>;
}

export class Args implements StarlarkValue {
  readonly type = "Args";
  readonly entries: ArgsEntry[];
  readonly #methods: MethodTable;

  constructor(methods: MethodTable, entries: ArgsEntry[] = []) {
    this.#methods = methods;
    this.entries = entries;
  }

  static ofRelease(major: number): Args {
    return new Args(major < 5 ? METHODS_IN_4 : major === 7 ? METHODS_IN_7 : LATER_METHODS);
  }

  /** As it is now: an action has what was added before it. */
  snapshot(): Args {
    return new Args(this.#methods, this.entries.slice());
  }

  isImmutable(): boolean {
    return false;
  }

  repr(printer: Printer): void {
    printer.text("context.args() object");
  }

  getAttr(name: string): Value | undefined {
    const found = this.#methods.get(name);
    return found && new BoundMethod(found, this);
  }

  attrNames(): readonly string[] {
    return [...this.#methods.keys()];
  }
}

/** Bazel 5 and later keep nothing of the analysis for what is called when actions run (`Args.validateMapEach`). */
export function requireGlobal(callback: Value | undefined, what: string): void {
  if (!(callback instanceof StarlarkFunction) || callback.module.global(callback.name) === callback) return;
  throw new EvalError(
    `to avoid unintended retention of analysis data structures, the ${what} function must be declared by a top-level def statement`,
  );
}

function requireName(value: Value | undefined): void {
  if (typeof value === "string" || value instanceof Unknown || value === undefined) return;
  throw new EvalError(`expected value of type 'string' for arg name, got '${typeOf(value)}'`);
}

function requireScalar(value: Value | undefined): void {
  if (value instanceof StarlarkList || value instanceof Tuple || value instanceof Depset)
    throw new EvalError(
      "Args.add() doesn't accept vectorized arguments. Please use Args.add_all() or Args.add_joined() instead.",
    );
}

function checkVector(given: ReadonlyMap<string, Value>): void {
  const first = given.get("arg_name_or_values");
  if (given.has("values")) requireName(first);
  else if (first !== undefined && !isVector(first))
    throw new EvalError(`expected value of type 'sequence or depset' for values, got '${typeOf(first)}'`);
}

function isVector(value: Value): boolean {
  return [StarlarkList, Tuple, Depset, Unknown].some((type) => value instanceof type) || typeOf(value) === "range";
}

/** `SingleStringArgFormatter.isValid`: one `%s`, other percent signs doubled. */
function hasOnePlace(format: string): boolean {
  return format.replaceAll("%%", "").match(/%(.)?/g)?.join(" ") === "%s";
}

function requireFormat(name: string, given: ReadonlyMap<string, Value>): void {
  const format = given.get(name);
  if (typeof format === "string" && !hasOnePlace(format))
    throw new EvalError(`Invalid value for parameter "${name}": Expected string with a single "%s"`);
}
