/**
 * What a Starlark value is.
 *
 * | Starlark            | TypeScript                                                  |
 * |---------------------|-------------------------------------------------------------|
 * | None, bool, string  | `null`, `boolean`, `string` (UTF-16)                        |
 * | int                 | `number` while it is a safe integer, else `bigint` (never both for one value) |
 * | float               | `Float` (float.ts)                                          |
 * | everything else     | an object with `StarlarkValue`'s capabilities               |
 *
 * Capabilities are optional methods, after starlark-go's `value.go`: the evaluator handles the core types, then asks for a capability, so that Bazel's depset, File, Label, provider instances and ctx
 * plug in without the evaluator knowing them.
 */
import type { Unknown } from "./unknown.ts";
import type { Printer } from "./printer.ts";
import type { Thread } from "./thread.ts";

export type Value = null | boolean | number | bigint | string | StarlarkValue;

/** Named arguments in the order of the call. */
export type NamedArguments = ReadonlyMap<string, Value>;

export interface StarlarkValue {
  /** What `type(x)` answers. */
  readonly type: string;
  /** Writes `repr(x)`. */
  repr(printer: Printer): void;
  /** Writes `str(x)` where it differs from `repr(x)`. */
  str?(printer: Printer): void;
  /** `bool(x)`; true where absent. */
  truth?(): boolean;
  /** Makes the value and all it reaches immutable, called when its module has been evaluated. Must be idempotent and cheap the second time. */
  freeze?(): void;
  /** Whether nothing that the value reaches can be changed any more, see immutable.ts; true where absent. */
  isImmutable?(): boolean;
  /** `x.name`; undefined means that there is no such attribute. */
  getAttr?(name: string, thread: Thread): Value | undefined;
  /** What an attribute is of which it is not known whether it is there; undefined for others. */
  uncertainAttr?(name: string): Unknown | undefined;
  /** What is said of an attribute that is not there, where that is not what is said of other values. */
  missingAttr?(name: string): string;
  /** `dir(x)`, unsorted; also the candidates of "did you mean". */
  attrNames?(thread?: Thread): readonly string[];
  /** Attributes that `dir` lists and that are no fields: JSON leaves them out. */
  methodNames?(): readonly string[];
  /** What Bazel counts among its structures says itself that its fields cannot be set (`Structure.java`). */
  readonly isStructure?: true;
  /** `x.name = value`. */
  setAttr?(name: string, value: Value, thread: Thread): void;
  /** `x[key]`; throws an EvalError where the key is missing. */
  getIndex?(key: Value, thread: Thread): Value;
  /** `x[key] = value`. */
  setIndex?(key: Value, value: Value, thread: Thread): void;
  /** `item in x`. */
  contains?(item: Value, thread: Thread): boolean;
  /** Iteration; the evaluator forbids mutation meanwhile through `beginIteration`. */
  iterate?(): Iterable<Value>;
  /** Called around a `for` over the value; mutation between the two is an error. */
  beginIteration?(): void;
  endIteration?(): void;
  /** `len(x)`. */
  length?(): number;
  /** A call. */
  call?(thread: Thread, positional: readonly Value[], named: NamedArguments): Value;
  /** A binary operator other than `==`, `!=`, `and`, `or`; undefined means "not supported", and the other operand is asked. */
  binary?(operator: string, other: Value, thisIsLeft: boolean, thread: Thread): Value | undefined;
  /** `x == other`, asked only for `other` of the same `type`; identity where absent. */
  equals?(other: StarlarkValue): boolean;
  /** A string equal for equal values and different for unequal ones of this type; throws an EvalError ("unhashable type") where the value cannot be a key. Identity where absent. */
  hashKey?(): string;
  /** Ordering among values of the same `type`; not ordered where absent. */
  compare?(other: StarlarkValue): number;
  /** Called once when a top-level assignment of a .bzl file first binds the value to a global name: rules, providers and aspects get their identity from it. */
  exportAs?(moduleId: string, name: string): void;
}

export function isObject(value: Value): value is StarlarkValue {
  return typeof value === "object" && value !== null;
}

/** What the Starlark expression `type(x)` answers. */
export function typeOf(value: Value): string {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
    case "bigint":
      return "int";
    case "boolean":
      return "bool";
    default:
      return value === null ? "NoneType" : value.type;
  }
}
