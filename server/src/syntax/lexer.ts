/**
 * Splits text into tokens as `net.starlark.java.syntax.Lexer` does, with its errors. The parse itself is tree-sitter's; the tokens serve what its grammar does not give: Bazel's lexical
 * errors, comments, where statements begin, and which words must be hidden from the grammar (masking.ts).
 */
import type { Comment, SyntaxError } from "./ast.ts";
import { isDigit, isIdentifierPart, isIdentifierStart } from "./characters.ts";
import { scanNumber, scanString } from "./literals.ts";
import { isMisreadOperator, isMisreadWord } from "./masking.ts";
import { punctuationFrom } from "./punctuation.ts";
import { TokenList, keywordId, tokenId, tokenNames } from "./tokens.ts";

export interface Lexed {
  readonly tokens: TokenList;
  readonly comments: readonly Comment[];
  readonly errors: readonly SyntaxError[];
  /** Whether brackets, or a triple-quoted string, were still open at the end. */
  readonly unclosed: boolean;
  /** Indices of the tokens that the grammar would misread (masking.ts). */
  readonly misread: readonly number[];
  /** Offsets, ascending, of newlines that end no statement (brackets may be open, or an operand missing) and of indentation that begins no block. The grammar takes them for spaces. */
  readonly misplaced: readonly number[];
}

export interface LexOptions {
  /** Offsets between which to read; the whole text where absent. `start` must be the start of a line. */
  readonly start?: number;
  readonly end?: number;
  /**
   * For text whose brackets do not match: a line within brackets that is indented no deeper than the statement around it, and looks like the beginning of a statement, is taken for one.
   * A newline token then stands before it, although a bracket is open.
   */
  readonly resynchronize?: boolean;
}

const eof = tokenId("EOF");
const newline = tokenId("newline");
const indent = tokenId("indent");
const outdent = tokenId("outdent");
const identifier = tokenId("identifier");
const intLiteral = tokenId("integer literal");
const floatLiteral = tokenId("float literal");
const stringLiteral = tokenId("string literal");
const illegal = tokenId("illegal character");
const dot = tokenId(".");
const colon = tokenId(":");

/** By token id: whether an operand, or what else cannot stand on the next line, must follow. */
const endsNoLine = tokenNames.map((name) =>
  (
    [
      ...[
        "=",
        ".",
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "&",
        "|",
        "^",
        "~",
        "<<",
        ">>",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
      ],
      ...["+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=", "->"],
      ...["and", "or", "not", "in", "if", "elif", "else", "for", "lambda", "def", "load"],
    ] as readonly string[]
  ).includes(name),
);

export function lex(text: string, options: LexOptions = {}): Lexed {
  const lexer = new Lexer(text, options);
  return lexer.run();
}

class Lexer {
  readonly #text: string;
  readonly #end: number;
  readonly #resynchronize: boolean;
  readonly #tokens: TokenList;
  readonly #comments: Comment[] = [];
  readonly #errors: SyntaxError[] = [];
  /** Indentation of the enclosing blocks; the first is zero. */
  readonly #indents = [0];
  #at: number;
  #openBrackets = 0;
  /** Indentation of the line on which the current statement began. */
  #statementIndent = 0;
  #unclosedString = false;
  readonly #misread: number[] = [];
  readonly #misplaced: number[] = [];

  constructor(text: string, options: LexOptions) {
    this.#text = text;
    this.#at = options.start ?? 0;
    this.#end = options.end ?? text.length;
    this.#resynchronize = options.resynchronize ?? false;
    this.#tokens = new TokenList(((this.#end - this.#at) >> 2) + 16);
  }

  run(): Lexed {
    this.#beginLine();
    while (this.#at < this.#end) this.#token();
    const unclosed = this.#openBrackets > 0 || this.#unclosedString;
    if (unclosed) this.#misplaced.push(this.#end - 1);
    if (this.#tokens.length > 0 && this.#last() !== newline && this.#last() !== outdent) {
      this.#tokens.push(newline, this.#end, this.#end);
    }
    for (let i = this.#indents.length; i > 1; i--) this.#tokens.push(outdent, this.#end, this.#end);
    this.#tokens.push(eof, this.#end, this.#end);
    return {
      tokens: this.#tokens,
      comments: this.#comments,
      errors: this.#errors,
      unclosed,
      misread: this.#misread,
      misplaced: this.#misplaced,
    };
  }

  #last(): number {
    return this.#tokens.kind(this.#tokens.length - 1);
  }

  #error(offset: number, message: string, end = offset + 1): void {
    this.#errors.push({ span: { start: offset, end: Math.max(offset, Math.min(end, this.#text.length)) }, message });
  }

  readonly #report = (offset: number, message: string): void => {
    this.#error(offset, message);
  };

  /** Reads the indentation of the next line that holds a token. */
  #beginLine(): void {
    let width = 0;
    while (this.#at < this.#end) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 32) width++;
      else if (code === 9) {
        width++;
        this.#error(this.#at, "Tab characters are not allowed for indentation. Use spaces instead.");
      } else if (code === 10) width = 0;
      else if (code === 35) {
        this.#comment();
        continue;
      } else if (code !== 13) break;
      this.#at++;
    }
    if (this.#at < this.#end) this.#indentTo(width);
  }

  #indentTo(width: number): void {
    this.#statementIndent = width;
    let current = this.#indents.at(-1) ?? 0;
    if (width > current) {
      this.#indents.push(width);
      if (this.#tokens.kind(this.#tokens.length - 2) !== colon) this.#misplaced.push(this.#at);
      this.#tokens.push(indent, this.#at - 1, this.#at);
      return;
    }
    while (width < current) {
      this.#indents.pop();
      this.#tokens.push(outdent, this.#at, this.#at);
      current = this.#indents.at(-1) ?? 0;
    }
    if (current < width) this.#error(this.#at, "indentation error");
  }

  /** From `#` to the end of the line, which it leaves to be read. */
  #comment(): void {
    const start = this.#at;
    let end = this.#text.indexOf("\n", start);
    if (end < 0 || end > this.#end) end = this.#end;
    this.#at = end;
    if (this.#text.charCodeAt(end - 1) === 13) end--;
    this.#comments.push({ span: { start, end }, text: this.#text.slice(start, end) });
  }

  #token(): void {
    const start = this.#at;
    const code = this.#text.charCodeAt(start);
    if (code === 32 || code === 9 || code === 13) this.#at++;
    else if (code === 10) this.#newline();
    else if (code === 35) this.#comment();
    else if (code === 34 || code === 39) this.#string();
    else if (isIdentifierStart(code)) this.#word(code);
    else if (isDigit(code) || (code === 46 && isDigit(this.#text.charCodeAt(start + 1)))) {
      const { end, isFloat } = scanNumber(this.#text, start, this.#report);
      this.#push(isFloat ? floatLiteral : intLiteral, end);
    } else if (code === 92) this.#backslash();
    else this.#punctuation(code);
  }

  #push(kind: number, end: number): void {
    this.#tokens.push(kind, this.#at, end);
    this.#at = end;
  }

  #newline(): void {
    this.#at++;
    if (this.#openBrackets > 0) {
      if (!this.#resynchronize || !this.#startsStatement()) return;
      this.#openBrackets = 0;
      this.#misplaced.push(this.#at - 1);
    } else if (endsNoLine[this.#last()]) this.#misplaced.push(this.#at - 1);
    this.#tokens.push(newline, this.#at - 1, this.#at);
    this.#beginLine();
  }

  /** Whether the line at hand, within brackets, looks like the beginning of another statement. */
  #startsStatement(): boolean {
    lineStart.lastIndex = this.#at;
    const match = lineStart.exec(this.#text);
    return match !== null && (match[1]?.length ?? 0) <= this.#statementIndent;
  }

  #string(): void {
    const start = this.#at;
    const { end, closed } = scanString(this.#text, start, this.#end, this.#report);
    if (!closed && this.#text.startsWith(this.#text.charAt(start).repeat(3), start)) this.#unclosedString = true;
    this.#push(stringLiteral, end);
  }

  #word(code: number): void {
    const start = this.#at;
    if (code === 114) {
      const next = this.#text.charCodeAt(start + 1);
      if (next === 34 || next === 39) {
        this.#string();
        return;
      }
    }
    let end = start + 1;
    while (isIdentifierPart(this.#text.charCodeAt(end))) end++;
    const word = this.#text.slice(start, end);
    if (isMisreadWord(word)) this.#misread.push(this.#tokens.length);
    this.#push(keywordId(word) ?? identifier, end);
  }

  /** Good only at the end of a line. */
  #backslash(): void {
    const start = this.#at;
    if (this.#text.charCodeAt(start + 1) === 10) this.#at += 2;
    else if (this.#text.startsWith("\r\n", start + 1)) this.#at += 3;
    else this.#push(illegal, start + 1);
  }

  #punctuation(code: number): void {
    const start = this.#at;
    for (const { spelling, kind, bracket } of punctuationFrom(code)) {
      if (spelling.length > 1 && !this.#text.startsWith(spelling, start)) continue;
      // A bracket that closes nothing is a syntax error; Bazel's lexer calls it an indentation error besides.
      this.#openBrackets = Math.max(0, this.#openBrackets + bracket);
      if (isMisreadOperator(spelling)) this.#misread.push(this.#tokens.length);
      this.#push(kind, start + spelling.length);
      return;
    }
    if (code === 46) {
      this.#push(dot, start + 1);
      return;
    }
    const character = String.fromCodePoint(this.#text.codePointAt(start) ?? code);
    this.#error(start, `invalid character: '${character}'`, start + character.length);
    this.#push(illegal, start + character.length);
  }
}

/** The beginning of a line that a statement may begin with: `name(`, `name.`, `name =` or a keyword. */
const lineStart =
  /([ \t]*)(?:(?:def|for|if|return|pass|break|continue|load)\b|[A-Za-z_]\w*[ \t]*(?:\(|\.|=(?!=)|\+=|\[))/y;
