/** The parameters of a `def` or a `lambda`. Their order is the resolver's business, as in Bazel. */
import type { Expression, Parameter } from "./ast.ts";
import type { Conversion } from "./conversion.ts";
import { expression, isOperand } from "./convertExpressions.ts";
import { identifierName } from "./convertLeaves.ts";

/** The cursor stands at `parameters` or `lambda_parameters`. */
export function parameters(c: Conversion): readonly Parameter[] {
  const result: Parameter[] = [];
  if (!c.down()) return result;
  do {
    const parameter = parameterOf(c);
    if (parameter) result.push(parameter);
  } while (c.next());
  c.up();
  return result;
}

function parameterOf(c: Conversion): Parameter | undefined {
  switch (c.kind()) {
    case "identifier":
      return mandatory(c);
    case "default_parameter":
      return optional(c);
    case "list_splat_pattern":
      return starred(c, "star-parameter");
    case "dictionary_splat_pattern":
      return starred(c, "star-star-parameter");
    case "keyword_separator":
      return bareStar(c);
    case "error":
    case "refused":
    case "tuple_pattern":
      c.refuse();
      return undefined;
    default:
      return undefined;
  }
}

function mandatory(c: Conversion): Parameter {
  const id = c.open("mandatory");
  const name = nameOf(c);
  c.close();
  return { kind: "mandatory", id, name };
}

function optional(c: Conversion): Parameter {
  const id = c.open("optional");
  let name = "";
  let defaultValue: Expression | undefined;
  if (c.down()) {
    name = nameOf(c);
    while (c.next()) {
      if (!isOperand(c.kind())) continue;
      if (defaultValue === undefined) defaultValue = expression(c);
      else c.refuse();
    }
    c.up();
  }
  defaultValue ??= c.missing(c.end());
  c.close();
  return { kind: "optional", id, name, defaultValue };
}

function starred(c: Conversion, kind: "star-parameter" | "star-star-parameter"): Parameter {
  const id = c.open(kind);
  let name: string | undefined;
  if (c.down()) {
    while (c.next()) name = nameOf(c);
    c.up();
  }
  c.close();
  return { kind, id, name: name ?? "" };
}

function bareStar(c: Conversion): Parameter {
  const id = c.open("star-parameter");
  c.close();
  return { kind: "star-parameter", id, name: undefined };
}

function nameOf(c: Conversion): string {
  const name = c.kind() === "identifier" ? identifierName(c) : undefined;
  if (name === undefined) c.refuse();
  c.detail(name ?? "");
  return name ?? "";
}
