/**
 * Statements of tree-sitter's tree into ours. Every function starts with the cursor at the node that it converts and leaves it there.
 *
 * Where the grammar did not understand the text (ERROR nodes), what can be told apart inside is kept: whole statements, and expressions such as calls, as statements of their own.
 */
import type {
  AugmentedAssignmentStatement,
  DefStatement,
  Expression,
  IfStatement,
  LoadBinding,
  Parameter,
  Statement,
  StringLiteral,
} from "./ast.ts";
import type { Conversion } from "./conversion.ts";
import { expression, identifierName, isOperand, string } from "./convertExpressions.ts";
import { parameters } from "./convertParameters.ts";
import type { CstKind } from "./cst.ts";
import { isStringLiteral, stringValue } from "./literals.ts";

/** Adds the statements among the children of the node at hand. */
export function statements(c: Conversion, result: Statement[]): void {
  if (!c.down()) return;
  do {
    statement(c, result);
  } while (c.next());
  c.up();
}

function statement(c: Conversion, result: Statement[]): void {
  const kind = c.kind();
  switch (kind) {
    case "extra":
    case "token":
      return;
    case "expression_statement":
      c.refuseNewline(c.start(), c.end());
      result.push(expressionStatement(c));
      return;
    case "error":
      salvage(c, result);
      return;
    case "pass_statement":
      result.push(flow(c, "pass"));
      return;
    case "break_statement":
      result.push(flow(c, "break"));
      return;
    case "continue_statement":
      result.push(flow(c, "continue"));
      return;
    case "return_statement":
      c.refuseNewline(c.start(), c.end());
      result.push(returnStatement(c));
      return;
    default:
      if (isOperand(kind) && kind !== "refused") result.push(bareExpression(c));
      else result.push(compound(c, kind));
  }
}

function compound(c: Conversion, kind: CstKind): Statement {
  if (!c.enter()) return badStatement(c);
  const result = compoundOf(c, kind);
  c.leave();
  return result;
}

function compoundOf(c: Conversion, kind: CstKind): Statement {
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
      return badStatement(c);
  }
}

function badStatement(c: Conversion): Statement {
  c.refuse();
  const id = c.open("bad-statement");
  c.close();
  return { kind: "bad-statement", id };
}

/** What an ERROR node holds: the statements and calls that did parse. */
function salvage(c: Conversion, result: Statement[]): void {
  c.refuse();
  const before = result.length;
  if (c.enter()) {
    if (c.down()) {
      do {
        const kind = c.kind();
        if (kind === "error" || kind === "block" || kind === "argument_list") salvage(c, result);
        else if (kind.endsWith("_statement") || kind === "function_definition" || kind === "call") statement(c, result);
      } while (c.next());
      c.up();
    }
    c.leave();
  }
  if (result.length === before) result.push(badStatement(c));
}

// Simple statements -----------------------------------------------------------------------------------------------------

function expressionStatement(c: Conversion): Statement {
  if (!c.down()) return badStatement(c);
  const kind = c.kind();
  if (kind === "assignment") {
    const result = assignment(c);
    c.up();
    return result;
  }
  if (kind === "augmented_assignment") {
    const result = augmentedAssignment(c);
    c.up();
    return result;
  }
  const isLoad = kind === "call" && callsLoad(c);
  const isTuple = !isLoad && hasSiblings(c);
  c.up();
  if (isTuple) return tupleStatement(c);
  c.down();
  const result = isLoad ? load(c) : bareExpression(c);
  c.up();
  return result;
}

/** Whether other operands or commas follow the cursor's node, which it then leaves. */
function hasSiblings(c: Conversion): boolean {
  while (c.next()) if (c.kind() !== "extra") return true;
  return false;
}

/** `a, b` as a statement: its node in the grammar is the statement itself. */
function tupleStatement(c: Conversion): Statement {
  const id = c.open("expression-statement");
  const tuple = c.open("tuple");
  c.detail("");
  const elements: Expression[] = [];
  let last: CstKind = "token";
  c.down();
  do {
    const kind = c.kind();
    if (kind === "extra") continue;
    last = kind;
    if (isOperand(kind)) elements.push(expression(c));
    else if (kind !== ",") c.refuse();
  } while (c.next());
  if (last === ",") c.refuse();
  c.up();
  c.close();
  c.close();
  return { kind: "expression-statement", id, expression: { kind: "tuple", id: tuple, elements, parenthesized: false } };
}

function bareExpression(c: Conversion): Statement {
  const id = c.open("expression-statement");
  const result = expression(c);
  c.close();
  return { kind: "expression-statement", id, expression: result };
}

/** `target = value`; annotations and chains (`a = b = c`) are refused. */
function assignment(c: Conversion): Statement {
  const id = c.open("assignment");
  const { target, value } = sides(c);
  c.close();
  return { kind: "assignment", id, target, value };
}

function augmentedAssignment(c: Conversion): Statement {
  const id = c.open("augmented-assignment");
  const { target, value, operator } = sides(c);
  c.close();
  return { kind: "augmented-assignment", id, target, operator: operator ?? "+", value };
}

type AugmentedOperator = AugmentedAssignmentStatement["operator"];

const augmentedOperators: Partial<Record<CstKind, AugmentedOperator>> = {
  "+=": "+",
  "-=": "-",
  "*=": "*",
  "/=": "/",
  "//=": "//",
  "%=": "%",
  "&=": "&",
  "|=": "|",
  "^=": "^",
  "<<=": "<<",
  ">>=": ">>",
};

function sides(c: Conversion): { target: Expression; value: Expression; operator: AugmentedOperator | undefined } {
  const parts: Expression[] = [];
  let operator: AugmentedOperator | undefined;
  if (c.down()) {
    do {
      const kind = c.kind();
      const augmented = augmentedOperators[kind];
      if (augmented) {
        operator = augmented;
        c.detail(augmented);
      } else if (isOperand(kind) && parts.length < 2) parts.push(expression(c));
      else if (kind !== "=" && kind !== "extra") c.refuse();
    } while (c.next());
    c.up();
  }
  const target = parts[0] ?? c.missing(c.start());
  return { target, value: parts[1] ?? c.missing(c.end()), operator };
}

function returnStatement(c: Conversion): Statement {
  const id = c.open("return");
  let value: Expression | undefined;
  if (c.down()) {
    while (c.next()) {
      if (!isOperand(c.kind())) continue;
      if (value === undefined) value = expression(c);
      else c.refuse();
    }
    c.up();
  }
  c.close();
  return { kind: "return", id, value };
}

function flow(c: Conversion, kind: "pass" | "break" | "continue"): Statement {
  const id = c.open(kind);
  c.close();
  return { kind, id };
}

// Load ------------------------------------------------------------------------------------------------------------------

/** `load` is a keyword: a call of it is a load statement and nothing else. The cursor stands at a call. */
function callsLoad(c: Conversion): boolean {
  c.down();
  const result = c.kind() === "identifier" && c.source() === "load";
  c.up();
  return result;
}

/** The cursor stands at the call. */
function load(c: Conversion): Statement {
  const id = c.open("load");
  let module: StringLiteral | undefined;
  const bindings: LoadBinding[] = [];
  c.down();
  while (c.next()) {
    if (c.kind() !== "argument_list") continue;
    c.down();
    do {
      const kind = c.kind();
      if (kind === "token" || kind === "," || kind === "extra") continue;
      if (module === undefined) {
        module = kind === "string" ? string(c) : undefined;
        if (module === undefined) break;
      } else loadBinding(c, bindings);
    } while (c.next());
    c.up();
  }
  c.up();
  if (module === undefined || bindings.length === 0) c.refuse();
  if (module === undefined) {
    const missing = c.builder.open("string", c.end(), c.end());
    c.close();
    module = { kind: "string", id: missing, value: "" };
  }
  c.close();
  return { kind: "load", id, module, bindings };
}

function loadBinding(c: Conversion, bindings: LoadBinding[]): void {
  const kind = c.kind();
  let local: string | undefined;
  let exported: string | undefined;
  const id = c.open("load-binding");
  if (kind === "string") exported = local = plainString(c);
  else if (kind === "keyword_argument" && c.down()) {
    local = identifierName(c);
    while (c.next()) {
      const part = c.kind();
      if (part === "string") exported = plainString(c);
      else if (isOperand(part)) c.refuse();
    }
    c.up();
  }
  if (local === undefined || exported === undefined) c.refuse();
  c.detail(local ?? "");
  c.detail(exported ?? "");
  c.close();
  bindings.push({ kind: "load-binding", id, local: local ?? "", exported: exported ?? "" });
}

/** The value of a string literal that is no node of its own. */
function plainString(c: Conversion): string | undefined {
  const source = c.source();
  return isStringLiteral(source) ? stringValue(source) : undefined;
}

// Compound statements ---------------------------------------------------------------------------------------------------

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
