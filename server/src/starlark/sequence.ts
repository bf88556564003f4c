/**
 * Indices and slices of strings, lists, tuples and ranges, after `EvalUtils.java` (`getSequenceIndex`, `toIndex`) and `Starlark.slice`.
 */
import { EvalError } from "./errors.ts";
import { toInt32 } from "./integer.ts";
import type { Value } from "./value.ts";

/** The index that `key` denotes in a sequence of so many elements: negative ones count from the end. Throws `EvalError` where there is none; `what` is what the error calls the index. */
export function sequenceIndex(key: Value, length: number, what = "sequence index"): number {
  const index = toInt32(key, what);
  const actual = index < 0 ? index + length : index;
  if (actual < 0 || actual >= length) {
    throw new EvalError(`index out of range (index is ${index}, but sequence has ${length} elements)`);
  }
  return actual;
}

/** The element of a sequence at a Starlark index. */
export function elementAt(items: readonly Value[], key: Value): Value {
  return items[sequenceIndex(key, items.length)] as Value;
}

/** A position from 0 to `length`: negative ones count from the end, those outside are moved in. */
export function clampIndex(index: number, length: number): number {
  const actual = index < 0 ? index + length : index;
  return Math.max(0, Math.min(actual, length));
}

/** The optional bounds `[start, end)` that methods such as `find` take; None means the whole. */
export function bounds(start: Value, end: Value, length: number): { start: number; end: number } {
  const from = start === null ? 0 : clampIndex(toInt32(start, "start"), length);
  const to = end === null ? length : clampIndex(toInt32(end, "end"), length);
  return { start: from, end: Math.max(from, to) };
}

/** The arithmetic progression of indices that a slice picks: `start`, `start + step`, …, `count` of them. */
export interface SliceIndices {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** What `x[start:stop:step]` picks from a sequence of so many elements; None stands for an operand that is left out. */
export function sliceIndices(start: Value, stop: Value, step: Value, length: number): SliceIndices {
  const stride = step === null ? 1 : toInt32(step, "slice step");
  if (stride === 0) throw new EvalError("slice step cannot be zero");
  const from = start === null ? undefined : toInt32(start, "start index");
  const to = stop === null ? undefined : toInt32(stop, "stop index");
  if (stride > 0) {
    const first = from === undefined ? 0 : clampIndex(from, length);
    const limit = to === undefined ? length : clampIndex(to, length);
    return { start: first, step: stride, count: Math.max(0, Math.ceil((limit - first) / stride)) };
  }
  const first = from === undefined ? length - 1 : Math.min(from < 0 ? from + length : from, length - 1);
  const limit = to === undefined ? -1 : Math.max(to < 0 ? to + length : to, -1);
  return { start: first, step: stride, count: Math.max(0, Math.ceil((limit - first) / stride)) };
}

/** The elements that a slice picks. */
export function sliceItems(items: readonly Value[], indices: SliceIndices): Value[] {
  const { start, step, count } = indices;
  if (step === 1) return items.slice(start, start + count);
  return Array.from({ length: count }, (_, i) => items[start + i * step] as Value);
}

/** The characters that a slice picks. */
export function sliceString(text: string, indices: SliceIndices): string {
  const { start, step, count } = indices;
  if (step === 1) return text.slice(start, start + count);
  return Array.from({ length: count }, (_, i) => text.charAt(start + i * step)).join("");
}
