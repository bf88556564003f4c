/**
 * Mends a damaged statement as far as its tokens allow, so that the grammar keeps the calls in it: closes brackets and strings, puts a comma between neighbours in a list, and a name of no
 * width where an operand is missing. Nothing of this reaches the syntax tree as text: names and values are read from the original, where such a name is empty, and is refused.
 */
import type { Span } from "../base/text.ts";
import { scanString } from "./literals.ts";
import { masked } from "./masking.ts";
import type { Lexed } from "./lexer.ts";
import type { TokenList, TokenName } from "./tokens.ts";

export interface Repaired {
  /** What the grammar shall parse. */
  readonly text: string;
  /** Maps an offset in `text` to one in the file. */
  readonly sourceOffset: (parsed: number) => number;
}

/** `lexed` are the tokens of `span`, which begins at the start of a line. */
export function repair(text: string, span: Span, lexed: Lexed): Repaired {
  const edits = editsOf(text, lexed.tokens);
  const source = masked(text, span, lexed.tokens, lexed.misread);
  const parts: string[] = [];
  /** Offsets in the repaired text behind which `shifts` count. */
  const marks: number[] = [];
  const shifts: number[] = [];
  let copied = span.start;
  let length = 0;
  let inserted = 0;
  for (const edit of edits) {
    const before = source.slice(copied - span.start, edit.at - span.start) + edit.insert;
    parts.push(before);
    length += before.length;
    inserted += edit.insert.length;
    for (let i = edit.insert.length; i > 0; i--) {
      marks.push(length - i + 1);
      shifts.push(inserted - i + 1);
    }
    copied = edit.at;
  }
  parts.push(source.slice(copied - span.start));
  const sourceOffset = (parsed: number): number => span.start + parsed - shiftAt(marks, shifts, parsed);
  return { text: parts.join(""), sourceOffset };
}

/** How many inserted characters lie before an offset of the repaired text. */
function shiftAt(marks: readonly number[], shifts: readonly number[], parsed: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle] ?? 0) <= parsed) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (shifts[low - 1] ?? 0);
}

interface Edit {
  readonly at: number;
  readonly insert: string;
}

const closingOf: Partial<Record<TokenName, TokenName>> = { "(": ")", "[": "]", "{": "}" };
const placeholder = "_";

/** Tokens that an operand may end with, or begin with. */
const operandEnds: ReadonlySet<TokenName> = new Set<TokenName>([
  ...(["identifier", "integer literal", "float literal", "string literal", ")", "]", "}"] as const),
]);
const operandStarts: ReadonlySet<TokenName> = new Set<TokenName>([
  ...(["identifier", "integer literal", "float literal", "string literal"] as const),
]);
/** Tokens that an operand must follow. */
const wantsOperand: ReadonlySet<TokenName> = new Set<TokenName>([
  ...(["=", ".", "+", "-", "*", "**", "/", "//", "%", "&", "|", "^", "~", "<<", ">>", "==", "!=", "<", "<="] as const),
  ...([">", ">=", "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=", "and", "or", "not"] as const),
  ...(["in", "if", "elif", "for", "else", "lambda"] as const),
]);
const endsOperand: ReadonlySet<TokenName> = new Set<TokenName>([",", ")", "]", "}", "newline", "EOF", ":", "="]);

function editsOf(text: string, tokens: TokenList): readonly Edit[] {
  const edits: Edit[] = [];
  const open: TokenName[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens.name(i);
    const previous = i === 0 ? "newline" : tokens.name(i - 1);
    const at = i === 0 ? tokens.start(i) : tokens.end(i - 1);
    if (lacksOperand(previous, token)) edits.push({ at, insert: ` ${placeholder}` });
    if (open.length > 0 && operandEnds.has(previous) && operandStarts.has(token)) edits.push({ at, insert: "," });
    if (token === "newline" || token === "EOF") {
      if (open.length > 0) edits.push({ at, insert: open.splice(0).reverse().map(closing).join("") });
    } else if (closingOf[token]) open.push(token);
    else if (isClosing(token)) edits.push(...closed(open, token, at));
    if (token === "string literal") edits.push(...quoted(text, tokens, i));
  }
  return edits;
}

function lacksOperand(previous: TokenName, token: TokenName): boolean {
  if (!wantsOperand.has(previous) || !endsOperand.has(token)) return false;
  // `else:` and `lambda:` lack nothing, and neither do the stars of parameter lists.
  if (token === ":" && (previous === "else" || previous === "lambda")) return false;
  return !(previous === "*" && token === ",");
}

function isClosing(token: TokenName): boolean {
  return token === ")" || token === "]" || token === "}";
}

function closing(token: TokenName): string {
  return closingOf[token] ?? "";
}

/** A closing bracket also closes what was opened within its own and left open. One that closes nothing stays, an error. */
function closed(open: TokenName[], token: TokenName, at: number): readonly Edit[] {
  const opener = open.findLastIndex((candidate) => closingOf[candidate] === token);
  if (opener < 0) return [];
  const within = open.splice(opener).slice(1);
  return within.length === 0 ? [] : [{ at, insert: within.reverse().map(closing).join("") }];
}

/** The quotes that an unclosed string lacks. */
function quoted(text: string, tokens: TokenList, index: number): readonly Edit[] {
  const start = tokens.start(index);
  const end = tokens.end(index);
  const { closed, quotes } = scanString(text, start, end, () => undefined);
  if (closed) return [];
  // A backslash at the end would take the quote for its own.
  return [{ at: end, insert: text.charAt(end - 1) === "\\" ? ` ${quotes}` : quotes }];
}
