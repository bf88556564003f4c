/**
 * When a list, dict or set may be changed: not once it is frozen (its module has been evaluated), and not while somebody iterates over it. After Bazel's `Mutability.java`.
 */
import { EvalError } from "./errors.ts";
import type { Value } from "./value.ts";
import { isObject } from "./value.ts";

/** The state that lists, dicts and sets share. */
export abstract class Mutable {
  abstract readonly type: string;
  #frozen = false;
  #iterations = 0;

  get isFrozen(): boolean {
    return this.#frozen;
  }

  isImmutable(): boolean {
    return this.#frozen;
  }

  /** Throws `EvalError` where the value may not be changed now. */
  checkMutable(): void {
    if (this.#frozen) throw new EvalError(`trying to mutate a frozen ${this.type} value`);
    if (this.#iterations > 0) {
      throw new EvalError(`${this.type} value is temporarily immutable due to active for-loop iteration`);
    }
  }

  beginIteration(): void {
    this.#iterations++;
  }

  endIteration(): void {
    this.#iterations--;
  }

  /** Marks the value itself as frozen; false where it was already. */
  protected markFrozen(): boolean {
    if (this.#frozen) return false;
    this.#frozen = true;
    return true;
  }
}

/** Values still to be frozen; set while a freeze is under way. */
let pending: Value[] | undefined;

/** Freezes values and all that they reach. Compound values call this from `freeze()` for their parts: however deep they nest, it is one loop. */
export function freezeAll(values: Iterable<Value | undefined>): void {
  if (pending) {
    addObjects(pending, values);
    return;
  }
  pending = [];
  addObjects(pending, values);
  try {
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      if (isObject(value)) value.freeze?.();
    }
  } finally {
    pending = undefined;
  }
}

function addObjects(queue: Value[], values: Iterable<Value | undefined>): void {
  for (const value of values) {
    if (value !== undefined && isObject(value)) queue.push(value);
  }
}
