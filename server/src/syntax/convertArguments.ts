/** The arguments of a call. Their order and their names are the resolver's business, as in Bazel. */
import type { Argument, Expression } from "./ast.ts";
import type { Conversion } from "./conversion.ts";
import { expression, isOperand } from "./convertExpressions.ts";
import { identifierName } from "./convertLeaves.ts";

/** The cursor stands at an `argument_list`. */
export function args(c: Conversion): readonly Argument[] {
  const result: Argument[] = [];
  if (!c.down()) return result;
  do {
    const argument = argumentOf(c);
    if (argument) result.push(argument);
  } while (c.next());
  c.up();
  return result.slice(); // Without the room for more.
}

function argumentOf(c: Conversion): Argument | undefined {
  const kind = c.kind();
  if (kind === "keyword_argument") return keyword(c);
  if (kind === "list_splat" || kind === "list_splat_pattern") return splat(c, "star");
  if (kind === "dictionary_splat") return splat(c, "star-star");
  return isOperand(kind) ? positional(c) : undefined;
}

function positional(c: Conversion): Argument {
  const id = c.open("positional");
  const value = expression(c);
  c.close();
  return { kind: "positional", id, value };
}

function keyword(c: Conversion): Argument {
  const id = c.open("keyword");
  let name: string | undefined;
  let value: Expression | undefined;
  if (c.down()) {
    name = identifierName(c);
    if (name === undefined) c.refuse();
    c.detail(name ?? "");
    while (c.next()) {
      if (!isOperand(c.kind())) continue;
      if (value === undefined) value = expression(c);
      else c.refuse();
    }
    c.up();
  }
  value ??= c.missing(c.end());
  c.close();
  return { kind: "keyword", id, name: name ?? "", value };
}

function splat(c: Conversion, kind: "star" | "star-star"): Argument {
  const id = c.open(kind);
  let value: Expression | undefined;
  if (c.down()) {
    do {
      if (isOperand(c.kind()) && value === undefined) value = expression(c);
    } while (c.next());
    c.up();
  }
  value ??= c.missing(c.end());
  c.close();
  return { kind, id, value };
}
