/** Character classes of Starlark's lexical grammar, by UTF-16 code. Bazel's lexer knows ASCII letters only. */

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isOctalDigit(code: number): boolean {
  return code >= 48 && code <= 55;
}

export function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

export function isIdentifierStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

export function isIdentifierPart(code: number): boolean {
  return isIdentifierStart(code) || isDigit(code);
}
