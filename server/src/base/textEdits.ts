/**
 * Applies edits to a text.
 */
import type { TextEdit } from "./text.ts";
import { LineIndex } from "./text.ts";

/** The text after all edits, whose ranges speak of the text before any of them. Edits must not overlap; of two at one place the earlier in the list comes first. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  const spans = edits
    .map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), newText }))
    .sort((a, b) => a.start - b.start);
  let result = "";
  let at = 0;
  for (const { start, end, newText } of spans) {
    if (start < at) throw new RangeError("text edits overlap");
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}
