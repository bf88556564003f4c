/**
 * The builtins that make a bool, an int, a float or a string of something. After Bazel's `MethodLibrary.java` and `StarlarkInt.parse`.
 */
import type { BuiltinSpec } from "./builtin.ts";
import { EvalError } from "./errors.ts";
import { Float } from "./float.ts";
import type { Int } from "./integer.ts";
import { isInt, negateInt, normalInt, toFiniteDouble, toInt32, truncate } from "./integer.ts";
import { truth } from "./iteration.ts";
import { reserveText } from "./limits.ts";
import { quote, repr, reprValue, strValue } from "./printer.ts";
import type { Thread } from "./thread.ts";
import type { Unknown } from "./unknown.ts";
import type { Value } from "./value.ts";
import { typeOf } from "./value.ts";

function reserved(thread: Thread, text: string | Unknown): Value {
  if (typeof text === "string") reserveText(thread, text.length);
  return text;
}

const strBuiltin: BuiltinSpec = {
  name: "str",
  doc: "Converts any object to string.",
  params: [{ name: "x", kind: "positional-only" }],
  run: (thread, [x = null]) => reserved(thread, strValue(x)),
};

const reprBuiltin: BuiltinSpec = {
  name: "repr",
  doc: "Converts any object to a string representation.",
  params: [{ name: "x", kind: "positional-only" }],
  run: (thread, [x = null]) => reserved(thread, reprValue(x)),
};

const bool: BuiltinSpec = {
  name: "bool",
  doc: "Returns False for None, False, an empty string, the number 0 and an empty collection, otherwise True.",
  params: [{ name: "x", kind: "positional-only", default: false }],
  run: (_thread, [x = null]) => truth(x),
};

const abs: BuiltinSpec = {
  name: "abs",
  doc: "Returns the absolute value of a number.",
  params: [{ name: "x", kind: "positional-only", types: ["int", "float"] }],
  run: (_thread, [x = null]) => {
    if (x instanceof Float) return new Float(Math.abs(x.value));
    return (x as Int) < 0 ? negateInt(x as Int) : x;
  },
};

/** Whether `0b` is a prefix only where the base is 2 or 0, or in any base, where another base than its own is an error. */
type Prefixes = "of-the-base" | "of-any-base";

function intSpec(prefixes: Prefixes): BuiltinSpec {
  return {
    name: "int",
    doc: "Returns x as an int: an int as it is, a bool as 0 or 1, a float without its fraction, a string as a literal of the base.",
    params: [
      { name: "x", kind: "positional-only" },
      { name: "base", optional: true },
    ],
    run: (_thread, [x = null, base]) => {
      if (typeof x === "string") return parseInteger(x, base === undefined ? 10 : toInt32(base, "base"), prefixes);
      if (base !== undefined) throw new EvalError("can't convert non-string with explicit base");
      if (typeof x === "boolean") return Number(x);
      if (isInt(x)) return x;
      if (!(x instanceof Float)) throw wantsNumber(x);
      if (!Number.isFinite(x.value)) throw new EvalError(`can't convert float ${repr(x)} to int`);
      return truncate(x.value);
    },
  };
}

/** `int` before the specification said what a prefix is beside a base (early 2021; seen with Bazel 4.2.3). */
export const intOfBazel4: BuiltinSpec = intSpec("of-any-base");

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };

function parseInteger(text: string, base: number, prefixes: Prefixes): Int {
  if (text === "") throw new EvalError("empty string");
  const { sign = "", prefix = "" } = /^(?<sign>[+-]?)(?:0(?<prefix>[box]))?/i.exec(text)?.groups ?? {};
  const marked = BASES[prefix.toLowerCase()];
  // In base 16, b is a digit as well, and in base 36 all three are.
  const prefixBase = base === 0 || base === marked ? marked : undefined;
  if (marked !== prefixBase && prefixes === "of-any-base")
    throw new EvalError(`invalid base-${base} literal: ${quote(text)} (0${prefix} prefix wants base ${marked})`);
  const rest = text.slice(sign.length + (prefixBase === undefined ? 0 : "0x".length));
  if (prefixBase === undefined && base === 0 && /^0./s.test(rest)) {
    throw new EvalError(`cannot infer base when string begins with a 0: ${quote(text)}`);
  }
  const radix = base === 0 ? (prefixBase ?? 10) : base;
  if (radix < 2 || radix > 36) throw new EvalError(`invalid base ${radix} (want 2 <= base <= 36)`);
  const value = parseDigits(rest, radix);
  if (value === undefined) throw new EvalError(`invalid base-${radix} literal: ${quote(text)}`);
  return sign === "-" ? negateInt(value) : value;
}

function parseDigits(digits: string, radix: number): Int | undefined {
  if (!/^[0-9a-z]+$/i.test(digits)) return undefined;
  if (digits.length <= 10) return parseShort(digits, radix);
  if (radix === 10) return /^[0-9]+$/.test(digits) ? normalInt(BigInt(digits)) : undefined;
  let value = 0n;
  for (const digit of digits) {
    const part = parseShort(digit, radix);
    if (part === undefined) return undefined;
    value = BigInt(normalInt(value * BigInt(radix) + BigInt(part)));
  }
  return normalInt(value);
}

/** At most ten digits of any base fit a safe integer. */
function parseShort(digits: string, radix: number): number | undefined {
  let value = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number.parseInt(digits.charAt(i), 36);
    if (digit >= radix) return undefined;
    value = value * radix + digit;
  }
  return value;
}

const float: BuiltinSpec = {
  name: "float",
  doc: "Returns x as a float: a bool as 0.0 or 1.0, an int as the nearest float, a string as a literal, nan or inf.",
  params: [{ name: "x", kind: "positional-only", default: new Float(0) }],
  run: (_thread, [x = null]) => {
    if (x instanceof Float) return x;
    if (typeof x === "boolean") return new Float(Number(x));
    if (isInt(x)) return new Float(toFiniteDouble(x));
    if (typeof x === "string") return parseFloatLiteral(x);
    throw wantsNumber(x);
  },
};

function wantsNumber(x: Value): EvalError {
  return new EvalError(`got ${typeOf(x)}, want string, int, float, or bool`);
}

function parseFloatLiteral(text: string): Float {
  if (text === "") throw new EvalError("empty string");
  // `infinity` without a sign is documented, but Bazel's MethodLibrary.float forgets it.
  const special = /^(?:(?<sign>[+-]?)(?<name>inf|nan)|(?<sign2>[+-])infinity)$/i.exec(text)?.groups;
  if (special) {
    const value = special.name?.toLowerCase() === "nan" ? NaN : Infinity;
    return new Float((special.sign ?? special.sign2) === "-" ? -value : value);
  }
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i.test(text)) {
    throw new EvalError(`invalid float literal: ${text}`);
  }
  const value = Number(text);
  if (!Number.isFinite(value)) throw new EvalError(`floating-point number too large`);
  return new Float(value);
}

export const CONVERSIONS: readonly BuiltinSpec[] = [strBuiltin, reprBuiltin, bool, abs, intSpec("of-the-base"), float];
