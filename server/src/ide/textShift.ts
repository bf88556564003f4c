/**
 * Positions between two states of a document: the text that was evaluated (the last one that parsed) and the text on the screen. The two differ in one stretch, found as what is left between their common
 * beginning and their common end; nothing is known about places inside of it.
 */
import type { Range } from "../base/text.ts";
import { LineIndex } from "../base/text.ts";

export class TextShift {
  /** The common beginning ends here, in both texts. */
  readonly #prefix: number;
  readonly #evaluatedEnd: number;
  readonly #shownEnd: number;
  readonly #evaluatedLines: LineIndex;
  readonly #shownLines: LineIndex;

  constructor(evaluated: string, shown: string) {
    const shorter = Math.min(evaluated.length, shown.length);
    let prefix = 0;
    while (prefix < shorter && evaluated.charCodeAt(prefix) === shown.charCodeAt(prefix)) prefix++;
    let suffix = 0;
    while (
      suffix < shorter - prefix &&
      evaluated.charCodeAt(evaluated.length - 1 - suffix) === shown.charCodeAt(shown.length - 1 - suffix)
    ) {
      suffix++;
    }
    this.#prefix = prefix;
    this.#evaluatedEnd = evaluated.length - suffix;
    this.#shownEnd = shown.length - suffix;
    this.#evaluatedLines = new LineIndex(evaluated);
    this.#shownLines = new LineIndex(shown);
  }

  /** The stretch in which the texts differ, as offsets: it begins at the same place and ends in each text at its own. */
  get stretch(): { readonly start: number; readonly evaluatedEnd: number; readonly shownEnd: number } {
    return { start: this.#prefix, evaluatedEnd: this.#evaluatedEnd, shownEnd: this.#shownEnd };
  }

  /** Where an offset of the shown text lies in the evaluated one; undefined inside of what differs. */
  toEvaluated(offset: number): number | undefined {
    return moved(offset, this.#prefix, this.#shownEnd, this.#evaluatedEnd - this.#shownEnd);
  }

  /** Where a range of the evaluated text lies in the shown one; undefined where it touches what differs. */
  toShown(range: Range): Range | undefined {
    const start = this.#evaluatedLines.offset(range.start);
    const end = this.#evaluatedLines.offset(range.end);
    if (start < this.#evaluatedEnd && end > this.#prefix) return undefined;
    const delta = this.#shownEnd - this.#evaluatedEnd;
    const shownStart = moved(start, this.#prefix, this.#evaluatedEnd, delta);
    const shownEnd = moved(end, this.#prefix, this.#evaluatedEnd, delta);
    if (shownStart === undefined || shownEnd === undefined || shownEnd < shownStart) return undefined;
    return this.#shownLines.range({ start: shownStart, end: shownEnd });
  }
}

function moved(offset: number, prefix: number, end: number, delta: number): number | undefined {
  if (offset <= prefix) return offset;
  return offset >= end ? offset + delta : undefined;
}
