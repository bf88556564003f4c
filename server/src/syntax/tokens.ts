/** The tokens of Starlark, after `net.starlark.java.syntax.TokenKind`. Names are as Bazel's error messages write them. */

export const tokenNames = [
  // Layout and literals.
  ...["EOF", "newline", "indent", "outdent", "identifier", "integer literal", "float literal", "string literal"],
  "illegal character",
  // Punctuation.
  ...["(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "=", "->"],
  ...["+", "-", "*", "**", "/", "//", "%", "&", "|", "^", "~", "<<", ">>", "==", "!=", "<", "<=", ">", ">="],
  ...["+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>="],
  // Keywords, and Python's words that Starlark reserves.
  ...["and", "break", "continue", "def", "elif", "else", "for", "if", "in", "lambda", "load", "not", "or", "pass"],
  "return",
  ...["as", "assert", "class", "del", "except", "finally", "from", "global", "import", "is", "nonlocal", "raise"],
  ...["try", "while", "with", "yield"],
] as const satisfies readonly string[];

export type TokenName = (typeof tokenNames)[number];

const ids = new Map<string, number>(tokenNames.map((name, id) => [name, id]));

/** The small number by which token lists store a token's kind. */
export function tokenId(name: TokenName): number {
  return ids.get(name) as number;
}

const keywords = new Map(tokenNames.slice(tokenNames.indexOf("and")).map((name) => [name as string, tokenId(name)]));

/** The id of a keyword or reserved word, undefined for every other text. */
export function keywordId(text: string): number | undefined {
  return keywords.get(text);
}

/** Tokens in flat arrays: `kinds[i]` is a token id, `starts[i]` and `ends[i]` are UTF-16 offsets. */
export class TokenList {
  #kinds: Uint8Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #length = 0;

  /** `capacity` is a guess; the list grows. */
  constructor(capacity: number) {
    this.#kinds = new Uint8Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(kind: number, start: number, end: number): void {
    if (this.#length === this.#kinds.length) this.#grow();
    this.#kinds[this.#length] = kind;
    this.#starts[this.#length] = start;
    this.#ends[this.#length++] = end;
  }

  kind(index: number): number {
    return this.#kinds[index] ?? 0;
  }

  name(index: number): TokenName {
    return tokenNames[this.kind(index)] ?? "EOF";
  }

  start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  end(index: number): number {
    return this.#ends[index] ?? 0;
  }

  /** The index of the first token that begins at an offset or behind it. */
  indexFrom(offset: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const capacity = 2 * this.#length + 16;
    const kinds = new Uint8Array(capacity);
    kinds.set(this.#kinds);
    const starts = new Int32Array(capacity);
    starts.set(this.#starts);
    const ends = new Int32Array(capacity);
    ends.set(this.#ends);
    [this.#kinds, this.#starts, this.#ends] = [kinds, starts, ends];
  }
}
