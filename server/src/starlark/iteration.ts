/**
 * What one may ask of any value: its truth, its length, its elements. After `Starlark.java` (`truth`, `len`, `toIterable`, `toArray`).
 */
import { EvalError } from "./errors.ts";
import { known, Unknown } from "./unknown.ts";
import type { StarlarkValue, Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

/** The truth that control flow runs on. Throws `UnknownDecision` for an Unknown. */
export function truth(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (!isObject(value)) return Boolean(value);
  if (value instanceof Unknown) return known(value);
  return value.truth?.() ?? true;
}

/** `len(x)`, undefined where it has none; throws `UnknownDecision` for an Unknown. */
export function lengthOf(value: Value): number | undefined {
  if (typeof value === "string") return value.length;
  if (!isObject(value)) return undefined;
  if (value instanceof Unknown) return known(value);
  return value.length?.();
}

export interface IterableValue extends StarlarkValue {
  iterate(): Iterable<Value>;
}

export function isIterable(value: Value): value is IterableValue {
  return isObject(value) && value.iterate !== undefined;
}

/** The value as something that can be iterated; throws `EvalError` where it is not, `UnknownDecision` for an Unknown. */
export function asIterable(value: Value): IterableValue {
  if (isIterable(value)) return value;
  known(value);
  throw new EvalError(`type '${typeOf(value)}' is not iterable`);
}

/** The elements of a value. Iterating does not forbid mutation meanwhile: who hands control to Starlark code in between calls `beginIteration` himself. */
export function iterate(value: Value): Iterable<Value> {
  return asIterable(value).iterate();
}

/** A new array of the elements of a value. */
export function toArray(value: Value): Value[] {
  return Array.from(iterate(value));
}
