/**
 * Cuts a .bazelrc into lines and words, as Bazel's client does (src/main/cpp/rc_file.cc, util/strings.cc), and remembers where each word stands.
 *
 * - A backslash before a line's end joins two lines, before anything else is looked at: also in a comment, and without a blank in between.
 * - `#` outside quotes begins a comment even within a word. Quotes may stand anywhere in a word and vanish. A backslash keeps the next character, within single quotes too.
 * - What is unclosed is closed silently; empty words are dropped.
 */
import { toBytes } from "../../../base/byteString.ts";
import type { Span } from "../../../base/text.ts";

export interface RcWord {
  /** The word without quotes and backslashes, a byte string. */
  readonly text: string;
  /** Where it stands in the file, quotes included. */
  readonly span: Span;
}

/** A line with at least one word. After joining, it may span several lines of the file. */
export interface RcLine {
  readonly words: readonly [RcWord, ...RcWord[]];
  /** From the first word to the line's end, without the line break. */
  readonly span: Span;
}

/** A text with joined lines, and for each of its characters (and its end) the offset in the file. */
interface JoinedText {
  readonly text: string;
  readonly offsets: readonly number[];
}

export function tokenizeRc(text: string): readonly RcLine[] {
  const joined = joinLines(joinLines(unjoined(text), "\\\r\n"), "\\\n");
  const lines: RcLine[] = [];
  for (let start = 0; start <= joined.text.length;) {
    const newline = joined.text.indexOf("\n", start);
    const end = newline < 0 ? joined.text.length : newline;
    const words = wordsOf(joined, start, end);
    const [first, ...rest] = words;
    if (first) lines.push({ words: [first, ...rest], span: { start: first.span.start, end: lineEnd(joined, end) } });
    start = end + 1;
  }
  return lines;
}

function unjoined(text: string): JoinedText {
  return { text, offsets: Array.from({ length: text.length + 1 }, (_, i) => i) };
}

function joinLines(from: JoinedText, separator: string): JoinedText {
  if (!from.text.includes(separator)) return from;
  let text = "";
  const offsets: number[] = [];
  for (let start = 0; ;) {
    const found = from.text.indexOf(separator, start);
    const end = found < 0 ? from.text.length : found;
    text += from.text.slice(start, end);
    offsets.push(...from.offsets.slice(start, found < 0 ? end + 1 : end));
    if (found < 0) return { text, offsets };
    start = found + separator.length;
  }
}

function wordsOf(joined: JoinedText, start: number, end: number): readonly RcWord[] {
  const words: RcWord[] = [];
  for (let at = start; at < end;) {
    if (isBlank(joined.text[at])) {
      at++;
      continue;
    }
    if (joined.text[at] === "#") break;
    const word = wordAt(joined.text, at, end);
    if (word.text !== "") words.push({ text: toBytes(word.text), span: spanOf(joined, at, word.end) });
    at = word.end;
  }
  return words;
}

/** The word that begins at `at`; `end` of the result is behind its last character. */
function wordAt(text: string, at: number, end: number): { readonly text: string; readonly end: number } {
  let word = "";
  let quote: string | undefined;
  let i = at;
  for (; i < end; i++) {
    const char = text[i] ?? "";
    if (char === "\\") {
      i++;
      if (i < end) word += text[i] ?? "";
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
    } else if (isBlank(char) || char === "#") {
      break;
    } else {
      word += char;
    }
  }
  return { text: word, end: Math.min(i, end) };
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t" || char === "\r" || char === "\v" || char === "\f";
}

function spanOf(joined: JoinedText, start: number, end: number): Span {
  return { start: joined.offsets[start] ?? 0, end: (joined.offsets[end - 1] ?? 0) + 1 };
}

function lineEnd(joined: JoinedText, end: number): number {
  const offset = joined.offsets[end] ?? 0;
  return end > 0 && joined.text[end - 1] === "\r" ? offset - 1 : offset;
}
