/**
 * Dicts, insertion-ordered, after Bazel's `Dict.java`. The methods that Starlark code calls are in methods/dict.ts.
 */
import { equals } from "./comparison.ts";
import { EvalError } from "./errors.ts";
import type { HashKey } from "./hash.ts";
import { hashKey, unhashable } from "./hash.ts";
import { freezeAll, Mutable } from "./mutability.ts";
import type { Printer } from "./printer.ts";
import { repr } from "./printer.ts";
import { UnknownDecision } from "./unknown.ts";
import type { StarlarkValue, Value } from "./value.ts";

interface Entry {
  readonly key: Value;
  value: Value;
}

export class StarlarkDict extends Mutable implements StarlarkValue {
  readonly type = "dict";
  readonly #entries = new Map<HashKey, Entry>();

  /** A new dict of some entries; of equal keys the first gives the place and the last the value. */
  static from(entries: Iterable<readonly [Value, Value]>): StarlarkDict {
    const dict = new StarlarkDict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value of a key, undefined where it is absent. Throws `EvalError` for an unhashable key, as all methods here that take a key do. */
  get(key: Value): Value | undefined {
    return this.#entries.get(hashKey(key))?.value;
  }

  has(key: Value): boolean {
    return this.#entries.has(hashKey(key));
  }

  /** Sets the value of a key. This and the other changes throw `EvalError` where the dict is frozen or iterated over. */
  set(key: Value, value: Value): void {
    this.checkMutable();
    const hash = hashKey(key);
    const entry = this.#entries.get(hash);
    if (entry) entry.value = value;
    else this.#entries.set(hash, { key, value });
  }

  /** Takes an entry out and gives its value, undefined where it was absent. */
  delete(key: Value): Value | undefined {
    this.checkMutable();
    const hash = hashKey(key);
    const entry = this.#entries.get(hash);
    this.#entries.delete(hash);
    return entry?.value;
  }

  /** Sets every entry of another dict. */
  putAll(other: StarlarkDict): void {
    this.checkMutable();
    if (other === this) return;
    for (const [hash, entry] of other.#entries) {
      const mine = this.#entries.get(hash);
      if (mine) mine.value = entry.value;
      else this.#entries.set(hash, { key: entry.key, value: entry.value });
    }
  }

  clear(): void {
    this.checkMutable();
    this.#entries.clear();
  }

  *keys(): Iterable<Value> {
    for (const entry of this.#entries.values()) yield entry.key;
  }

  *values(): Iterable<Value> {
    for (const entry of this.#entries.values()) yield entry.value;
  }

  /** Pairs of key and value, in order of insertion. */
  *entries(): Iterable<readonly [Value, Value]> {
    for (const entry of this.#entries.values()) yield [entry.key, entry.value];
  }

  repr(printer: Printer): void {
    let separator = "{";
    for (const { key, value } of this.#entries.values()) {
      printer.text(separator).value(key).text(": ").value(value);
      separator = ", ";
    }
    printer.text(this.size === 0 ? "{}" : "}");
  }

  truth(): boolean {
    return this.size > 0;
  }

  freeze(): void {
    if (!this.markFrozen()) return;
    freezeAll(this.keys());
    freezeAll(this.values());
  }

  getIndex(key: Value): Value {
    const value = this.get(key);
    if (value === undefined) throw new EvalError(`key ${repr(key)} not found in dictionary`);
    return value;
  }

  setIndex(key: Value, value: Value): void {
    this.set(key, value);
  }

  contains(item: Value): boolean {
    return this.has(item);
  }

  iterate(): Iterable<Value> {
    return this.keys();
  }

  length(): number {
    return this.size;
  }

  equals(other: StarlarkValue): boolean {
    if (!(other instanceof StarlarkDict) || this.size !== other.size) return false;
    let undecided: UnknownDecision | undefined;
    for (const [hash, entry] of this.#entries) {
      const theirs = other.#entries.get(hash);
      if (!theirs) return false;
      try {
        if (!equals(entry.value, theirs.value)) return false;
      } catch (error) {
        if (!(error instanceof UnknownDecision)) throw error;
        undecided ??= error;
      }
    }
    if (undecided) throw undecided;
    return true;
  }

  hashKey(): string {
    throw unhashable(this);
  }
}
