/**
 * Lists, after Bazel's `StarlarkList.java`. The methods that Starlark code calls are in methods/list.ts.
 */
import { compareSequences, containsValue, equalSequences } from "./comparison.ts";
import { unhashable } from "./hash.ts";
import { freezeAll, Mutable } from "./mutability.ts";
import type { Printer } from "./printer.ts";
import { elementAt, sequenceIndex } from "./sequence.ts";
import type { StarlarkValue, Value } from "./value.ts";

export class StarlarkList extends Mutable implements StarlarkValue {
  readonly type = "list";
  #items: Value[];

  /** Takes the array over: the caller must not change it afterwards. */
  constructor(items: Value[] = []) {
    super();
    this.#items = items;
  }

  static of(...items: Value[]): StarlarkList {
    return new StarlarkList(items);
  }

  /** The elements; valid until the list is changed. */
  get items(): readonly Value[] {
    return this.#items;
  }

  /** Adds an element at the end. This and the other changes throw `EvalError` where the list is frozen or iterated over. */
  append(value: Value): void {
    this.checkMutable();
    this.#items.push(value);
  }

  extend(values: Iterable<Value>): void {
    this.checkMutable();
    const added = values === this.#items ? [...values] : values;
    for (const value of added) this.#items.push(value);
  }

  /** Inserts before `index`, 0 ≤ index ≤ length. */
  insert(index: number, value: Value): void {
    this.checkMutable();
    this.#items.splice(index, 0, value);
  }

  /** Removes the element at `index`, which must exist. */
  removeAt(index: number): void {
    this.checkMutable();
    this.#items.splice(index, 1);
  }

  clear(): void {
    this.checkMutable();
    this.#items = [];
  }

  repr(printer: Printer): void {
    printer.list(this.#items, "[", "]");
  }

  truth(): boolean {
    return this.#items.length > 0;
  }

  freeze(): void {
    if (!this.markFrozen()) return;
    this.#items = this.#items.slice(); // Without the room for more.
    freezeAll(this.#items);
  }

  getIndex(key: Value): Value {
    return elementAt(this.#items, key);
  }

  setIndex(key: Value, value: Value): void {
    const index = sequenceIndex(key, this.#items.length, "list index");
    this.checkMutable();
    this.#items[index] = value;
  }

  contains(item: Value): boolean {
    return containsValue(this.#items, item);
  }

  iterate(): Iterable<Value> {
    return this.#items;
  }

  length(): number {
    return this.#items.length;
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof StarlarkList && equalSequences(this.#items, other.#items);
  }

  compare(other: StarlarkValue): number {
    return compareSequences(this.#items, (other as StarlarkList).#items);
  }

  hashKey(): string {
    throw unhashable(this);
  }
}
