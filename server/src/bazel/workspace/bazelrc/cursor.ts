/** What stands in a .bazelrc where the cursor is: the word, and the line that it belongs to. */
import type { Span } from "../../../base/text.ts";
import type { RcLine } from "./tokenizer.ts";
import { tokenizeRc } from "./tokenizer.ts";

export interface RcCursor {
  /** The line's words up to the cursor; the last one ends there, and is empty where no word has been begun. */
  readonly before: readonly string[];
  /** The whole word under the cursor, or the empty place where one could begin. */
  readonly span: Span;
}

/** Undefined in a comment. */
export function rcCursorAt(text: string, offset: number): RcCursor | undefined {
  // A letter at the cursor belongs to the word there, begins one, or is part of a comment.
  const line = lineEndingAt(`${text.slice(0, offset)}x`, offset + 1);
  if (!line) return undefined;
  const before = line.words.map((word) => word.text);
  const begun = (before.pop() ?? "").slice(0, -1);
  const { start } = line.words.at(-1)?.span ?? { start: offset };
  const whole = tokenizeRc(text)
    .flatMap((one) => one.words)
    .find(({ span }) => span.start === start);
  return { before: [...before, begun], span: { start, end: Math.max(offset, whole?.span.end ?? offset) } };
}

/** The words of the line that an offset lies in, up to the end of the word there; undefined between words and in comments. */
export function rcWordsAt(
  text: string,
  offset: number,
): { readonly words: readonly string[]; readonly span: Span } | undefined {
  for (const { words } of tokenizeRc(text)) {
    const index = words.findIndex(({ span }) => span.start <= offset && offset <= span.end);
    const word = words[index];
    if (word) return { words: words.slice(0, index + 1).map((one) => one.text), span: word.span };
  }
  return undefined;
}

function lineEndingAt(text: string, end: number): RcLine | undefined {
  const line = tokenizeRc(text).at(-1);
  return line?.words.at(-1)?.span.end === end ? line : undefined;
}
