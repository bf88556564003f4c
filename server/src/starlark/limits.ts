/**
 * Bounds on the size of one value. A program may ask for more memory than the host has in a few characters (`"a" * 1000000000`), so whatever makes a value whose size does not follow from the
 * size of the program asks here first. The thread's own account (`Thread.allocate`) bounds the sum.
 */
import { ResourceLimit } from "./errors.ts";
import { asIterable } from "./iteration.ts";
import { MAX_STRING_LENGTH } from "./textBuilder.ts";
import type { Thread } from "./thread.ts";
import type { Value } from "./value.ts";

/** Elements of one list, tuple, dict or set. */
const MAX_ELEMENTS = 1 << 24;

/** How many elements one builtin may make before it asks whether it is still wanted: a millisecond or two. */
export const ELEMENTS_BETWEEN_CHECKS = 1 << 15;

/** Before a string of so many characters is made. Throws `ResourceLimit`. */
export function reserveText(thread: Thread, length: number): void {
  checkLength(length);
  thread.allocate(length >> 3);
}

/** Before two strings are put together: the host keeps a long concatenation as a rope, which costs about what its shorter part does. */
export function reserveConcatenation(thread: Thread, left: number, right: number): void {
  checkLength(left + right);
  thread.allocate(Math.min(left, right) >> 3);
}

function checkLength(length: number): void {
  if (length > MAX_STRING_LENGTH) {
    throw new ResourceLimit("memory", `excessive string: ${length} characters, more than ${MAX_STRING_LENGTH}`);
  }
}

/** Before a sequence of so many elements is made. Throws `ResourceLimit`. */
export function reserveElements(thread: Thread, count: number): void {
  if (count > MAX_ELEMENTS) {
    throw new ResourceLimit("memory", `excessive sequence: ${count} elements, more than ${MAX_ELEMENTS}`);
  }
  thread.allocate(count);
}

/** A new array of the elements of a value, within the bounds. */
export function collect(thread: Thread, value: Value): Value[] {
  const iterable = asIterable(value);
  const length = iterable.length?.();
  if (length !== undefined) reserveElements(thread, length);
  const items: Value[] = [];
  for (const item of iterable.iterate()) {
    items.push(item);
    if (items.length % ELEMENTS_BETWEEN_CHECKS === 0) thread.checkCancelled();
  }
  return items;
}

/** The elements of a value for a builtin that walks over them: each counts as a step. */
export function walk(thread: Thread, value: Value): Iterable<Value> {
  const iterable = asIterable(value);
  const length = iterable.length?.();
  if (length !== undefined) thread.countSteps(length);
  return iterable.iterate();
}
