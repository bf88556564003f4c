/** Expressions within brackets, prefix operators, conditionals and lambdas. */
import type { DictEntry, Expression, Parameter, UnaryExpression } from "./ast.ts";
import { comprehension } from "./convertComprehensions.ts";
import { expression, isOperand } from "./convertExpressions.ts";
import { parameters } from "./convertParameters.ts";
import type { Conversion } from "./conversion.ts";
import type { CstKind } from "./cst.ts";

const compositeKinds: ReadonlySet<CstKind> = new Set<CstKind>([
  ...(["list", "list_pattern", "tuple", "tuple_pattern", "expression_list", "pattern_list"] as const),
  ...(["parenthesized_expression", "dictionary", "list_comprehension", "dictionary_comprehension"] as const),
  ...(["unary_operator", "not_operator", "conditional_expression", "lambda"] as const),
]);

export function isComposite(kind: CstKind): boolean {
  return compositeKinds.has(kind);
}

export function composite(c: Conversion, kind: CstKind): Expression {
  switch (kind) {
    case "list":
    case "list_pattern":
      return list(c);
    case "tuple":
    case "expression_list":
    case "pattern_list":
      return tuple(c, kind === "tuple");
    case "tuple_pattern":
      return hasComma(c) ? tuple(c, true) : parenthesized(c);
    case "parenthesized_expression":
      return parenthesized(c);
    case "dictionary":
      return dictionary(c);
    case "list_comprehension":
    case "dictionary_comprehension":
      return comprehension(c, kind === "dictionary_comprehension");
    case "unary_operator":
    case "not_operator":
      return unary(c);
    case "conditional_expression":
      return conditional(c);
    case "lambda":
      return lambda(c);
    default:
      return c.bad();
  }
}

function list(c: Conversion): Expression {
  const id = c.open("list");
  const elements = elementsOf(c);
  c.close();
  return { kind: "list", id, elements };
}

/** A comma at the end is Starlark only within parentheses. */
function tuple(c: Conversion, isParenthesized: boolean): Expression {
  const id = c.open("tuple");
  c.detail(isParenthesized ? "()" : "");
  const elements = elementsOf(c, isParenthesized ? undefined : "no comma at the end");
  c.close();
  return { kind: "tuple", id, elements, parenthesized: isParenthesized };
}

function elementsOf(c: Conversion, rule?: "no comma at the end"): readonly Expression[] {
  const elements: Expression[] = [];
  let last: CstKind = "token";
  if (!c.down()) return elements;
  do {
    const kind = c.kind();
    if (kind === "extra") continue;
    last = kind;
    if (isOperand(kind)) elements.push(expression(c));
    else if (isSplat(kind)) elements.push(c.bad());
  } while (c.next());
  if (rule && last === ",") c.refuse();
  c.up();
  return elements.slice(); // Without the room for more.
}

function isSplat(kind: CstKind): boolean {
  return kind === "list_splat" || kind === "list_splat_pattern" || kind === "dictionary_splat";
}

function hasComma(c: Conversion): boolean {
  let commas = 0;
  let operands = 0;
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === ",") commas++;
      else if (isOperand(kind)) operands++;
    } while (c.next());
    c.up();
  }
  return commas > 0 || operands === 0;
}

/** Parentheses leave no node: the operand within. */
function parenthesized(c: Conversion): Expression {
  let result: Expression | undefined;
  if (!c.down()) return c.bad();
  do {
    const kind = c.kind();
    if (isSplat(kind)) c.refuse();
    else if (isOperand(kind)) {
      if (result === undefined) result = expression(c);
      else c.refuse();
    }
  } while (c.next());
  c.up();
  return result ?? c.missing(c.end());
}

function dictionary(c: Conversion): Expression {
  const id = c.open("dict");
  const entries: DictEntry[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "pair") entries.push(entry(c));
      else if (kind === "error" || isSplat(kind)) c.refuse();
    } while (c.next());
    c.up();
  }
  c.close();
  return { kind: "dict", id, entries };
}

export function entry(c: Conversion): DictEntry {
  const id = c.open("entry");
  const parts: Expression[] = [];
  if (c.down()) {
    do {
      if (!isOperand(c.kind())) continue;
      if (parts.length < 2) parts.push(expression(c));
      else c.refuse();
    } while (c.next());
    c.up();
  }
  const key = parts[0] ?? c.missing(c.start());
  const value = parts[1] ?? c.missing(c.end());
  c.close();
  return { kind: "entry", id, key, value };
}

function unary(c: Conversion): Expression {
  const id = c.open("unary");
  let operator: UnaryExpression["operator"] = "not";
  let operand: Expression | undefined;
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "+" || kind === "-" || kind === "~" || kind === "not") {
        operator = kind;
        c.detail(kind);
      } else if (isOperand(kind)) {
        if (operand === undefined) operand = expression(c);
        else c.refuse();
      }
    } while (c.next());
    c.up();
  }
  operand ??= c.missing(c.end());
  c.close();
  return { kind: "unary", id, operator, operand };
}

/** The condition is one operand, too: neither a conditional nor a lambda may stand there without parentheses (`Parser.parseTest`). */
function conditional(c: Conversion): Expression {
  const id = c.open("conditional");
  const parts: Expression[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (!isOperand(kind)) continue;
      if (parts.length === 1 && (kind === "conditional_expression" || kind === "lambda")) c.refuse();
      if (parts.length < 3) parts.push(expression(c));
      else c.refuse();
    } while (c.next());
    c.up();
  }
  const whenTrue = parts[0] ?? c.missing(c.end());
  const condition = parts[1] ?? c.missing(c.end());
  const whenFalse = parts[2] ?? c.missing(c.end());
  c.close();
  return { kind: "conditional", id, condition, whenTrue, whenFalse };
}

function lambda(c: Conversion): Expression {
  const id = c.open("lambda");
  const declared: Parameter[] = [];
  let body: Expression | undefined;
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "lambda_parameters") declared.push(...parameters(c));
      else if (isOperand(kind)) {
        if (body === undefined) body = expression(c);
        else c.refuse();
      }
    } while (c.next());
    c.up();
  }
  body ??= c.missing(c.end());
  c.close();
  return { kind: "lambda", id, parameters: declared, body };
}
