/**
 * Sets (Bazel 8 and later), insertion-ordered, after Bazel's `StarlarkSet.java`. The methods that Starlark code calls are in methods/set.ts.
 */
import type { HashKey } from "./hash.ts";
import { hashKey, unhashable } from "./hash.ts";
import { freezeAll, Mutable } from "./mutability.ts";
import type { Printer } from "./printer.ts";
import type { StarlarkValue, Value } from "./value.ts";

export class StarlarkSet extends Mutable implements StarlarkValue {
  readonly type = "set";
  readonly #elements = new Map<HashKey, Value>();

  /** A new set of some elements. Throws `EvalError` for an unhashable one, as all methods here that take an element do. */
  static from(elements: Iterable<Value>): StarlarkSet {
    const set = new StarlarkSet();
    for (const element of elements) set.add(element);
    return set;
  }

  get size(): number {
    return this.#elements.size;
  }

  has(element: Value): boolean {
    return this.#elements.has(hashKey(element));
  }

  /** Adds an element. This and the other changes throw `EvalError` where the set is frozen or iterated over. */
  add(element: Value): void {
    this.checkMutable();
    const hash = hashKey(element);
    if (!this.#elements.has(hash)) this.#elements.set(hash, element);
  }

  /** Takes an element out; false where it was absent. */
  delete(element: Value): boolean {
    this.checkMutable();
    return this.#elements.delete(hashKey(element));
  }

  clear(): void {
    this.checkMutable();
    this.#elements.clear();
  }

  repr(printer: Printer): void {
    if (this.size === 0) printer.text("set()");
    else printer.list(this.iterate(), "set([", "])");
  }

  truth(): boolean {
    return this.size > 0;
  }

  freeze(): void {
    if (this.markFrozen()) freezeAll(this.iterate());
  }

  contains(item: Value): boolean {
    return this.has(item);
  }

  iterate(): Iterable<Value> {
    return this.#elements.values();
  }

  length(): number {
    return this.size;
  }

  equals(other: StarlarkValue): boolean {
    if (!(other instanceof StarlarkSet) || this.size !== other.size) return false;
    for (const hash of this.#elements.keys()) {
      if (!other.#elements.has(hash)) return false;
    }
    return true;
  }

  hashKey(): string {
    throw unhashable(this);
  }
}
