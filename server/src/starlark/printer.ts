/**
 * Text of values: `str(x)` and `repr(x)`, after Bazel's `net.starlark.java.eval.Printer`. A value that contains itself prints as `...`; `str` does not count the outermost one. A text in which an Unknown takes part is itself Unknown:
 * the printer remembers the first it meets, and `strValue` and `reprValue` give that back instead of the text.
 */
import { TextBuilder } from "./textBuilder.ts";
import { Unknown } from "./unknown.ts";
import type { StarlarkValue, Value } from "./value.ts";
import { isObject } from "./value.ts";

export class Printer {
  readonly #text = new TextBuilder();
  /** The values being printed, outermost first. */
  #open: StarlarkValue[] | undefined;
  #unknown: Unknown | undefined;

  /** The first Unknown that was printed. */
  get unknown(): Unknown | undefined {
    return this.#unknown;
  }

  /** Appends literal text. */
  text(text: string): this {
    this.#text.add(text);
    return this;
  }

  /** Appends `repr(value)`. */
  value(value: Value): this {
    if (typeof value === "string") return this.text(quote(value));
    if (!isObject(value)) return this.text(atomText(value));
    return this.#object(value, false);
  }

  /** Appends `str(value)`: like `value`, but a string is not quoted. */
  str(value: Value): this {
    if (typeof value === "string") return this.text(value);
    if (!isObject(value)) return this.text(atomText(value));
    return this.#object(value, true);
  }

  /** Appends values as `repr` separated by commas, between `before` and `after`. */
  list(values: Iterable<Value>, before: string, after: string): this {
    this.text(before);
    let first = true;
    for (const value of values) {
      if (!first) this.text(", ");
      first = false;
      this.value(value);
    }
    return this.text(after);
  }

  toString(): string {
    return this.#text.toString();
  }

  #object(value: StarlarkValue, asStr: boolean): this {
    if (value instanceof Unknown) this.#unknown ??= value;
    if (asStr) {
      if (value.str) value.str(this);
      else value.repr(this);
      return this;
    }
    const open = (this.#open ??= []);
    if (open.includes(value)) return this.text("...");
    open.push(value);
    value.repr(this);
    open.pop();
    return this;
  }
}

/** The text of `str(value)`, for messages. */
export function str(value: Value): string {
  return typeof value === "string" ? value : new Printer().str(value).toString();
}

/** The text of `repr(value)`, for messages. */
export function repr(value: Value): string {
  return new Printer().value(value).toString();
}

/** The Starlark value of `str(value)`: Unknown where the text would have to show one. */
export function strValue(value: Value): string | Unknown {
  if (typeof value === "string") return value;
  const printer = new Printer().str(value);
  return printer.unknown ?? printer.toString();
}

/** The Starlark value of `repr(value)`. */
export function reprValue(value: Value): string | Unknown {
  const printer = new Printer().value(value);
  return printer.unknown ?? printer.toString();
}

function atomText(value: null | boolean | number | bigint): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return value.toString();
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const ESCAPED = /["\\\x00-\x1f]/g;

/** A string as a Starlark literal. Beyond the usual escapes Bazel writes control characters as `\x1b` and everything else as it is. */
export function quote(text: string): string {
  return text.search(ESCAPED) < 0 ? `"${text}"` : `"${text.replace(ESCAPED, escape)}"`;
}

function escape(character: string): string {
  return ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
