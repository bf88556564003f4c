/**
 * Indents JSON text token by token, without decoding it, as Bazel's `Json.Indenter` does. What is no valid JSON comes out as meaningless as Bazel leaves it, or is refused where Bazel's Java runs beyond the
 * end of the text: also for a number that nothing follows.
 */
import { EvalError } from "./errors.ts";
import { quote } from "./printer.ts";

export function indentJson(text: string, prefix: string, indent: string): string {
  const tokens = new Tokens(text);
  let result = "";
  let depth = 0;
  const newLine = (): string => `\n${prefix}${indent.repeat(Math.max(depth, 0))}`;
  do {
    const token = tokens.next();
    switch (token) {
      case "[":
      case "{": {
        const closing = tokens.takeClosing();
        if (closing === undefined) depth++;
        result += token + (closing ?? newLine());
        break;
      }
      case "]":
      case "}":
        depth--;
        result += newLine() + token;
        break;
      case ",":
        result += token + newLine();
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

/** Words are told by their first letter alone. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ["n", "null".length],
  ["t", "true".length],
  ["f", "false".length],
]);

class Tokens {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string {
    const first = this.#peek();
    const end = this.#endOf(first);
    if (end > this.#text.length) throw new EvalError("input is not valid JSON");
    const token = this.#text.slice(this.#position, end);
    this.#position = end;
    return token;
  }

  /** Takes the next token where it closes something, whatever was opened. */
  takeClosing(): string | undefined {
    const next = this.#peek();
    return next === "]" || next === "}" ? this.next() : undefined;
  }

  /** The next character that is no space. */
  #peek(): string {
    while (this.#position < this.#text.length && " \t\n\r".includes(this.#text.charAt(this.#position)))
      this.#position++;
    if (this.#position === this.#text.length) throw new EvalError("unexpected end of file");
    return this.#text.charAt(this.#position);
  }

  /** Where the token ends that begins so here; beyond the text where it does not end. */
  #endOf(first: string): number {
    const start = this.#position;
    if (first === '"') return this.#endOfString();
    if ("[]{},:".includes(first)) return start + 1;
    const word = WORDS.get(first);
    if (word !== undefined) return start + word;
    if (!/[-0-9]/.test(first)) throw new EvalError(`unexpected character ${quote(first)}`);
    const rest = /[^-+.eE0-9]/g;
    rest.lastIndex = start + 1;
    return rest.exec(this.#text)?.index ?? this.#text.length + 1;
  }

  #endOfString(): number {
    let position = this.#position + 1;
    for (let c = this.#text.charAt(position); c !== '"' && c !== ""; c = this.#text.charAt(position)) {
      const isUnicode = c === "\\" && this.#text.charAt(position + 1) === "u";
      position += c !== "\\" ? 1 : isUnicode ? 6 : 2;
    }
    return position + 1;
  }
}
