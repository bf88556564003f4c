/**
 * JSON text to Starlark values, with the messages of Bazel's `Json.Decoder`.
 */
import { toBytes } from "../base/byteString.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError, ResourceLimit } from "./errors.ts";
import { Float } from "./float.ts";
import { normalInt } from "./integer.ts";
import { StarlarkList } from "./list.ts";
import { quote } from "./printer.ts";
import { LACKING, type Thread } from "./thread.ts";
import type { Value } from "./value.ts";
import { typeOf } from "./value.ts";

/** Nested arrays and objects; the host's stack would bear more, but nobody writes such. */
const MAX_DEPTH = 500;

/** Parses a JSON text. Throws `EvalError` ("at offset 3, …") where it is not valid. */
export function decodeJson(thread: Thread, text: string): Value {
  const decoder = new Decoder(thread, text);
  try {
    return decoder.decode();
  } catch (error) {
    if (error instanceof EvalError && !(error instanceof ResourceLimit))
      throw new EvalError(`at offset ${decoder.position}, ${error.message}`);
    throw error;
  }
}

class Decoder {
  position = 0;
  readonly #thread: Thread;
  readonly #text: string;
  #depth = 0;

  constructor(thread: Thread, text: string) {
    this.#thread = thread;
    this.#text = text;
  }

  decode(): Value {
    const value = this.#value();
    if (this.#skipSpace()) throw new EvalError(`unexpected character ${quote(this.#char())} after value`);
    return value;
  }

  #char(): string {
    return this.#text.charAt(this.position);
  }

  /** Moves to the next character that is no space; false at the end. */
  #skipSpace(): boolean {
    while (this.position < this.#text.length && " \t\n\r".includes(this.#char())) this.position++;
    return this.position < this.#text.length;
  }

  #next(): string {
    if (!this.#skipSpace()) throw new EvalError("unexpected end of file");
    return this.#char();
  }

  #value(): Value {
    this.#thread.countSteps(1);
    const c = this.#next();
    if (c === '"') return this.#string();
    if (c === "[") return this.#nested(() => this.#array());
    if (c === "{") return this.#nested(() => this.#object());
    if (c === "-" || isDigit(c)) return this.#number();
    if (this.#take("null")) return null;
    if (this.#take("true")) return true;
    if (this.#take("false")) return false;
    throw new EvalError(`unexpected character ${quote(c)}`);
  }

  #take(word: string): boolean {
    if (!this.#text.startsWith(word, this.position)) return false;
    this.position += word.length;
    return true;
  }

  #nested(parse: () => Value): Value {
    if (++this.#depth > MAX_DEPTH) throw new EvalError("nesting depth limit exceeded");
    const value = parse();
    this.#depth--;
    return value;
  }

  #array(): StarlarkList {
    const items: Value[] = [];
    this.position++;
    if (this.#next() !== "]") {
      for (;;) {
        items.push(this.#value());
        const c = this.#next();
        if (c === "]") break;
        if (c !== ",") throw new EvalError(`got ${quote(c)}, want ',' or ']'`);
        this.position++;
      }
    }
    this.position++;
    return new StarlarkList(items);
  }

  #object(): StarlarkDict {
    const dict = new StarlarkDict();
    this.position++;
    if (this.#next() !== "}") {
      for (;;) {
        this.#entry(dict);
        const c = this.#next();
        if (c === "}") break;
        if (c !== ",") throw new EvalError(`in object, got ${quote(c)}, want ',' or '}'`);
        this.position++;
      }
    }
    this.position++;
    return dict;
  }

  #entry(dict: StarlarkDict): void {
    const key = this.#value();
    if (typeof key !== "string") throw new EvalError(`got ${typeOf(key)} for object key, want string`);
    const c = this.#next();
    if (c !== ":") throw new EvalError(`after object key, got ${quote(c)}, want ':' `);
    this.position++;
    const value = this.#value();
    if (this.#thread.get(LACKING)?.jsonRepeatedKeys && dict.get(key) !== undefined)
      throw new EvalError(`object has duplicate key: ${quote(key)}`);
    dict.set(key, value);
  }

  #string(): string {
    let result = "";
    this.position++;
    while (this.position < this.#text.length) {
      const c = this.#char();
      this.position++;
      if (c === '"') return result;
      if (c === "\\") {
        result += this.#escape();
      } else if (c < " ") {
        this.position--;
        const code = c.charCodeAt(0).toString(16).padStart(2, "0");
        throw new EvalError(`invalid character '\\x${code}' in string literal`);
      } else {
        result += c;
      }
    }
    throw new EvalError("unclosed string literal");
  }

  #escape(): string {
    if (this.position === this.#text.length) throw new EvalError("incomplete escape");
    const c = this.#char();
    this.position++;
    if (c === "u") return this.#unicodeEscape();
    const character = ESCAPES[c];
    if (character === undefined) throw new EvalError(`invalid escape '\\${c}'`);
    return character;
  }

  /** Before Bazel 8.2 a unit of UTF-16 is a character between bytes of UTF-8 (bazelbuild/bazel#24417). */
  #unicodeEscape(): string {
    const unit = this.#codeUnit();
    if (this.#thread.get(LACKING)?.byteStrings) return unit;
    const isPair =
      /[\ud800-\udbff]/.test(unit) && /\\u[dD][c-fC-F]/y.test(this.#text.slice(this.position, this.position + 4));
    if (!isPair) return utf8Bytes(unit);
    this.position += 2;
    return utf8Bytes(unit + this.#codeUnit());
  }

  #codeUnit(): string {
    if (this.position + 4 >= this.#text.length) throw new EvalError("incomplete \\uXXXX escape");
    const digits = this.#text.slice(this.position, this.position + 4);
    const wrong = /[^0-9a-fA-F]/.exec(digits);
    if (wrong) throw new EvalError(`invalid hex char ${quote(wrong[0])} in \\uXXXX escape`);
    this.position += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): Value {
    const literal = /^-?[0-9.eE+-]*/.exec(this.#text.slice(this.position))?.[0] ?? "";
    if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(literal)) {
      throw new EvalError(`invalid number: ${literal}`);
    }
    this.position += literal.length;
    return /[.eE]/.test(literal) ? new Float(Number(literal)) : normalInt(BigInt(literal));
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Java writes `?` for half of a pair. */
function utf8Bytes(character: string): string {
  return toBytes(/^[\ud800-\udfff]$/.test(character) ? "?" : character);
}

function isDigit(c: string): boolean {
  return c >= "0" && c <= "9";
}
