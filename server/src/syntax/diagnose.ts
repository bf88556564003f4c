/**
 * What Bazel would say about a damaged statement: its grammar of statements (`net.starlark.java.syntax.Parser`) run over the tokens. After an error it goes on with the next line.
 */
import type { SyntaxError } from "./ast.ts";
import {
  checkAssignable,
  recognizeExpression,
  recognizeLoopVariables,
  recognizeParameters,
  recognizeTest,
} from "./recognizeExpressions.ts";
import { GiveUp, TokenReader } from "./tokenReader.ts";
import type { TokenList, TokenName } from "./tokens.ts";

/** The syntax errors of a run of statements; lexical errors are not among them. Empty where Bazel would find none. */
export function diagnose(text: string, tokens: TokenList): readonly SyntaxError[] {
  const r = new TokenReader(text, tokens);
  while (!r.is("EOF")) {
    if (r.is("newline", "outdent")) r.advance();
    else statement(r);
  }
  return r.errors;
}

function statement(r: TokenReader): void {
  try {
    if (r.is("def")) def(r);
    else if (r.is("if")) ifStatement(r);
    else if (r.is("for")) forStatement(r);
    else if (r.is("while")) whileStatement(r);
    else if (r.is("indent")) strayBlock(r);
    else simpleStatements(r);
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error;
    nextLine(r);
  }
}

/** Past the line that is given up, and into the block that may follow. */
function nextLine(r: TokenReader): void {
  while (!r.is("newline", "EOF")) r.advance();
  r.take("newline");
  if (r.is("indent")) block(r);
}

// Compound statements ---------------------------------------------------------------------------------------------------

function def(r: TokenReader): void {
  r.expect("def");
  r.expect("identifier");
  r.expect("(");
  recognizeParameters(r, ")");
  r.expect(")");
  if (r.is("->")) r.fail("type annotations are disallowed");
  suite(r);
}

function ifStatement(r: TokenReader): void {
  r.expect("if");
  recognizeTest(r);
  suite(r);
  while (r.take("elif")) {
    recognizeTest(r);
    suite(r);
  }
  if (r.take("else")) suite(r);
}

function forStatement(r: TokenReader): void {
  r.expect("for");
  checkAssignable(r, recognizeLoopVariables(r));
  r.expect("in");
  recognizeExpression(r);
  suite(r);
}

/** The reader has reported the word; what follows it is looked through all the same. */
function whileStatement(r: TokenReader): void {
  r.expect("while");
  recognizeTest(r);
  suite(r);
}

/** An indentation that nothing leads in. */
function strayBlock(r: TokenReader): void {
  r.report("indentation error");
  block(r);
}

/** `:` and what it leads in. */
function suite(r: TokenReader): void {
  r.expect(":");
  const end = r.previousEnd;
  if (!r.take("newline")) {
    simpleStatements(r);
    return;
  }
  if (r.is("indent")) block(r);
  else r.report("expected an indented block", { start: end, end });
}

function block(r: TokenReader): void {
  r.nested(() => {
    r.expect("indent");
    while (!r.is("outdent", "EOF")) {
      if (r.is("newline")) r.advance();
      else statement(r);
    }
    r.take("outdent");
  });
}

// Simple statements -----------------------------------------------------------------------------------------------------

function simpleStatements(r: TokenReader): void {
  smallStatement(r);
  while (r.take(";")) {
    if (r.is("newline")) break;
    smallStatement(r);
  }
  if (!r.is("EOF")) r.expect("newline");
}

function smallStatement(r: TokenReader): void {
  if (r.take("return")) {
    if (!r.is("EOF", "newline", ";")) recognizeExpression(r);
  } else if (r.is("break", "continue", "pass")) r.advance();
  else if (r.is("load")) load(r);
  else assignmentOrExpression(r);
}

const assignmentOperators: readonly TokenName[] = [
  ...(["=", "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>="] as const),
];

function assignmentOrExpression(r: TokenReader): void {
  const target = recognizeExpression(r);
  if (r.is(":")) r.fail("type annotations are disallowed");
  if (!r.is(...assignmentOperators)) return;
  checkAssignable(r, target);
  r.advance();
  recognizeExpression(r);
}

function load(r: TokenReader): void {
  r.expect("load");
  r.expect("(");
  r.expect("string literal");
  if (r.is(")")) r.fail("expected at least one symbol to load");
  r.expect(",");
  loadSymbol(r);
  while (!r.is(")", "EOF")) {
    r.expect(",");
    if (r.is(")")) break;
    loadSymbol(r);
  }
  r.expect(")");
}

function loadSymbol(r: TokenReader): void {
  if (r.take("string literal")) return;
  if (!r.take("identifier")) r.fail("expected either a literal string or an identifier");
  r.expect("=");
  if (!r.take("string literal")) r.fail("expected string");
}
