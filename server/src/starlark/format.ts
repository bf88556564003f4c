/**
 * String interpolation: `pattern % arguments` after `Printer.formatWithList`, and `pattern.format(…)` after `FormatParser.java`, with their messages. Where an Unknown would be shown, the result is that Unknown.
 */
import type { StarlarkDict } from "./dict.ts";
import { EvalError } from "./errors.ts";
import type { FloatConversion } from "./float.ts";
import { Float, formatFloat } from "./float.ts";
import type { Int } from "./integer.ts";
import { isInt, truncate } from "./integer.ts";
import { reserveText } from "./limits.ts";
import { Printer, quote, repr } from "./printer.ts";
import type { Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import { Unknown } from "./unknown.ts";
import type { Value } from "./value.ts";
import { typeOf } from "./value.ts";

/** `pattern % operand`; a tuple gives several arguments, anything else is the only one. */
export function formatPercent(thread: Thread, pattern: string, operand: Value): string | Unknown {
  const args = operand instanceof Tuple ? operand.items : [operand];
  const printer = new Printer();
  let next = 0;
  let position = 0;
  for (let p = pattern.indexOf("%"); p >= 0; p = pattern.indexOf("%", position)) {
    printer.text(pattern.slice(position, p));
    if (p === pattern.length - 1) {
      throw new EvalError(`incomplete format pattern ends with %: ${quote(pattern)}`);
    }
    position = p + 2;
    const conversion = pattern.charAt(p + 1);
    if (conversion === "%") {
      printer.text("%");
      continue;
    }
    if (next >= args.length) {
      throw new EvalError(`not enough arguments for format pattern ${quote(pattern)}: ${repr(new Tuple(args))}`);
    }
    const argument = args[next++] as Value;
    if (argument instanceof Unknown) return argument;
    convert(printer, conversion, argument, pattern, p + 1);
  }
  if (next < args.length) throw new EvalError("not all arguments converted during string formatting");
  return finish(thread, printer.text(pattern.slice(position)));
}

function convert(printer: Printer, conversion: string, argument: Value, pattern: string, index: number): void {
  switch (conversion) {
    case "s":
      printer.str(argument);
      break;
    case "r":
      printer.value(argument);
      break;
    case "d":
    case "o":
    case "x":
    case "X":
      printer.text(formatInt(integerArgument(argument, conversion), conversion));
      break;
    case "e":
    case "f":
    case "g":
    case "E":
    case "F":
    case "G":
      printer.text(formatFloat(floatArgument(argument, conversion), conversion satisfies FloatConversion));
      break;
    default:
      throw new EvalError(`unsupported format character "${conversion}" at index ${index} in ${quote(pattern)}`);
  }
}

function formatInt(value: Int, conversion: "d" | "o" | "x" | "X"): string {
  switch (conversion) {
    case "d":
      return value.toString();
    case "o":
      return value.toString(8);
    case "x":
      return value.toString(16);
    case "X":
      return value.toString(16).toUpperCase();
  }
}

function integerArgument(argument: Value, conversion: string): Int {
  if (isInt(argument)) return argument;
  if (!(argument instanceof Float)) throw wantsNumber(argument, conversion);
  if (!Number.isFinite(argument.value)) throw new EvalError(`got ${repr(argument)}, want a finite number`);
  return truncate(argument.value);
}

function floatArgument(argument: Value, conversion: string): number {
  if (isInt(argument)) return Number(argument);
  if (argument instanceof Float) return argument.value;
  throw wantsNumber(argument, conversion);
}

function wantsNumber(argument: Value, conversion: string): EvalError {
  return new EvalError(`got ${typeOf(argument)} for '%${conversion}' format, want int or float`);
}

/** `pattern.format(*args, **kwargs)`. */
export function formatBraces(thread: Thread, pattern: string, args: Tuple, kwargs: StarlarkDict): string | Unknown {
  const printer = new Printer();
  const fields = new FieldNumbers();
  let position = 0;
  while (position < pattern.length) {
    const brace = nextBrace(pattern, position);
    printer.text(pattern.slice(position, brace));
    if (brace === pattern.length) break;
    const doubled = pattern.charAt(brace + 1) === pattern.charAt(brace);
    if (doubled) {
      printer.text(pattern.charAt(brace));
      position = brace + 2;
      continue;
    }
    if (pattern.charAt(brace) === "}") throw new EvalError("Found '}' without matching '{'");
    const name = fieldName(pattern, brace + 1);
    const value = fieldValue(name, fields, args, kwargs);
    if (value instanceof Unknown) return value;
    printer.str(value);
    position = brace + name.length + 2;
  }
  return finish(thread, printer);
}

function nextBrace(pattern: string, from: number): number {
  for (let i = from; i < pattern.length; i++) {
    const c = pattern.charCodeAt(i);
    if (c === 0x7b || c === 0x7d) return i;
  }
  return pattern.length;
}

/** The text between a brace and its partner. */
function fieldName(pattern: string, start: number): string {
  for (let i = start; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "}") return pattern.slice(start, i);
    if (c === "{") throw new EvalError("Nested replacement fields are not supported");
    if (".[],".includes(c)) throw new EvalError(`Invalid character '${c}' inside replacement field`);
  }
  throw new EvalError("Found '{' without matching '}'");
}

function fieldValue(name: string, fields: FieldNumbers, args: Tuple, kwargs: StarlarkDict): Value {
  const index = fields.indexOf(name);
  if (index === undefined) {
    const value = kwargs.get(name);
    if (value === undefined) throw new EvalError(`Missing argument '${name}'`);
    return value;
  }
  const value = args.items[index];
  if (value === undefined) throw new EvalError(`No replacement found for index ${index}`);
  return value;
}

/** Numbers the `{}` of a pattern; those and `{0}` must not be mixed. */
class FieldNumbers {
  #next = 0;
  #style: "automatic" | "manual" | undefined;

  /** The positional argument that a field names, undefined where it names a keyword. */
  indexOf(name: string): number | undefined {
    if (name === "") {
      this.#use("automatic");
      return this.#next++;
    }
    if (!/^-?[0-9]+$/.test(name)) return undefined;
    this.#use("manual");
    return Number(name);
  }

  #use(style: "automatic" | "manual"): void {
    if (this.#style && this.#style !== style) {
      throw new EvalError("Cannot mix manual and automatic numbering of positional fields");
    }
    this.#style = style;
  }
}

function finish(thread: Thread, printer: Printer): string | Unknown {
  if (printer.unknown) return printer.unknown;
  const text = printer.toString();
  reserveText(thread, text.length);
  return text;
}
