/** `select()` and its concatenations, kept as they are until a configuration decides them (Bazel's `SelectorList`). */
import type { Printer } from "../starlark/printer.ts";
import type { Site } from "../starlark/thread.ts";
import type { StarlarkValue, Value } from "../starlark/value.ts";

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

  binary(operator: string, other: Value, thisIsLeft: boolean): Value | undefined {
    if (operator !== "+" && operator !== "|") return undefined;
    const theirs = other instanceof Selector ? other.parts : [{ kind: "plain", value: other } as const];
    return new Selector(thisIsLeft ? [...this.parts, ...theirs] : [...theirs, ...this.parts]);
  }
}
