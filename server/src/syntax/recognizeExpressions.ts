/**
 * Bazel's grammar of expressions (`net.starlark.java.syntax.Parser`), for the sake of its error messages: it recognises the tokens of a damaged statement and builds nothing. Each function
 * says what it took, as far as an assignment cares.
 */
import type { TokenReader } from "./tokenReader.ts";
import type { TokenName } from "./tokens.ts";

/** What was recognised, and whether it may stand on the left of an assignment. */
export interface Recognized {
  readonly start: number;
  readonly end: number;
  readonly assignable: boolean;
  /** Set for a bare name. */
  readonly isName?: boolean;
}

/** Any expression, a tuple without parentheses too. */
export function recognizeExpression(r: TokenReader): Recognized {
  const first = recognizeTest(r);
  if (!r.is(",")) return first;
  const rest = listElements(r, "no comma at the end");
  return { start: first.start, end: r.previousEnd, assignable: first.assignable && rest };
}

/** Any expression but a tuple without parentheses. */
export function recognizeTest(r: TokenReader): Recognized {
  if (r.is("lambda")) return r.nested(() => lambda(r, recognizeTest));
  const first = operation(r);
  if (!r.is("if")) return first;
  r.advance();
  operation(r);
  if (!r.is("else")) {
    const span = { start: first.start, end: r.previousEnd };
    r.report("missing else clause in conditional expression or semicolon before if", span);
    return notAssignable(r, first.start);
  }
  r.advance();
  r.nested(() => recognizeTest(r));
  return notAssignable(r, first.start);
}

/** The targets of `for`: `in` is no operator there. */
export function recognizeLoopVariables(r: TokenReader): Recognized {
  const first = withSuffixes(r);
  if (!r.is(",")) return first;
  let assignable = first.assignable;
  while (r.take(",")) {
    if (r.is(...listEnds)) break;
    const next = withSuffixes(r);
    assignable &&= next.assignable;
  }
  return { start: first.start, end: r.previousEnd, assignable };
}

export function recognizeParameters(r: TokenReader, closing: TokenName): void {
  let first = true;
  while (!r.is(")", ":", "EOF")) {
    if (!first) {
      r.expect(",");
      if (r.is(closing)) break;
    }
    first = false;
    if (r.take("**")) r.expect("identifier");
    else if (r.take("*")) r.take("identifier");
    else {
      r.expect("identifier");
      if (closing === ")" && r.is(":")) r.fail("type annotations are disallowed");
      if (r.take("=")) recognizeTest(r);
    }
    if (closing === ")" && r.is(":")) r.fail("type annotations are disallowed");
  }
}

// Operators -------------------------------------------------------------------------------------------------------------

/** Precedence by operator; a higher one binds tighter. `not`, as a prefix, stands between `and` and the comparisons. */
const precedence: ReadonlyMap<TokenName, number> = new Map(
  (
    [
      ["or"],
      ["and"],
      ["not"],
      ["==", "!=", "<", "<=", ">", ">=", "in"],
      ["|"],
      ["^"],
      ["&"],
      [">>", "<<"],
      ["-", "+"],
      ["/", "//", "*", "%"],
    ] as const
  ).flatMap((names, level) => names.map((name) => [name, level] as const)),
);
const notLevel = 2;
const comparisonLevel = 3;

/** An expression of operators that bind at least as tightly as `level`. */
function operation(r: TokenReader, level = 0): Recognized {
  const first = r.is("not") && level <= notLevel ? notOperation(r) : withSuffixes(r);
  let comparison: string | undefined;
  let isChain = false;
  for (;;) {
    const start = r.offset;
    const found = r.is("not") ? comparisonLevel : precedence.get(r.token);
    if (found === undefined || found < level) break;
    const operator = takeOperator(r);
    if (found === comparisonLevel && comparison !== undefined) {
      r.report(`Operator '${comparison}' is not associative with operator '${operator}'. Use parens.`, {
        start,
        end: r.previousEnd,
      });
    }
    comparison = found === comparisonLevel ? operator : undefined;
    isChain = true;
    operation(r, found + 1);
  }
  return isChain ? notAssignable(r, first.start) : first;
}

function notOperation(r: TokenReader): Recognized {
  const start = r.offset;
  r.expect("not");
  r.nested(() => operation(r, notLevel));
  return notAssignable(r, start);
}

/** Takes an operator; after an operand `not` can only begin `not in`. */
function takeOperator(r: TokenReader): string {
  const operator = r.token;
  r.advance();
  if (operator !== "not") return operator;
  if (!r.take("in")) r.fail("expected 'in'");
  return "not in";
}

function withSuffixes(r: TokenReader): Recognized {
  let result = primary(r);
  for (;;) {
    if (r.take(".")) {
      if (!r.take("identifier")) r.fail("expected identifier after dot");
      result = { start: result.start, end: r.previousEnd, assignable: true };
    } else if (r.is("[")) {
      r.nested(() => {
        subscript(r);
      });
      result = { start: result.start, end: r.previousEnd, assignable: true };
    } else if (r.is("(")) {
      r.nested(() => {
        callArguments(r);
      });
      result = notAssignable(r, result.start);
    } else return result;
  }
}

function subscript(r: TokenReader): void {
  r.expect("[");
  if (!r.is(":")) {
    recognizeExpression(r);
    if (r.take("]")) return;
  }
  r.expect(":");
  if (!r.is(":", "]")) recognizeTest(r);
  if (r.take(":") && !r.is("]")) recognizeTest(r);
  r.expect("]");
}

function callArguments(r: TokenReader): void {
  r.expect("(");
  let first = true;
  while (!r.is(")", "EOF")) {
    if (!first) {
      if (r.is("for")) r.fail("Starlark does not support Python-style generator expressions");
      r.expect(",");
      if (r.is(")")) break;
    }
    first = false;
    if (r.take("*") || r.take("**")) recognizeTest(r);
    else if (recognizeTest(r).isName && r.take("=")) recognizeTest(r);
  }
  r.expect(")");
}

// Operands --------------------------------------------------------------------------------------------------------------

function primary(r: TokenReader): Recognized {
  const start = r.offset;
  switch (r.token) {
    case "integer literal":
    case "float literal":
      r.advance();
      return notAssignable(r, start);
    case "string literal":
      r.advance();
      if (r.is("string literal")) {
        r.report("Implicit string concatenation is forbidden, use the + operator");
        while (r.take("string literal"));
      }
      return notAssignable(r, start);
    case "identifier":
      r.advance();
      return { start, end: r.previousEnd, assignable: true, isName: true };
    case "[":
      return r.nested(() => listOrComprehension(r));
    case "{":
      return r.nested(() => dictOrComprehension(r));
    case "(":
      return r.nested(() => parenthesized(r));
    case "-":
    case "+":
    case "~":
      r.advance();
      r.nested(() => withSuffixes(r));
      return notAssignable(r, start);
    default:
      return r.fail("expected expression");
  }
}

function listOrComprehension(r: TokenReader): Recognized {
  const start = r.offset;
  r.expect("[");
  if (r.take("]")) return { start, end: r.previousEnd, assignable: true };
  const first = recognizeTest(r);
  if (r.is("for")) return clauses(r, start, "]");
  if (!r.is(",", "]")) r.fail("expected ',', 'for' or ']'");
  const rest = listElements(r);
  r.expect("]");
  return { start, end: r.previousEnd, assignable: first.assignable && rest };
}

function dictOrComprehension(r: TokenReader): Recognized {
  const start = r.offset;
  r.expect("{");
  if (r.take("}")) return notAssignable(r, start);
  dictEntry(r);
  if (r.is("for")) return clauses(r, start, "}");
  while (r.take(",") && !r.is("}")) dictEntry(r);
  r.expect("}");
  return notAssignable(r, start);
}

function dictEntry(r: TokenReader): void {
  recognizeTest(r);
  r.expect(":");
  recognizeTest(r);
}

function parenthesized(r: TokenReader): Recognized {
  const start = r.offset;
  r.expect("(");
  if (r.take(")")) return { start, end: r.previousEnd, assignable: true };
  const first = recognizeTest(r);
  if (r.take(")")) return { start, end: r.previousEnd, assignable: first.assignable };
  if (r.is("for")) r.fail("Starlark does not support Python-style generator expressions");
  if (!r.is(",")) r.fail("expected )");
  const rest = listElements(r);
  r.expect(")");
  return { start, end: r.previousEnd, assignable: first.assignable && rest };
}

/** The clauses of a comprehension and its closing bracket. */
function clauses(r: TokenReader, start: number, closing: "]" | "}"): Recognized {
  for (;;) {
    if (r.take("for")) {
      checkAssignable(r, recognizeLoopVariables(r));
      r.expect("in");
      operation(r);
    } else if (r.take("if")) {
      if (r.is("lambda")) r.nested(() => lambda(r, operation));
      else operation(r);
    } else if (r.take(closing)) return notAssignable(r, start);
    else r.fail(`expected '${closing}', 'for' or 'if'`);
  }
}

function lambda(r: TokenReader, body: (r: TokenReader) => Recognized): Recognized {
  const start = r.offset;
  r.expect("lambda");
  recognizeParameters(r, ":");
  r.expect(":");
  body(r);
  return notAssignable(r, start);
}

const listEnds: readonly TokenName[] = ["EOF", "newline", "=", "}", "]", ")", ";"];

/** `, e, e` up to the end of a list; says whether all may be assigned to. */
function listElements(r: TokenReader, rule?: "no comma at the end"): boolean {
  let assignable = true;
  while (r.take(",")) {
    if (r.is(...listEnds)) {
      if (rule) r.report("Trailing comma is allowed only in parenthesized tuples.");
      break;
    }
    const element = recognizeTest(r);
    assignable &&= element.assignable;
  }
  return assignable;
}

function notAssignable(r: TokenReader, start: number): Recognized {
  return { start, end: r.previousEnd, assignable: false };
}

/** The grammar of tree-sitter wants what is assigned to be assignable; in Bazel the resolver says it, in these words. */
export function checkAssignable(r: TokenReader, target: Recognized): void {
  if (target.assignable) return;
  r.report(`cannot assign to '${r.slice(target.start, target.end)}'`, {
    start: target.start,
    end: target.end,
  });
}
