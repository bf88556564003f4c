/** `proto.encode_text`: a struct as a protocol buffer in text format (Bazel: lib/packages/Proto.java). What becomes of None and floats was seen with 4.2.3 and 7.7.1. */
import { Struct } from "../../provider.ts";
import { BAZEL_VERSION } from "../../workspace/bazelVersion.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError, ResourceLimit } from "../../../starlark/errors.ts";
import { Float } from "../../../starlark/float.ts";
import { reserveText } from "../../../starlark/limits.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { quote, str } from "../../../starlark/printer.ts";
import { TextBuilder } from "../../../starlark/textBuilder.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import { Unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";

export const encodeTextBuiltin = builtin({
  name: "encode_text",
  doc: "The fields of a struct as a protocol buffer in text format: lists are repeated fields, dicts are maps.",
  params: [{ name: "x" }],
  run: (thread, [x]) => {
    if (!(x instanceof Struct))
      throw new EvalError(
        `in call to encode_text(), parameter 'x' got value of type '${typeOf(x ?? null)}', want 'structure'`,
      );
    const encoder = new Encoder(thread.get(BAZEL_VERSION)?.major);
    try {
      encoder.message(x, "");
    } catch (error) {
      if (error instanceof UnknownDecision) return error.unknown;
      throw error;
    }
    const text = encoder.text.toString();
    reserveText(thread, text.length);
    return text;
  },
});

class Encoder {
  readonly text = new TextBuilder();
  /** Undefined where the version is not known. */
  readonly #major: number | undefined;

  constructor(major: number | undefined) {
    this.#major = major;
  }

  message({ fields }: Struct, indent: string): void {
    for (const name of [...fields.keys()].sort())
      within(`in struct field .${name}`, () => {
        this.#field(name, fields.get(name) ?? null, indent);
      });
  }

  #field(name: string, value: Value, indent: string): void {
    if (value === null && this.#isSince7("None")) return;
    if (value instanceof StarlarkDict) {
      for (const key of value.keys()) this.#entry(name, key, value.get(key) ?? null, indent);
    } else if (value instanceof StarlarkList || value instanceof Tuple) {
      for (const [index, element] of value.items.entries())
        within(`at ${value instanceof Tuple ? "tuple" : "list"} index ${String(index)}`, () => {
          this.#element(name, element, indent);
        });
    } else this.#element(name, value, indent);
  }

  #entry(name: string, key: Value, value: Value, indent: string): void {
    if (typeOf(key) !== "string" && typeOf(key) !== "int")
      throw new EvalError(`invalid dict key: got ${typeOf(key)}, want int or string`);
    this.text.add(`${indent}${name} {\n`);
    this.#element("key", key, `${indent}  `);
    within(`in value for dict key ${typeof key === "string" ? quote(key) : str(key)}`, () => {
      this.#element("value", value, `${indent}  `);
    });
    this.text.add(`${indent}}\n`);
  }

  #element(name: string, value: Value, indent: string): void {
    if (value instanceof Unknown) throw new UnknownDecision(value);
    if (value instanceof Struct) {
      this.text.add(`${indent}${name} {\n`);
      this.message(value, `${indent}  `);
      this.text.add(`${indent}}\n`);
    } else this.text.add(`${indent}${name}: ${this.#scalar(value)}\n`);
  }

  #scalar(value: Value): string {
    if (typeof value === "string") return `"${value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
    if (typeof value === "boolean") return String(value);
    if (typeOf(value) === "int" || (value instanceof Float && this.#isSince7("floats"))) return str(value);
    const floats = this.#major === 4 ? "" : "float, ";
    throw new EvalError(`got ${typeOf(value)}, want string, int, ${floats}bool, or struct`);
  }

  /** Of the versions between nobody knows. */
  #isSince7(what: string): boolean {
    if (this.#major !== undefined && this.#major >= 7) return true;
    if (this.#major === 4) return false;
    const message = `whether proto.encode_text takes ${what} is not known for this version`;
    throw new UnknownDecision(new Unknown({ kind: "api", name: "proto.encode_text", message, site: undefined }));
  }
}

function within(where: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof EvalError && !(error instanceof ResourceLimit))
      throw new EvalError(`${where}: ${error.message}`);
    throw error;
  }
}
