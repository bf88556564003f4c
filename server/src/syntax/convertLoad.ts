/** Load statements, which the grammar takes for calls. */
import type { LoadBinding, Statement, StringLiteral } from "./ast.ts";
import { isOperand } from "./convertExpressions.ts";
import { identifierName, string } from "./convertLeaves.ts";
import type { Conversion } from "./conversion.ts";
import { isStringLiteral, stringValue } from "./literals.ts";

/** `load` is a keyword: a call of it is a load statement and nothing else. The cursor stands at a call. */
export function callsLoad(c: Conversion): boolean {
  c.down();
  const result = c.kind() === "identifier" && c.source() === "load";
  c.up();
  return result;
}

/** The cursor stands at the call. */
export function load(c: Conversion): Statement {
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
