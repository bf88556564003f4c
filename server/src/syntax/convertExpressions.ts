/**
 * Expressions of tree-sitter's tree into ours: which converter takes which node. Every converter starts with the cursor at its node and leaves it there.
 *
 * Chains that lean left, `a + b + c` or `x.f().g()`, may be tens of thousands deep and are converted in a loop (convertChains.ts); all other nesting is bounded (`Conversion.enter`).
 */
import type { Expression } from "./ast.ts";
import { chain, chainLink } from "./convertChains.ts";
import { composite, isComposite } from "./convertComposites.ts";
import { isLeaf, leaf } from "./convertLeaves.ts";
import type { Conversion } from "./conversion.ts";
import type { CstKind } from "./cst.ts";

/** Any expression that the grammar takes for one, patterns on the left of an assignment among them. */
export function expression(c: Conversion): Expression {
  const kind = c.kind();
  const link = chainLink(kind);
  if (link === undefined && !isComposite(kind)) return leaf(c, kind);
  if (!c.enter()) return c.bad();
  const result = link === undefined ? composite(c, kind) : chain(c, kind, link);
  c.leave();
  return result;
}

/** Whether the cursor stands at something that is an expression or in the place of one, rather than at punctuation or a comment. */
export function isOperand(kind: CstKind): boolean {
  return chainLink(kind) !== undefined || isComposite(kind) || isLeaf(kind);
}
