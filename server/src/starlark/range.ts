/**
 * What `range()` gives: an immutable sequence of ints that takes no memory. After Bazel's `RangeList.java`.
 */
import { unhashable } from "./hash.ts";
import type { Printer } from "./printer.ts";
import type { SliceIndices } from "./sequence.ts";
import { sequenceIndex } from "./sequence.ts";
import type { StarlarkValue, Value } from "./value.ts";

export class Range implements StarlarkValue {
  readonly type = "range";
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;

  /** `step` is not 0. */
  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.count = Math.max(0, Math.ceil((stop - start) / step));
  }

  at(index: number): number {
    return this.start + index * this.step;
  }

  slice(indices: SliceIndices): Range {
    const start = this.at(indices.start);
    const step = this.step * indices.step;
    return new Range(start, start + indices.count * step, step);
  }

  repr(printer: Printer): void {
    const { start, stop, step } = this;
    printer.text(step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`);
  }

  truth(): boolean {
    return this.count > 0;
  }

  getIndex(key: Value): Value {
    return this.at(sequenceIndex(key, this.count));
  }

  contains(item: Value): boolean {
    if (typeof item !== "number") return false;
    const index = (item - this.start) / this.step;
    return Number.isInteger(index) && index >= 0 && index < this.count;
  }

  *iterate(): Iterable<Value> {
    for (let i = 0; i < this.count; i++) yield this.at(i);
  }

  length(): number {
    return this.count;
  }

  equals(other: StarlarkValue): boolean {
    if (!(other instanceof Range) || this.count !== other.count) return false;
    if (this.count === 0) return true;
    return this.start === other.start && (this.count === 1 || this.step === other.step);
  }

  isImmutable(): boolean {
    return false;
  }

  hashKey(): string {
    throw unhashable(this);
  }
}
