/** Comprehensions of lists and dicts. */
import type { Comprehension, DictEntry, Expression, ForClause, IfClause } from "./ast.ts";
import type { Conversion } from "./conversion.ts";
import { entry } from "./convertComposites.ts";
import { expression, isOperand } from "./convertExpressions.ts";

export function comprehension(c: Conversion, isDict: boolean): Comprehension {
  const id = c.open(isDict ? "dict-comprehension" : "list-comprehension");
  let body: Expression | DictEntry | undefined;
  const clauses: (ForClause | IfClause)[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (kind === "for_in_clause") clauses.push(forClause(c));
      else if (kind === "if_clause") clauses.push(ifClause(c));
      else if (kind === "pair" && body === undefined) body = entry(c);
      else if (isOperand(kind)) {
        if (body === undefined) body = expression(c);
        else c.refuse();
      }
    } while (c.next());
    c.up();
  }
  body ??= c.missing(c.end());
  c.close();
  return { kind: "comprehension", id, isDict, body, clauses };
}

/** What follows `in` is one operand: neither a conditional nor a lambda nor a bare tuple may stand there. */
function forClause(c: Conversion): ForClause {
  const id = c.open("for-clause");
  const parts: Expression[] = [];
  if (c.down()) {
    do {
      const kind = c.kind();
      if (!isOperand(kind)) continue;
      const isIterable = parts.length === 1;
      if (parts.length > 1 || (isIterable && (kind === "conditional_expression" || kind === "lambda"))) c.refuse();
      if (parts.length < 2) parts.push(expression(c));
    } while (c.next());
    c.up();
  }
  const target = parts[0] ?? c.missing(c.end());
  const iterable = parts[1] ?? c.missing(c.end());
  c.close();
  return { kind: "for-clause", id, target, iterable };
}

function ifClause(c: Conversion): IfClause {
  const id = c.open("if-clause");
  let condition: Expression | undefined;
  if (c.down()) {
    do {
      const kind = c.kind();
      if (!isOperand(kind)) continue;
      if (condition !== undefined || kind === "conditional_expression") c.refuse();
      condition ??= expression(c);
    } while (c.next());
    c.up();
  }
  condition ??= c.missing(c.end());
  c.close();
  return { kind: "if-clause", id, condition };
}
