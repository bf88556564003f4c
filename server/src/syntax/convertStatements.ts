/**
 * Statements of tree-sitter's tree into ours. Every function starts with the cursor at the node that it converts and leaves it there.
 *
 * Where the grammar did not understand the text (ERROR nodes), what can be told apart inside is kept: whole statements, and expressions such as calls, as statements of their own.
 */
import type { AugmentedAssignmentStatement, Expression, Statement } from "./ast.ts";
import { compoundOf } from "./convertCompound.ts";
import { expression, isOperand } from "./convertExpressions.ts";
import { callsLoad, load } from "./convertLoad.ts";
import type { Conversion } from "./conversion.ts";
import type { CstKind } from "./cst.ts";

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
  const result = compoundOf(c, kind) ?? badStatement(c);
  c.leave();
  return result;
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
