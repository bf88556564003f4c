/** Names and literals: expressions that hold no others. */
import type { Expression, Identifier, StringLiteral } from "./ast.ts";
import type { Conversion } from "./conversion.ts";
import type { CstKind } from "./cst.ts";
import { floatValue, intValue, isStringLiteral, stringValue } from "./literals.ts";
import { keywordId } from "./tokens.ts";

const leafKinds: ReadonlySet<CstKind> = new Set<CstKind>([
  ...(["identifier", "true", "false", "none", "string", "integer", "float", "refused", "error"] as const),
]);

export function isLeaf(kind: CstKind): boolean {
  return leafKinds.has(kind);
}

export function leaf(c: Conversion, kind: CstKind): Expression {
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
