/** Where the statements of a text begin, by its tokens alone. */
import type { Span } from "../base/text.ts";
import type { TokenList } from "./tokens.ts";
import { tokenId } from "./tokens.ts";

const newline = tokenId("newline");
const indent = tokenId("indent");
const outdent = tokenId("outdent");
const eof = tokenId("EOF");
const elseKeyword = tokenId("else");
const elif = tokenId("elif");

/** The top-level statements, each with what follows up to the next. A first one that is indented, which is an error, begins at `start`, so that its tokens can be read again from there. */
export function segmentsOf(tokens: TokenList, end: number, start = 0): readonly Span[] {
  const starts: number[] = [];
  let depth = 0;
  let atLineStart = true;
  for (let i = 0; i < tokens.length; i++) {
    const kind = tokens.kind(i);
    if (kind === newline) atLineStart = true;
    else if (kind === indent) depth++;
    else if (kind === outdent) depth--;
    else if (kind === eof) break;
    else {
      if (atLineStart && starts.length === 0) starts.push(depth === 0 ? tokens.start(i) : start);
      else if (atLineStart && depth === 0 && kind !== elseKeyword && kind !== elif) starts.push(tokens.start(i));
      atLineStart = false;
    }
  }
  return starts.map((from, i) => ({ start: from, end: starts[i + 1] ?? end }));
}

/** The segment that holds an offset. */
export function segmentAt(segments: readonly Span[], offset: number): Span | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return segments[low];
}

/** From the first token to the end of the last: what there is to see of a statement. */
export function visibleSpan(tokens: TokenList, segment: Span): Span {
  let first = 0;
  while (isLayout(tokens.kind(first)) && tokens.kind(first) !== eof) first++;
  let last = tokens.length - 1;
  while (last > first && isLayout(tokens.kind(last))) last--;
  if (isLayout(tokens.kind(first))) return segment;
  return { start: tokens.kind(0) === indent ? segment.start : tokens.start(first), end: tokens.end(last) };
}

function isLayout(kind: number): boolean {
  return kind === newline || kind === indent || kind === outdent || kind === eof;
}
