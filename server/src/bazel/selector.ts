/** `select()` and its concatenations, kept as they are until a configuration decides them (Bazel's `SelectorList`). */
import { EvalError } from "../starlark/errors.ts";
import { unhashable } from "../starlark/hash.ts";
import type { Printer } from "../starlark/printer.ts";
import type { Site } from "../starlark/thread.ts";
import { Unknown } from "../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../starlark/value.ts";
import { typeOf } from "../starlark/value.ts";

/** One `select({...}, no_match_error = "...")`. */
export interface SelectBranch {
  readonly kind: "select";
  /** Keys are Labels once converted to an attribute (strings before), in the order of the source. */
  readonly conditions: readonly { readonly condition: Value; readonly value: Value }[];
  readonly noMatchError: string;
  readonly site: Site | undefined;
}

export interface PlainPart {
  readonly kind: "plain";
  readonly value: Value;
}

/** A sum of selects and plain values: `a + select(...) + b`, or `|` for dicts. */
export class Selector implements StarlarkValue {
  readonly type = "select";
  readonly parts: readonly (SelectBranch | PlainPart)[];

  constructor(parts: readonly (SelectBranch | PlainPart)[]) {
    this.parts = parts;
  }

  repr(printer: Printer): void {
    this.parts.forEach((part, i) => {
      if (i > 0) printer.text(" + ");
      if (part.kind === "plain") {
        printer.value(part.value);
        return;
      }
      printer.text("select({");
      part.conditions.forEach(({ condition, value }, j) => {
        if (j > 0) printer.text(", ");
        printer.value(condition);
        printer.text(": ");
        printer.value(value);
      });
      printer.text("})");
    });
  }

  hashKey(): string {
    throw unhashable(this);
  }

  binary(operator: string, other: Value, thisIsLeft: boolean): Value | undefined {
    if (operator !== "+" && operator !== "|") return undefined;
    const theirs = other instanceof Selector ? other.parts : [{ kind: "plain", value: other } as const];
    checkConcatenation(operator, thisIsLeft ? [this, other] : [other, this]);
    return new Selector(thisIsLeft ? [...this.parts, ...theirs] : [...theirs, ...this.parts]);
  }
}

/** Throws `EvalError` where values of two types would be added up (`SelectorList.of`). None is of a type like any other (4.2.3, 7.7.1); what is Unknown goes with everything. */
function checkConcatenation(operator: string, operands: readonly Value[]): void {
  const natives = operands.map(nativeValue);
  if (natives.some((value) => value instanceof Unknown)) return;
  const types = natives.map(typeOf);
  if (types[0] === types[1] || types.every((type) => type === "list" || type === "tuple")) return;
  const names = operands.map((operand) =>
    operand instanceof Selector ? `select of ${typeOf(nativeValue(operand))}` : typeOf(operand),
  );
  throw new EvalError(`'${operator}' operator applied to incompatible types (${names.join(", ")})`);
}

/** The first value of a sum; it gives the sum its type. */
function nativeValue(operand: Value): Value {
  if (!(operand instanceof Selector)) return operand;
  const [first] = operand.parts;
  if (first?.kind === "plain") return first.value;
  return first?.conditions[0]?.value ?? null;
}
