/**
 * The `json` module that Bazel predeclares: `encode`, `decode`, `indent`, `encode_indent`. After `net.starlark.java.lib.json.Json`.
 */
import type { BuiltinSpec } from "./builtin.ts";
import { Builtin } from "./builtin.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError, ResourceLimit } from "./errors.ts";
import { Float } from "./float.ts";
import { isIterable } from "./iteration.ts";
import { decodeJson } from "./jsonDecoder.ts";
import { indentJson } from "./jsonIndenter.ts";
import { reserveText } from "./limits.ts";
import type { Printer } from "./printer.ts";
import { quote, str } from "./printer.ts";
import { TextBuilder } from "./textBuilder.ts";
import { LACKING, type Thread } from "./thread.ts";
import { Unknown } from "./unknown.ts";
import type { StarlarkValue, Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

const INDENTATION = [
  { name: "prefix", kind: "named-only", types: ["string"], default: "" },
  { name: "indent", kind: "named-only", types: ["string"], default: "\t" },
] as const;

const encode: BuiltinSpec = {
  name: "encode",
  doc: "Converts a value to JSON: dicts and struct-like values to objects with sorted keys, iterables to arrays.",
  params: [{ name: "x", kind: "positional-only" }],
  run: (thread, [x = null]) => encodeValue(thread, x),
};

const decode: BuiltinSpec = {
  name: "decode",
  doc: "Parses a JSON string as a Starlark value; gives default, where that is specified, for a string that is not valid JSON.",
  params: [
    { name: "x", kind: "positional-only", types: ["string"] },
    { name: "default", optional: true, acceptsUnknown: true },
  ],
  run: (thread, [x, fallback]) => {
    reserveText(thread, (x as string).length);
    if (fallback !== undefined && thread.get(LACKING)?.jsonDefault)
      throw new EvalError("decode() got unexpected keyword argument 'default'");
    try {
      return decodeJson(thread, x as string);
    } catch (error) {
      const isInvalid = error instanceof EvalError && !(error instanceof ResourceLimit);
      if (fallback === undefined || !isInvalid) throw error;
      return fallback;
    }
  },
};

const indent: BuiltinSpec = {
  name: "indent",
  doc: "Returns the indented form of a valid JSON-encoded string: each element on a new line, after prefix and indent by its depth.",
  params: [{ name: "s", kind: "positional-only", types: ["string"] }, ...INDENTATION],
  run: (thread, [text, prefix, unit]) => indentText(thread, text as string, prefix as string, unit as string),
};

const encodeIndent: BuiltinSpec = {
  name: "encode_indent",
  doc: "The same as json.indent(json.encode(x), ...).",
  params: [{ name: "x", kind: "positional-only" }, ...INDENTATION],
  run: (thread, [x = null, prefix, unit]) => {
    const text = encodeValue(thread, x);
    return typeof text === "string" ? indentText(thread, text, prefix as string, unit as string) : text;
  },
};

function indentText(thread: Thread, text: string, prefix: string, unit: string): string {
  const result = indentJson(text, prefix, unit);
  reserveText(thread, result.length);
  return result;
}

/** The JSON text of a value; an Unknown within makes the text Unknown. */
function encodeValue(thread: Thread, value: Value): string | Unknown {
  const encoder = new Encoder(thread);
  encoder.encode(value);
  const text = encoder.unknown ?? encoder.text.toString();
  if (typeof text === "string") reserveText(thread, text.length);
  return text;
}

class Encoder {
  readonly text = new TextBuilder();
  unknown: Unknown | undefined;
  readonly #thread: Thread;

  constructor(thread: Thread) {
    this.#thread = thread;
  }

  encode(value: Value): void {
    if (typeof value === "string") this.text.add(quoteJson(value));
    else if (!isObject(value)) this.text.add(value === null ? "null" : String(value));
    else if (value instanceof Unknown) this.unknown ??= value;
    else if (value instanceof Float) this.#float(value);
    else if (value instanceof StarlarkDict) this.#dict(value);
    else if (isIterable(value)) this.#array(value, value.iterate());
    else if (value.attrNames) this.#struct(value, value.attrNames());
    else throw new EvalError(`cannot encode ${typeOf(value)} as JSON`);
  }

  #float(value: Float): void {
    if (!Number.isFinite(value.value)) throw new EvalError(`cannot encode non-finite float ${str(value)}`);
    this.text.add(str(value));
  }

  #dict(dict: StarlarkDict): void {
    const keys = [...dict.keys()].map((key) => {
      if (typeof key !== "string") throw new EvalError(`dict has ${typeOf(key)} key, want string`);
      return key;
    });
    this.#object(
      keys,
      (key) => dict.get(key) ?? null,
      (key) => `in dict key ${quote(key)}`,
    );
  }

  #struct(value: StarlarkValue, names: readonly string[]): void {
    const fields = names.filter((name) => value.getAttr?.(name, this.#thread) !== undefined);
    this.#object(
      fields,
      (name) => value.getAttr?.(name, this.#thread) ?? null,
      (name) => `in ${value.type} field .${name}`,
    );
  }

  #object(keys: readonly string[], valueOf: (key: string) => Value, where: (key: string) => string): void {
    let separator = "{";
    for (const key of [...keys].sort()) {
      this.text.add(`${separator}${quoteJson(key)}:`);
      separator = ",";
      this.#nested(valueOf(key), () => where(key));
    }
    this.text.add(keys.length === 0 ? "{}" : "}");
  }

  #array(value: StarlarkValue, elements: Iterable<Value>): void {
    this.text.add("[");
    let index = 0;
    for (const element of elements) {
      if (index > 0) this.text.add(",");
      const position = index++;
      this.#nested(element, () => `at ${value.type} index ${position}`);
    }
    this.text.add("]");
  }

  #nested(value: Value, where: () => string): void {
    try {
      this.encode(value);
    } catch (error) {
      if (error instanceof EvalError && !(error instanceof ResourceLimit))
        throw new EvalError(`${where()}: ${error.message}`);
      throw error;
    }
  }
}

/** JSON's own quoting, except that unpaired surrogates become U+FFFD. */
function quoteJson(text: string): string {
  const wellFormed = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  return JSON.stringify(wellFormed);
}

/** A module of functions, as `json` is. */
class JsonModule implements StarlarkValue {
  readonly type = "json";
  readonly #functions = new Map([encode, decode, indent, encodeIndent].map((spec) => [spec.name, new Builtin(spec)]));

  repr(printer: Printer): void {
    printer.text("<json>");
  }

  getAttr(name: string): Value | undefined {
    return this.#functions.get(name);
  }

  attrNames(): readonly string[] {
    return [...this.#functions.keys()];
  }
}

export const JSON_MODULE: StarlarkValue = new JsonModule();
