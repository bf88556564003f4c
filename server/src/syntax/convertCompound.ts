/** Statements with blocks. */
import type { DefStatement, Expression, IfStatement, Parameter, Statement } from "./ast.ts";
import { expression, isOperand } from "./convertExpressions.ts";
import { identifierName } from "./convertLeaves.ts";
import { parameters } from "./convertParameters.ts";
import { statements } from "./convertStatements.ts";
import type { Conversion } from "./conversion.ts";
import type { CstKind } from "./cst.ts";

/** Undefined for a node that is no compound statement of Starlark. */
export function compoundOf(c: Conversion, kind: CstKind): Statement | undefined {
  switch (kind) {
    case "function_definition":
      return def(c);
    case "if_statement":
      return ifStatement(c);
    case "for_statement":
      return forStatement(c);
    case "while_statement":
      return whileStatement(c);
    default:
      return undefined;
  }
}

function def(c: Conversion): DefStatement {
  const start = c.start();
  const id = c.open("def");
  let name = "";
  const declared: Parameter[] = [];
  const body: Statement[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "identifier") {
        name = identifierName(c) ?? "";
        if (name === "") c.refuse();
        c.detail(name);
      } else if (kind === "parameters") declared.push(...parameters(c));
      else if (kind === ":") header(c, start);
      else if (kind === "block") statements(c, body);
      else if (kind === "refused" || kind === "error") c.refuse();
    } while (c.next());
    c.up();
  }
  if (body.length === 0) c.refuse();
  c.close();
  return { kind: "def", id, name, parameters: declared, body, doc: docstring(body) };
}

/** What begins at `start` and leads in a block ends, on its line, with the colon at hand. */
function header(c: Conversion, start: number): void {
  c.refuseNewline(start, c.end());
}

function docstring(body: readonly Statement[]): string | undefined {
  const first = body[0];
  return first?.kind === "expression-statement" && first.expression.kind === "string"
    ? first.expression.value
    : undefined;
}

function ifStatement(c: Conversion): IfStatement {
  const id = c.open("if");
  const branches = [branch(c)];
  let orElse: Statement[] | undefined;
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "elif_clause") branches.push(branch(c));
      else if (kind === "else_clause") elseBody(c, (orElse ??= []));
    } while (c.next());
    c.up();
  }
  c.close();
  return { kind: "if", id, branches, orElse };
}

/** The condition and body of an `if` or `elif`. */
function branch(c: Conversion): { condition: Expression; body: readonly Statement[] } {
  const start = c.start();
  c.builder.section("branch");
  let condition: Expression | undefined;
  const body: Statement[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "block") statements(c, body);
      else if (kind === ":") header(c, start);
      else if (isOperand(kind)) {
        if (condition === undefined) condition = expression(c);
        else c.refuse();
      }
    } while (c.next());
    c.up();
  }
  condition ??= c.missing(c.start());
  if (body.length === 0) c.refuse();
  c.close();
  return { condition, body };
}

function elseBody(c: Conversion, body: Statement[]): void {
  c.builder.section("else");
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "block") statements(c, body);
      else if (kind === "error") c.refuse();
    } while (c.next());
    c.up();
  }
  if (body.length === 0) c.refuse();
  c.close();
}

function forStatement(c: Conversion): Statement {
  const start = c.start();
  const id = c.open("for");
  const parts: Expression[] = [];
  const body: Statement[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "block") statements(c, body);
      else if (kind === ":") header(c, start);
      else if (kind === "else_clause") c.refuse();
      else if (isOperand(kind)) {
        if (parts.length < 2) parts.push(expression(c));
        else c.refuse();
      }
    } while (c.next());
    c.up();
  }
  const target = parts[0] ?? c.missing(c.start());
  const iterable = parts[1] ?? c.missing(c.start());
  if (body.length === 0) c.refuse();
  c.close();
  return { kind: "for", id, target, iterable, body };
}

/** Bazel's parser refuses `while`, and so do we; the node lets others look into it. */
function whileStatement(c: Conversion): Statement {
  c.refuse();
  const id = c.open("while");
  let condition: Expression | undefined;
  const body: Statement[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "block") statements(c, body);
      else if (isOperand(kind)) condition ??= expression(c);
    } while (c.next());
    c.up();
  }
  condition ??= c.missing(c.start());
  c.close();
  return { kind: "while", id, condition, body };
}
