/**
 * What the grammar misreads is hidden from it: tree-sitter parses a *masked* text of the same length, and everything that has a name or a value is read from the original.
 *
 * - tree-sitter-starlark 1.3.0 takes `assert_eq(…)` and its like at the start of a statement for Python's `assert`, and `match(…)` for a match statement; to Starlark they, and Python's other
 *   soft keywords, are ordinary names.
 * - It takes a NUL, which Bazel allows in strings and comments, for the end of the file.
 * - It gives `^` a higher precedence than `&`; in Starlark it is the other way round. Swapping the two mends it.
 */
import type { Span } from "../base/text.ts";
import type { TokenList } from "./tokens.ts";

const misreadWords: ReadonlySet<string> = new Set([
  ...["assert_", "assert_eq", "assert_ne", "assert_contains", "assert_fails"],
  ...["async", "await", "case", "exec", "match", "print", "type"],
]);

/** Whether the grammar takes a word for more than an identifier, which it is. */
export function isMisreadWord(word: string): boolean {
  return misreadWords.has(word);
}

const swapped: Readonly<Record<string, string>> = { "&": "^", "^": "&", "&=": "^=", "^=": "&=" };

export function isMisreadOperator(spelling: string): boolean {
  return Object.hasOwn(swapped, spelling);
}

/** The operator that stands in the original where the grammar saw `spelling`. */
export function unmasked(spelling: string): string {
  return swapped[spelling] ?? spelling;
}

/** A part of the text as the grammar shall see it; `misread` are indices into `tokens`, which are those of that part. */
export function masked(text: string, span: Span, tokens: TokenList, misread: readonly number[]): string {
  let result = "";
  let copied = span.start;
  for (const index of misread) {
    const start = tokens.start(index);
    const end = tokens.end(index);
    const token = text.slice(start, end);
    result += text.slice(copied, start) + (swapped[token] ?? "x".repeat(end - start));
    copied = end;
  }
  const whole = result + text.slice(copied, span.end);
  return whole.includes("\0") ? whole.replaceAll("\0", " ") : whole;
}
