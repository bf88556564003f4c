/**
 * Bounds on the size of one value. A program may ask for more memory than the host has in a few characters (`"a" * 1000000000`), so whatever makes a value whose size does not follow from the
 * size of the program asks here first. The thread's own account (`Thread.allocate`) bounds the sum.
 */
import { ResourceLimit } from "./errors.ts";
import { asIterable } from "./iteration.ts";
import { MAX_STRING_LENGTH } from "./textBuilder.ts";
import type { Thread } from "./thread.ts";
import type { Value } from "./value.ts";

/** Elements of one list, tuple, dict or set. So few that the host, which copies an array that outgrows its place, does so within the time in which an evaluation is to be given up. */
const MAX_ELEMENTS = 1 << 20;

/** How many elements one builtin may make before it asks whether it is still wanted: a millisecond or two. A power of two. */
const ELEMENTS_BETWEEN_CHECKS = 1 << 15;

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
  checkElements(count);
  thread.allocate(count);
}

/** Before so many elements are added to a collection, which pays for them alone: it may be added to often. Throws `ResourceLimit`. */
export function reserveAddition(thread: Thread, present: number, added: number): void {
  checkElements(present + added);
  thread.allocate(added);
}

/** After a collection has grown to so many elements, one by one: its bound, and its account, looked at once in a while. Throws `ResourceLimit` or `Cancelled`. */
export function grown(thread: Thread, count: number): void {
  if ((count & (ELEMENTS_BETWEEN_CHECKS - 1)) !== 0) return;
  checkElements(count);
  thread.allocate(ELEMENTS_BETWEEN_CHECKS);
  thread.checkCancelled();
}

function checkElements(count: number): void {
  if (count > MAX_ELEMENTS) {
    throw new ResourceLimit("memory", `excessive sequence: ${count} elements, more than ${MAX_ELEMENTS}`);
  }
}

/** A new array of so many elements, within the bounds. */
export function build(thread: Thread, length: number, elementAt: (index: number) => Value): Value[] {
  reserveElements(thread, length);
  const items = new Array<Value>(length);
  for (let start = 0; start < length; start += ELEMENTS_BETWEEN_CHECKS) {
    thread.checkCancelled();
    const end = Math.min(start + ELEMENTS_BETWEEN_CHECKS, length);
    for (let index = start; index < end; index++) items[index] = elementAt(index);
  }
  return items;
}

/** A new array of the elements of a value, within the bounds. */
export function collect(thread: Thread, value: Value): Value[] {
  const iterable = asIterable(value);
  const length = iterable.length?.();
  if (length !== undefined) reserveElements(thread, length);
  // Of the final length at once: an array that grows is copied again and again.
  const items = new Array<Value>(length ?? 0);
  let index = 0;
  for (const item of iterable.iterate()) {
    items[index++] = item;
    if ((index & (ELEMENTS_BETWEEN_CHECKS - 1)) === 0) thread.checkCancelled();
  }
  return items;
}

/** The elements of a value for a builtin that walks over them: each counts as a step. */
export function walk(thread: Thread, value: Value): Iterable<Value> {
  const iterable = asIterable(value);
  const length = iterable.length?.();
  if (length !== undefined) thread.countSteps(length);
  return checked(thread, iterable.iterate());
}

function* checked(thread: Thread, values: Iterable<Value>): Generator<Value, void> {
  let count = 0;
  for (const value of values) {
    yield value;
    if ((++count & (ELEMENTS_BETWEEN_CHECKS - 1)) === 0) thread.checkCancelled();
  }
}

/** Accounts for the host's moving of so many elements to another place, of which it moves a thousand in the time of a step. */
export function countMoves(thread: Thread, elements: number): void {
  thread.countSteps(elements >> 10);
}
