/**
 * Tuples, after Bazel's `Tuple.java`.
 */
import { compareSequences, containsValue, equalSequences } from "./comparison.ts";
import { hashText, joinHashes } from "./hash.ts";
import { isImmutable } from "./immutable.ts";
import { freezeAll } from "./mutability.ts";
import type { Printer } from "./printer.ts";
import { elementAt } from "./sequence.ts";
import type { StarlarkValue, Value } from "./value.ts";

export class Tuple implements StarlarkValue {
  static readonly EMPTY = new Tuple([]);

  readonly type = "tuple";
  readonly items: readonly Value[];
  #frozen = false;

  /** Takes the array over: the caller must not change it afterwards. */
  constructor(items: readonly Value[]) {
    this.items = items;
  }

  static of(...items: Value[]): Tuple {
    return new Tuple(items);
  }

  repr(printer: Printer): void {
    printer.list(this.items, "(", this.items.length === 1 ? ",)" : ")");
  }

  truth(): boolean {
    return this.items.length > 0;
  }

  freeze(): void {
    if (this.#frozen) return;
    this.#frozen = true;
    freezeAll(this.items);
  }

  isImmutable(): boolean {
    return this.items.every(isImmutable);
  }

  getIndex(key: Value): Value {
    return elementAt(this.items, key);
  }

  contains(item: Value): boolean {
    return containsValue(this.items, item);
  }

  iterate(): Iterable<Value> {
    return this.items;
  }

  length(): number {
    return this.items.length;
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof Tuple && equalSequences(this.items, other.items);
  }

  compare(other: StarlarkValue): number {
    return compareSequences(this.items, (other as Tuple).items);
  }

  hashKey(): string {
    return joinHashes(this.items.map(hashText));
  }
}
