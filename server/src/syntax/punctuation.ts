/** Operators and punctuation, for the lexer. */
import type { TokenName } from "./tokens.ts";
import { tokenId } from "./tokens.ts";

export interface Punctuation {
  readonly spelling: string;
  readonly kind: number;
  /** 1 opens, -1 closes a bracket. */
  readonly bracket: number;
}

const table = punctuationTable();
const none: readonly Punctuation[] = [];

/** What begins with a character, given by its code, longest first. */
export function punctuationFrom(code: number): readonly Punctuation[] {
  return table[code] ?? none;
}

function punctuationTable(): readonly (readonly Punctuation[] | undefined)[] {
  const spellings: TokenName[] = [
    ...(["<<=", ">>=", "//=", "**", "//", "<<", ">>", "==", "!=", "<=", ">=", "->"] as const),
    ...(["+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="] as const),
    ...(["(", ")", "[", "]", "{", "}", ",", ":", ";", "="] as const),
    ...(["+", "-", "*", "/", "%", "&", "|", "^", "~", "<", ">"] as const),
  ];
  const table: Punctuation[][] = [];
  for (const spelling of spellings) {
    const bracket = "([{".includes(spelling) ? 1 : ")]}".includes(spelling) ? -1 : 0;
    (table[spelling.charCodeAt(0)] ??= []).push({ spelling, kind: tokenId(spelling), bracket });
  }
  return table;
}
