/**
 * Indents JSON text token by token, without decoding it, as Bazel's `Json.Indenter` does. Text that is not valid JSON is either refused or comes out as meaningless as it went in.
 */
import { EvalError } from "./errors.ts";
import { quote } from "./printer.ts";

const TOKEN = /[ \t\n\r]*("(?:[^"\\]|\\[^])*"|null|true|false|-?[0-9.eE+-]+|[[\]{},:])/y;

export function indentJson(text: string, prefix: string, indent: string): string {
  const tokens = new Tokens(text);
  let result = "";
  let depth = 0;
  const newLine = (): string => `\n${prefix}${indent.repeat(depth)}`;
  do {
    const token = tokens.next();
    switch (token) {
      case "[":
      case "{": {
        const closing = tokens.takeIf(token === "[" ? "]" : "}");
        if (closing) {
          result += token + closing;
        } else {
          depth++;
          result += token + newLine();
        }
        break;
      }
      case "]":
      case "}":
        depth--;
        if (depth < 0) throw new EvalError("input is not valid JSON");
        result += newLine() + token;
        break;
      case ",":
        result += `,${newLine()}`;
        break;
      case ":":
        result += ": ";
        break;
      default:
        result += token;
    }
  } while (depth > 0);
  return result;
}

class Tokens {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string {
    const match = this.#match();
    if (match) {
      this.#position = TOKEN.lastIndex;
      return match;
    }
    const rest = this.#text.slice(this.#position).trimStart();
    if (rest === "") throw new EvalError("unexpected end of file");
    if (rest.startsWith('"')) throw new EvalError("input is not valid JSON");
    throw new EvalError(`unexpected character ${quote(rest.charAt(0))}`);
  }

  /** Takes the next token where it is this one. */
  takeIf(token: string): string | undefined {
    return this.#match() === token ? this.next() : undefined;
  }

  #match(): string | undefined {
    TOKEN.lastIndex = this.#position;
    return TOKEN.exec(this.#text)?.[1];
  }
}
