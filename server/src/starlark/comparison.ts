/**
 * Equality and order of values, after `Starlark.java` (`ORDERING`, `compareUnchecked`). Where the answer would depend on an Unknown, `UnknownDecision` is thrown; where it does not, it is given.
 */
import { EvalError, ResourceLimit } from "./errors.ts";
import { compareFloats, Float } from "./float.ts";
import type { Int } from "./integer.ts";
import { compareInts, isInt } from "./integer.ts";
import { known, Unknown, UnknownDecision } from "./unknown.ts";
import type { Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

/** `x == y`. */
export function equals(x: Value, y: Value): boolean {
  if (!isObject(x) && !isObject(y)) return x === y;
  if (x instanceof Unknown) return known(x);
  if (y instanceof Unknown) return known(y);
  if (x === y) return true;
  if (x instanceof Float || y instanceof Float) return equalsFloat(x, y);
  if (!isObject(x) || !isObject(y)) return false;
  return x.type === y.type && (x.equals?.(y) ?? false);
}

function equalsFloat(x: Value, y: Value): boolean {
  if (!isNumber(x) || !isNumber(y)) return false;
  return compareNumbers(x, y) === 0;
}

/** Pairs of elements that one comparison may look at: values that share parts can take exponentially long to compare. */
const MAX_PAIRS = 20_000_000;
/** Pairs that the comparison under way has looked at, and how deep it is nested. */
let pairs = 0;
let nesting = 0;

/** Accounts for a pair of compound values, around the comparison of their parts. Throws `ResourceLimit`. */
function nested<T>(count: number, compareParts: () => T): T {
  if (nesting === 0) pairs = 0;
  pairs += count;
  if (pairs > MAX_PAIRS) throw new ResourceLimit("steps", "values too large to be compared");
  nesting++;
  try {
    return compareParts();
  } finally {
    nesting--;
  }
}

/** Equality of two sequences: one pair of elements that are known to differ decides, whatever else is unknown. */
export function equalSequences(xs: readonly Value[], ys: readonly Value[]): boolean {
  return xs.length === ys.length && nested(xs.length, () => equalElements(xs, ys));
}

function equalElements(xs: readonly Value[], ys: readonly Value[]): boolean {
  let undecided: UnknownDecision | undefined;
  for (let i = 0; i < xs.length; i++) {
    try {
      if (!equals(xs[i] as Value, ys[i] as Value)) return false;
    } catch (error) {
      if (!(error instanceof UnknownDecision)) throw error;
      undecided ??= error;
    }
  }
  if (undecided) throw undecided;
  return true;
}

/** The index of the first element equal to `value` in `from ≤ i < to`, or -1. An Unknown before the first match leaves it undecided. */
export function indexOf(values: readonly Value[], value: Value, from = 0, to = values.length): number {
  for (let i = from; i < to; i++) {
    if (equals(values[i] as Value, value)) return i;
  }
  return -1;
}

/** Whether some element equals `value`; a match decides, whatever else is unknown. */
export function containsValue(values: Iterable<Value>, value: Value): boolean {
  let undecided: UnknownDecision | undefined;
  for (const element of values) {
    try {
      if (equals(element, value)) return true;
    } catch (error) {
      if (!(error instanceof UnknownDecision)) throw error;
      undecided ??= error;
    }
  }
  if (undecided) throw undecided;
  return false;
}

/** The three-way order of two values; throws `EvalError` ("unsupported comparison") for values without one. */
export function compare(x: Value, y: Value): number {
  if (typeof x === "string" && typeof y === "string") return x < y ? -1 : x > y ? 1 : 0;
  if (isNumber(x) && isNumber(y)) return compareNumbers(x, y);
  if (typeof x === "boolean" && typeof y === "boolean") return Number(x) - Number(y);
  known(x);
  known(y);
  if (isObject(x) && isObject(y) && x.type === y.type && x.compare) return x.compare(y);
  throw new EvalError(`unsupported comparison: ${typeOf(x)} <=> ${typeOf(y)}`);
}

/** Lexicographic order. */
export function compareSequences(xs: readonly Value[], ys: readonly Value[]): number {
  return nested(Math.min(xs.length, ys.length), () => compareElements(xs, ys));
}

function compareElements(xs: readonly Value[], ys: readonly Value[]): number {
  const length = Math.min(xs.length, ys.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [xs[i] as Value, ys[i] as Value];
    if (!equals(x, y)) return compare(x, y);
  }
  return xs.length - ys.length;
}

function isNumber(value: Value): value is Int | Float {
  return isInt(value) || value instanceof Float;
}

/** Exact also where an int has no double. */
function compareNumbers(x: Int | Float, y: Int | Float): number {
  if (x instanceof Float) return y instanceof Float ? compareFloats(x.value, y.value) : -compareIntFloat(y, x.value);
  return y instanceof Float ? compareIntFloat(x, y.value) : compareInts(x, y);
}

function compareIntFloat(x: Int, y: number): number {
  if (Number.isNaN(y)) return -1;
  return x < y ? -1 : x > y ? 1 : 0; // JavaScript compares a bigint with a number exactly
}
