/**
 * Functions and methods that are written in TypeScript, declared in one form that feeds calls, argument errors, hover and signature help. The binder mirrors Bazel's `BuiltinFunction.java`, so that arity and
 * type errors read as Bazel's do.
 */
import { didYouMean } from "../base/spelling.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError } from "./errors.ts";
import { unhashable } from "./hash.ts";
import { isIterable } from "./iteration.ts";
import type { Printer } from "./printer.ts";
import type { Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import { Unknown } from "./unknown.ts";
import type { NamedArguments, StarlarkValue, Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

export interface ParameterSpec {
  readonly name: string;
  /** The value of an argument that is left out; a parameter without one is mandatory, unless it is `optional`. */
  readonly default?: Value;
  /** May be left out although it has no default value: `run` then gets undefined. */
  readonly optional?: boolean;
  /** How arguments reach it; both by position and by name where absent. */
  readonly kind?: "positional-only" | "named-only" | "args" | "kwargs";
  /** Starlark type names that are accepted, everything where absent; `iterable`, `callable` and `sequence` stand for what they say, `None` for `NoneType`. */
  readonly types?: readonly string[];
  /** Whether `run` wants to see an Unknown argument; otherwise such a call is not made and its result is that Unknown. */
  readonly acceptsUnknown?: boolean;
  readonly doc?: string;
}

interface CallableSpec {
  readonly name: string;
  readonly doc?: string;
  readonly params: readonly ParameterSpec[];
  /** As if every parameter had it. */
  readonly acceptsUnknown?: boolean;
}

/**
 * `args` has one element a parameter, in the order of the declaration: a Tuple for `args`, a StarlarkDict for `kwargs`, undefined for an `optional` parameter that was left out.
 */
export interface BuiltinSpec extends CallableSpec {
  run(thread: Thread, args: readonly Value[]): Value;
}

/** A method of values of type `Self`. */
export interface MethodSpec<Self extends Value> extends CallableSpec {
  run(thread: Thread, self: Self, args: readonly Value[]): Value;
}

export function builtin(spec: BuiltinSpec): Builtin {
  return new Builtin(spec);
}

/** A function of the host. */
export class Builtin implements StarlarkValue {
  readonly type = "builtin_function_or_method";
  readonly spec: BuiltinSpec;
  readonly #signature: Signature;

  constructor(spec: BuiltinSpec) {
    this.spec = spec;
    this.#signature = new Signature(spec);
  }

  get name(): string {
    return this.spec.name;
  }

  hashKey(): string {
    throw unhashable(this);
  }

  repr(printer: Printer): void {
    printer.text(`<built-in function ${this.name}>`);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    const args = this.#signature.bind(positional, [...named.keys()], [...named.values()]);
    return args instanceof Unknown ? args : this.spec.run(thread, args);
  }

  /** As `call`, with the named arguments in two arrays. */
  fastCall(thread: Thread, positional: readonly Value[], names: readonly string[], values: readonly Value[]): Value {
    const args = this.#signature.bind(positional, names, values);
    return args instanceof Unknown ? args : this.spec.run(thread, args);
  }
}

/** A builtin some of whose parameters take other types, as in another version of it; those that take none are lacking, and have their defaults. */
export function withTypes({ spec }: Builtin, others: ReadonlyMap<string, readonly string[]>): Builtin {
  const kept = spec.params.filter(({ name }) => others.get(name)?.length !== 0);
  return builtin({
    ...spec,
    params: kept.map((param) => ({ ...param, types: others.get(param.name) ?? param.types })) as ParameterSpec[],
    run: (thread, args) =>
      spec.run(
        thread,
        spec.params.map((param) => (kept.includes(param) ? args[kept.indexOf(param)] : param.default)) as Value[],
      ),
  });
}

/** A method declared once for all values of a type. */
export class Method<Self extends Value = Value> {
  readonly spec: MethodSpec<Self>;
  readonly signature: Signature;

  constructor(spec: MethodSpec<Self>) {
    this.spec = spec;
    this.signature = new Signature(spec);
  }

  invoke(
    thread: Thread,
    self: Self,
    positional: readonly Value[],
    names: readonly string[],
    values: readonly Value[],
  ): Value {
    const args = this.signature.bind(positional, names, values);
    return args instanceof Unknown ? args : this.spec.run(thread, self, args);
  }
}

/** The methods of a type by name. */
export type MethodTable = ReadonlyMap<string, Method>;

export function methodTable<Self extends Value>(specs: readonly MethodSpec<Self>[]): MethodTable {
  return new Map(specs.map((spec) => [spec.name, new Method(spec) as unknown as Method]));
}

/** A method together with the value it was taken from: `x.f` that is not called at once. As in Bazel no other equals it, not even one that is taken from the same value again (`BuiltinFunction.java`). */
export class BoundMethod implements StarlarkValue {
  readonly type = "builtin_function_or_method";
  readonly method: Method;
  readonly receiver: Value;

  constructor(method: Method, receiver: Value) {
    this.method = method;
    this.receiver = receiver;
  }

  get name(): string {
    return this.method.spec.name;
  }

  hashKey(): string {
    throw unhashable(this);
  }

  repr(printer: Printer): void {
    printer.text(`<built-in method ${this.name} of ${typeOf(this.receiver)} value>`);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    return this.method.invoke(thread, this.receiver, positional, [...named.keys()], [...named.values()]);
  }
}

/** The parameters of a builtin, prepared for binding. */
class Signature {
  readonly #name: string;
  readonly #params: readonly ParameterSpec[];
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #args: number;
  readonly #kwargs: number;
  readonly #acceptsUnknown: boolean;
  /** No surplus arguments and no named-only ones: arguments by position are the parameters. */
  readonly #isPlain: boolean;

  constructor(spec: CallableSpec) {
    this.#name = spec.name;
    this.#params = spec.params;
    this.#indexOf = new Map(spec.params.map((param, index) => [param.name, index]));
    this.#args = spec.params.findIndex((param) => param.kind === "args");
    this.#kwargs = spec.params.findIndex((param) => param.kind === "kwargs");
    this.#acceptsUnknown = spec.acceptsUnknown ?? false;
    this.#isPlain = spec.params.every((param) => param.kind === undefined || param.kind === "positional-only");
  }

  /** The arguments by parameter, or an Unknown that stands for the result of the call. Throws `EvalError` for arguments that do not fit. */
  bind(positional: readonly Value[], names: readonly string[], values: readonly Value[]): readonly Value[] | Unknown {
    if (this.#isPlain && names.length === 0 && positional.length === this.#params.length) {
      return this.#checkAll(positional);
    }
    const bound = new Array<Value | undefined>(this.#params.length).fill(undefined);
    const unknownPositional = this.#bindPositional(bound, positional);
    const unknownNamed = names.length > 0 ? this.#bindNamed(bound, names, values) : undefined;
    if (this.#kwargs >= 0) bound[this.#kwargs] ??= new StarlarkDict();
    this.#applyDefaults(bound);
    return unknownPositional ?? unknownNamed ?? (bound as Value[]);
  }

  /** The common case: an argument by position for every parameter. */
  #checkAll(positional: readonly Value[]): readonly Value[] | Unknown {
    let unknown: Unknown | undefined;
    for (let i = 0; i < positional.length; i++) {
      unknown ??= this.#check(this.#params[i] as ParameterSpec, positional[i] as Value);
    }
    return unknown ?? positional;
  }

  #bindPositional(bound: (Value | undefined)[], positional: readonly Value[]): Unknown | undefined {
    let unknown: Unknown | undefined;
    let next = 0;
    for (let index = 0; next < positional.length && index < this.#params.length; index++) {
      const param = this.#params[index] as ParameterSpec;
      if (param.kind === "named-only") continue;
      if (param.kind === "args" || param.kind === "kwargs") break;
      const value = positional[next++] as Value;
      bound[index] = value;
      unknown = this.#check(param, value) ?? unknown;
    }
    if (this.#args >= 0) {
      const rest = next === 0 ? positional : positional.slice(next);
      bound[this.#args] = rest.length === 0 ? Tuple.EMPTY : new Tuple(rest);
      return unknown ?? this.#unknownOf(this.#args, rest);
    }
    if (next < positional.length) throw this.#tooMany(next, positional.length);
    return unknown;
  }

  #bindNamed(bound: (Value | undefined)[], names: readonly string[], values: readonly Value[]): Unknown | undefined {
    let unknown: Unknown | undefined;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const value = values[i] as Value;
      const index = this.#indexOf.get(name);
      const param = index === undefined ? undefined : this.#params[index];
      if (index === undefined || !param || !isNameable(param)) {
        unknown = this.#bindSurplus(bound, name, value, param) ?? unknown;
        continue;
      }
      if (bound[index] !== undefined) throw new EvalError(`${this.#name}() got multiple values for argument '${name}'`);
      bound[index] = value;
      unknown = this.#check(param, value) ?? unknown;
    }
    return unknown;
  }

  #bindSurplus(
    bound: (Value | undefined)[],
    name: string,
    value: Value,
    param: ParameterSpec | undefined,
  ): Unknown | undefined {
    if (this.#kwargs < 0) {
      if (param?.kind === "positional-only") {
        throw new EvalError(`${this.#name}() got named argument for positional-only parameter '${name}'`);
      }
      const known = this.#params.map((candidate) => candidate.name);
      throw new EvalError(`${this.#name}() got unexpected keyword argument '${name}'${didYouMean(name, known)}`);
    }
    const kwargs = (bound[this.#kwargs] ??= new StarlarkDict()) as StarlarkDict;
    if (kwargs.has(name)) throw new EvalError(`${this.#name}() got multiple values for keyword argument '${name}'`);
    kwargs.set(name, value);
    return this.#unknownOf(this.#kwargs, [value]);
  }

  /** Checks the type of an argument; gives it back where it is an Unknown that the parameter does not accept. */
  #check(param: ParameterSpec, value: Value): Unknown | undefined {
    if (value instanceof Unknown) return this.#acceptsUnknown || param.acceptsUnknown ? undefined : value;
    if (!param.types || param.types.includes(typeOf(value))) return undefined;
    if (param.types.some((type) => hasType(value, type))) return undefined;
    const want = param.types.map((type) => (type === "None" ? "NoneType" : type)).join(" or ");
    throw new EvalError(
      `in call to ${this.#name}(), parameter '${param.name}' got value of type '${typeOf(value)}', want '${want}'`,
    );
  }

  #unknownOf(index: number, values: readonly Value[]): Unknown | undefined {
    if (this.#acceptsUnknown || this.#params[index]?.acceptsUnknown) return undefined;
    return values.find((value) => value instanceof Unknown);
  }

  #applyDefaults(bound: (Value | undefined)[]): void {
    let complete = true;
    for (let i = 0; i < this.#params.length; i++) {
      if (bound[i] !== undefined) continue;
      const param = this.#params[i] as ParameterSpec;
      if (param.default !== undefined) bound[i] = param.default;
      else if (!param.optional) complete = false;
    }
    if (!complete) throw this.#missing(bound);
  }

  #missing(bound: readonly (Value | undefined)[]): EvalError {
    const missing = this.#params.filter(
      (param, i) => bound[i] === undefined && param.default === undefined && !param.optional,
    );
    const positional = missing.filter((param) => param.kind !== "named-only");
    const list = positional.length > 0 ? positional : missing;
    const what = positional.length > 0 ? "positional" : "named";
    const names = list.map((param) => param.name).join(", ");
    return new EvalError(
      `${this.#name}() missing ${list.length} required ${what} argument${list.length === 1 ? "" : "s"}: ${names}`,
    );
  }

  #tooMany(accepted: number, given: number): EvalError {
    if (accepted === 0) return new EvalError(`${this.#name}() got unexpected positional argument`);
    const plural = accepted === 1 ? "" : "s";
    return new EvalError(
      `${this.#name}() accepts no more than ${accepted} positional argument${plural} but got ${given}`,
    );
  }
}

export function isCallable(value: Value): boolean {
  return isObject(value) && value.call !== undefined;
}

function isNameable(param: ParameterSpec): boolean {
  return param.kind === undefined || param.kind === "named-only";
}

/** Whether a value belongs to one of the classes of types that parameters may name. */
function hasType(value: Value, type: string): boolean {
  switch (type) {
    case "None":
      return value === null;
    case "iterable":
      return isIterable(value);
    case "sequence":
      return isIterable(value) && value.getIndex !== undefined && value.type !== "dict";
    case "callable":
      return isCallable(value);
    default:
      return false;
  }
}
