/**
 * Literals: where they end, what is wrong with them, what they mean. Mirrors the string and number scanners of `net.starlark.java.syntax.Lexer` and `IntLiteral.scan`.
 */
import { toBytes } from "../base/byteString.ts";
import { isDigit, isHexDigit, isOctalDigit } from "./characters.ts";

/** Takes an error at an offset. */
export type Report = (offset: number, message: string) => void;

// Strings ---------------------------------------------------------------------------------------------------------------

/** Where the string literal that begins at `start` (with its `r`, where it is raw) ends; an unclosed one ends behind its line, or with the text when it is triple-quoted. */
export interface StringExtent {
  readonly end: number;
  readonly closed: boolean;
  /** What opens and closes it: one quote or three. */
  readonly quotes: string;
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** Finds the end of a string literal and reports its errors: unclosed, or an invalid escape. */
export function scanString(text: string, start: number, end: number, report: Report): StringExtent {
  const raw = text.charCodeAt(start) === 114;
  const quote = text.charCodeAt(raw ? start + 1 : start);
  let at = raw ? start + 2 : start + 1;
  const triple = text.charCodeAt(at) === quote && text.charCodeAt(at + 1) === quote;
  if (triple) at += 2;
  const quotes = triple ? text.slice(at - 3, at) : text.charAt(at - 1);
  while (at < end) {
    const code = text.charCodeAt(at++);
    if (code === 92) {
      if (at >= end) break;
      at = skipEscape(text, at, raw, report);
    } else if (code === 10) {
      if (triple) continue;
      report(start, "unclosed string literal");
      return { end: text.charCodeAt(at - 2) === 13 ? at - 2 : at - 1, closed: false, quotes };
    } else if (code === quote) {
      if (!triple) return { end: at, closed: true, quotes };
      if (text.charCodeAt(at) === quote && text.charCodeAt(at + 1) === quote)
        return { end: at + 2, closed: true, quotes };
    }
  }
  report(start, "unclosed string literal");
  return { end, closed: false, quotes };
}

/** `at` is behind the backslash; gives the offset behind the escape sequence. */
function skipEscape(text: string, at: number, raw: boolean, report: Report): number {
  const character = text.charAt(at);
  if (character === "\r" && text.charAt(at + 1) === "\n") return at + 2;
  if (raw || character === "\n" || character === "\r" || Object.hasOwn(escapes, character)) return at + 1;
  if (!isOctalDigit(text.charCodeAt(at))) {
    report(at, `invalid escape sequence: \\${character}. Use '\\\\' to insert '\\'.`);
    return at + 1;
  }
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0] ?? "";
  if (Number.parseInt(octal, 8) > 0xff) report(at, "octal escape sequence out of range (maximum is \\377)");
  return at + octal.length;
}

/** Whether a token of the grammar is a string to Bazel too, which knows no prefix but `r`. */
export function isStringLiteral(source: string): boolean {
  return /^r?["']/.test(source);
}

/** The value of a string literal, a byte string, given its source text with `r` and quotes. CRLF in the source means LF; invalid escapes stand for themselves. */
export function stringValue(source: string): string {
  const raw = source.startsWith("r");
  const opened = raw ? 1 : 0;
  const quote = source.charAt(opened);
  const width = source.startsWith(quote.repeat(3), opened) && source.length >= opened + 6 ? 3 : 1;
  const closed = source.length >= opened + 2 * width && source.endsWith(quote);
  const body = source.slice(opened + width, closed ? source.length - width : undefined);
  const text = toBytes(body.includes("\r") ? body.replaceAll("\r\n", "\n") : body);
  if (!text.includes("\\")) return text;
  if (raw) return text;
  return text.replace(/\\([0-7]{1,3}|[^])/g, (sequence, escaped: string) => {
    if (isOctalDigit(escaped.charCodeAt(0))) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
    if (escaped === "\n" || escaped === "\r") return "";
    return Object.hasOwn(escapes, escaped) ? (escapes[escaped] as string) : sequence;
  });
}

// Numbers ---------------------------------------------------------------------------------------------------------------

export interface NumberExtent {
  readonly end: number;
  readonly isFloat: boolean;
}

/** Finds the end of the number that begins with a digit, or with a dot and a digit, at `start`, and reports what is wrong with it. */
export function scanNumber(text: string, start: number, report: Report): NumberExtent {
  const extent = numberExtent(text, start, report);
  const source = text.slice(start, extent.end);
  const problem = extent.isFloat ? floatProblem(source) : intProblem(source);
  if (problem !== undefined) report(start, problem);
  return extent;
}

/** The value of an integer literal: a number where it is exact, else a bigint; 0 for one that Bazel refuses. */
export function intValue(source: string): number | bigint {
  if (intProblem(source) !== undefined) return 0;
  const value = Number(source);
  return Number.isSafeInteger(value) ? value : BigInt(source);
}

/** The value of a float literal. */
export function floatValue(source: string): number {
  return floatProblem(source) === undefined ? Number(source) : 0;
}

function numberExtent(text: string, start: number, report: Report): NumberExtent {
  let at = start;
  const skip = (accept: (code: number) => boolean) => {
    while (accept(text.charCodeAt(at))) at++;
  };
  if (text.charAt(at) === "0") {
    const radix = text.charAt(at + 1).toLowerCase();
    if (radix === "x" || radix === "o" || radix === "b") {
      at += 2;
      if (radix === "x" && !isHexDigit(text.charCodeAt(at))) report(start, "invalid hex literal");
      skip(radix === "x" ? isHexDigit : isDigit);
      return { end: at, isFloat: false };
    }
  }
  skip(isDigit);
  let isFloat = false;
  if (text.charAt(at) === ".") {
    isFloat = true;
    at++;
    skip(isDigit);
  }
  if (text.charAt(at).toLowerCase() === "e") {
    isFloat = true;
    at++;
    if (text.charAt(at) === "+" || text.charAt(at) === "-") at++;
    skip(isDigit);
  }
  return { end: at, isFloat };
}

function intProblem(source: string): string | undefined {
  if (!/^0./.test(source)) return undefined;
  const digits = source.slice(2);
  switch (source.charAt(1).toLowerCase()) {
    case "x":
      return digits === "" ? `invalid base-16 integer literal: ${source}` : undefined;
    case "o":
      return /^[0-7]+$/.test(digits) ? undefined : `invalid base-8 integer literal: ${source}`;
    default:
      return `invalid octal literal: ${source} (use '0o${source.slice(1)}')`;
  }
}

function floatProblem(source: string): string | undefined {
  const value = Number(source);
  if (Number.isNaN(value)) return "invalid float literal";
  return Number.isFinite(value) ? undefined : "floating-point literal too large";
}
