/** Reads the tokens of a damaged statement and collects errors in the words of `net.starlark.java.syntax.Parser`. */
import { toText } from "../base/byteString.ts";
import type { Span } from "../base/text.ts";
import type { SyntaxError } from "./ast.ts";
import { maxNesting } from "./conversion.ts";
import { stringValue } from "./literals.ts";
import type { TokenList, TokenName } from "./tokens.ts";

/** Thrown to give up the statement at hand; its error is reported already. */
export class GiveUp extends Error {}

export class TokenReader {
  readonly errors: SyntaxError[] = [];
  readonly #text: string;
  readonly #tokens: TokenList;
  readonly #reported = new Set<number>();
  #at = 0;
  #depth = 0;

  constructor(text: string, tokens: TokenList) {
    this.#text = text;
    this.#tokens = tokens;
    this.#checkReserved();
  }

  /** The token at hand. */
  get token(): TokenName {
    return this.#tokens.name(this.#at);
  }

  /** Where the token at hand begins. */
  get offset(): number {
    return this.#tokens.start(this.#at);
  }

  /** Where the token before the one at hand ends. */
  get previousEnd(): number {
    return this.#tokens.end(this.#at - 1);
  }

  slice(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  is(...names: readonly TokenName[]): boolean {
    return names.includes(this.token);
  }

  advance(): void {
    if (this.token === "EOF") return;
    this.#at++;
    this.#checkReserved();
  }

  /** Takes the token at hand if it is `name`. */
  take(name: TokenName): boolean {
    if (this.token !== name) return false;
    this.advance();
    return true;
  }

  expect(name: TokenName): void {
    if (!this.take(name)) this.fail(`expected ${name}`);
  }

  /** Reports a syntax error at the token at hand and gives the statement up. */
  fail(message: string): never {
    this.report(this.token === "indent" ? "indentation error" : `syntax error at '${this.#tokenText()}': ${message}`);
    throw new GiveUp();
  }

  /** Reports an error at the token at hand, or at a range, and goes on. Of several at one place the first counts. */
  report(message: string, span = this.#visibleSpan()): void {
    if (this.#reported.has(span.start)) return;
    this.#reported.add(span.start);
    this.errors.push({ span, message });
  }

  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T {
    if (this.#depth >= maxNesting) {
      this.report(nestingTooDeep);
      throw new GiveUp();
    }
    this.#depth++;
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }

  /** What is missing at the end of a line is missing behind its last token, not behind the comments and blank lines that may follow. */
  #visibleSpan(): Span {
    if (this.is("newline", "EOF")) return { start: this.previousEnd, end: this.previousEnd };
    return { start: this.offset, end: this.#tokens.end(this.#at) };
  }

  #tokenText(): string {
    const source = this.#text.slice(this.offset, this.#tokens.end(this.#at));
    switch (this.token) {
      case "identifier":
      case "integer literal":
      case "float literal":
      case "illegal character":
        return source;
      case "string literal":
        return `"${toText(stringValue(source))}"`;
      default:
        return this.token;
    }
  }

  /** As `Parser.checkForbiddenKeywords`. */
  #checkReserved(): void {
    const { token } = this;
    const message = Object.hasOwn(reserved, token) ? reserved[token as keyof typeof reserved] : undefined;
    if (message !== undefined) this.report(message || `keyword '${token}' not supported`);
  }
}

export const nestingTooDeep = `nested too deeply (more than ${maxNesting} levels)`;

/** Words that Python has and Starlark reserves, with what Bazel says of them; "" where it says no more than that they are not supported. */
const reserved = {
  as: "",
  assert: "'assert' not supported, use 'fail' instead",
  class: "",
  del: "'del' not supported, use '.pop()' to delete an item from a dictionary or a list",
  except: "",
  finally: "",
  from: "",
  global: "",
  import: "'import' not supported, use 'load' instead",
  is: "'is' not supported, use '==' instead",
  nonlocal: "",
  raise: "'raise' not supported, use 'fail' instead",
  try: "'try' not supported, all exceptions are fatal",
  while: "'while' not supported, use 'for' instead",
  with: "",
  yield: "",
} as const satisfies Partial<Record<TokenName, string>>;
