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

/** The top-level statements, each with what follows up to the next; together they cover the text from its start to `end`. */
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
      if (atLineStart && depth === 0 && kind !== elseKeyword && kind !== elif) starts.push(tokens.start(i));
      atLineStart = false;
    }
  }
  return starts.map((from, i) => ({ start: i === 0 ? start : from, end: starts[i + 1] ?? end }));
}
