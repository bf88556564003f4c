/**
 * Expressions of tree-sitter's tree into ours. Every function starts with the cursor at the node that it converts and leaves it there.
 *
 * Chains that lean left, `a + b + c` or `x.f().g()`, may be tens of thousands deep and are converted in a loop (`chain`); all other nesting is bounded (`Conversion.enter`).
 */
import type {
  BinaryOperator,
  DictEntry,
  Expression,
  Identifier,
  Parameter,
  SliceExpression,
  StringLiteral,
  UnaryExpression,
} from "./ast.ts";
import { args } from "./convertArguments.ts";
import { comprehension } from "./convertComprehensions.ts";
import { parameters } from "./convertParameters.ts";
import type { Conversion } from "./conversion.ts";
import type { CstKind } from "./cst.ts";
import { floatValue, intValue, isStringLiteral, stringValue } from "./literals.ts";
import type { Tag } from "./treeBuilder.ts";
import { keywordId } from "./tokens.ts";

/** Any expression that the grammar takes for one, patterns on the left of an assignment among them. */
export function expression(c: Conversion): Expression {
  const kind = c.kind();
  const link = chainLinks[kind];
  if (link === undefined && !isComposite(kind)) return leaf(c, kind);
  if (!c.enter()) return c.bad();
  const result = link === undefined ? composite(c, kind) : chain(c, kind, link);
  c.leave();
  return result;
}

/** Whether the cursor stands at something that is an expression or in the place of one, rather than at punctuation or a comment. */
export function isOperand(kind: CstKind): boolean {
  return chainLinks[kind] !== undefined || isComposite(kind) || leafKinds.has(kind);
}

// Leaves ----------------------------------------------------------------------------------------------------------------

const leafKinds: ReadonlySet<CstKind> = new Set<CstKind>([
  ...(["identifier", "true", "false", "none", "string", "integer", "float", "refused", "error"] as const),
]);

function leaf(c: Conversion, kind: CstKind): Expression {
  switch (kind) {
    case "identifier":
    case "true":
    case "false":
    case "none":
      return identifier(c);
    case "string":
      return string(c) ?? c.bad();
    case "integer":
      return int(c);
    case "float":
      return float(c);
    default:
      return c.bad();
  }
}

/** A name in its own node; reserved words, which the grammar partly takes for names, are refused. */
function identifier(c: Conversion): Expression {
  const name = identifierName(c);
  if (name === undefined) return c.bad();
  const id = c.open("identifier");
  c.detail(name);
  c.close();
  return { kind: "identifier", id, name } satisfies Identifier;
}

/** The name that the node at hand spells; undefined for a reserved word or one that is missing. */
export function identifierName(c: Conversion): string | undefined {
  const name = c.source();
  return name === "" || keywordId(name) !== undefined ? undefined : name;
}

/** A string literal; undefined for f-strings, bytes and what else Bazel's lexer does not know. */
export function string(c: Conversion): StringLiteral | undefined {
  const source = c.source();
  if (!isStringLiteral(source)) return undefined;
  const id = c.open("string");
  const value = stringValue(source);
  c.detail(value);
  c.close();
  return { kind: "string", id, value };
}

function int(c: Conversion): Expression {
  const source = c.source();
  if (!/^(0[xX][\da-fA-F]+|0[oO]\d+|\d+)$/.test(source)) return c.bad();
  const id = c.open("int");
  const value = intValue(source);
  c.detail(String(value));
  c.close();
  return { kind: "int", id, value };
}

function float(c: Conversion): Expression {
  const source = c.source();
  if (!/^[\d.eE+-]+$/.test(source)) return c.bad();
  const id = c.open("float");
  const value = floatValue(source);
  c.detail(String(value));
  c.close();
  return { kind: "float", id, value };
}

// Chains ----------------------------------------------------------------------------------------------------------------

/** Nodes whose first child is an operand of the same kind of chain, with the tag of what they become. */
const chainLinks: Partial<Record<CstKind, Tag>> = {
  binary_operator: "binary",
  boolean_operator: "binary",
  comparison_operator: "binary",
  attribute: "dot",
  call: "call",
  subscript: "subscript",
};

/** Down to the leftmost operand, then back, link by link. */
function chain(c: Conversion, kind: CstKind, link: Tag): Expression {
  const open = [{ id: c.open(link), kind }];
  c.down();
  for (;;) {
    const inner = c.kind();
    const innerLink = chainLinks[inner];
    if (innerLink === undefined) break;
    open.push({ id: c.open(innerLink), kind: inner });
    c.down();
  }
  let result = expression(c);
  for (let i = open.length - 1; i >= 0; i--) {
    const { id, kind } = open[i] as (typeof open)[number];
    result = linkOf(c, id, kind, result);
    c.close();
    c.up();
  }
  return result;
}

/** The cursor stands at the operand, the first child, and is left at the last. */
function linkOf(c: Conversion, id: number, kind: CstKind, operand: Expression): Expression {
  switch (kind) {
    case "attribute":
      return dot(c, id, operand);
    case "call":
      return call(c, id, operand);
    case "subscript":
      return subscript(c, id, operand);
    default:
      return binary(c, id, operand);
  }
}

function dot(c: Conversion, id: number, object: Expression): Expression {
  let name: string | undefined;
  while (c.next()) {
    if (c.kind() !== "identifier") continue;
    name = identifierName(c);
    if (name === undefined) c.refuse();
  }
  c.detail(name ?? "");
  return { kind: "dot", id, object, name: name ?? "" };
}

function call(c: Conversion, id: number, callee: Expression): Expression {
  while (c.next()) {
    const kind = c.kind();
    if (kind === "argument_list") return { kind: "call", id, callee, args: args(c) };
    if (kind !== "extra") c.refuse();
  }
  return { kind: "call", id, callee, args: [] };
}

function binary(c: Conversion, id: number, left: Expression): Expression {
  let operator: BinaryOperator | undefined;
  let right: Expression | undefined;
  while (c.next()) {
    const kind = c.kind();
    if (isBinaryOperator(kind)) {
      // `not in` is two tokens of one name; anything else after an operand is a chained comparison, which Starlark refuses.
      if (right !== undefined) c.refuse();
      operator ??= kind;
    } else if (isOperand(kind) && right === undefined) {
      c.detail(operator ?? "");
      right = expression(c);
    } else if (kind !== "extra") c.refuse();
  }
  right ??= c.missing(c.end());
  return { kind: "binary", id, operator: operator ?? "+", left, right };
}

const binaryOperators: ReadonlySet<CstKind> = new Set<BinaryOperator>([
  ...(["+", "-", "*", "/", "//", "%", "&", "|", "^", "<<", ">>"] as const),
  ...(["==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"] as const),
]);

function isBinaryOperator(kind: CstKind): kind is BinaryOperator {
  return binaryOperators.has(kind);
}

/** `x[i]`, `x[i, j]` (a tuple) or a slice. */
function subscript(c: Conversion, id: number, object: Expression): Expression {
  if (siblingKinds(c).includes(",")) return { kind: "index", id, object, index: tupleIndex(c) };
  let index: Expression | undefined;
  while (c.next()) {
    const kind = c.kind();
    if (kind === "slice" && index === undefined) return sliceOf(c, id, object);
    if (!isOperand(kind) && kind !== "slice") continue;
    if (index === undefined) index = expression(c);
    else c.refuse();
  }
  return { kind: "index", id, object, index: index ?? c.missing(c.end()) };
}

/** The kinds of what follows the first child, at which the cursor stands. */
function siblingKinds(c: Conversion): readonly CstKind[] {
  const kinds: CstKind[] = [];
  while (c.next()) kinds.push(c.kind());
  c.up();
  c.down();
  return kinds;
}

function tupleIndex(c: Conversion): Expression {
  c.next(); // The bracket.
  const id = c.builder.open("tuple", c.end(), c.end());
  c.detail("");
  const elements: Expression[] = [];
  let last: CstKind = "token";
  while (c.next()) {
    const kind = c.kind();
    if (kind === "extra") continue;
    if (kind !== "token") last = kind;
    if (isOperand(kind)) elements.push(expression(c));
    else if (kind === "slice") c.refuse();
  }
  if (last === ",") c.refuse();
  c.builder.stretch(id, c.start());
  c.close();
  return { kind: "tuple", id, elements, parenthesized: false };
}

function sliceOf(c: Conversion, id: number, object: Expression): SliceExpression {
  const parts: (Expression | undefined)[] = [undefined, undefined, undefined];
  let part = 0;
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === ":") {
        part++;
        c.detail(":");
      } else if (isOperand(kind)) {
        if (part < 3 && parts[part] === undefined) parts[part] = expression(c);
        else c.refuse();
      }
    } while (c.next());
    c.up();
  }
  return { kind: "slice", id, object, start: parts[0], stop: parts[1], step: parts[2] };
}

// Composites ------------------------------------------------------------------------------------------------------------

const compositeKinds: ReadonlySet<CstKind> = new Set<CstKind>([
  ...(["list", "list_pattern", "tuple", "tuple_pattern", "expression_list", "pattern_list"] as const),
  ...(["parenthesized_expression", "dictionary", "list_comprehension", "dictionary_comprehension"] as const),
  ...(["unary_operator", "not_operator", "conditional_expression", "lambda"] as const),
]);

function isComposite(kind: CstKind): boolean {
  return compositeKinds.has(kind);
}

function composite(c: Conversion, kind: CstKind): Expression {
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
  return elements;
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

function conditional(c: Conversion): Expression {
  const id = c.open("conditional");
  const parts: Expression[] = [];
  if (c.down()) {
    do {
      if (!isOperand(c.kind())) continue;
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
