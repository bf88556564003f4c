/** Operators and suffixes, whose first child is an operand of the same chain: `a + b + c`, `x.f()[0]`. */
import type { BinaryOperator, Expression, SliceExpression } from "./ast.ts";
import { args } from "./convertArguments.ts";
import { expression, isOperand } from "./convertExpressions.ts";
import { identifierName } from "./convertLeaves.ts";
import type { Conversion } from "./conversion.ts";
import type { CstKind } from "./cst.ts";
import type { Tag } from "./treeBuilder.ts";

/** Nodes whose first child is an operand of the same kind of chain, with the tag of what they become. */
const chainLinks: Partial<Record<CstKind, Tag>> = {
  binary_operator: "binary",
  boolean_operator: "binary",
  comparison_operator: "binary",
  attribute: "dot",
  call: "call",
  subscript: "subscript",
};

/** What a node becomes that is a link of a chain; undefined for other nodes. */
export function chainLink(kind: CstKind): Tag | undefined {
  return chainLinks[kind];
}

/** Down to the leftmost operand, then back, link by link. */
export function chain(c: Conversion, kind: CstKind, link: Tag): Expression {
  const open = [{ id: c.open(link), kind }];
  c.down();
  for (;;) {
    const inner = c.kind();
    const innerLink = chainLink(inner);
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
