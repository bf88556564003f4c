/**
 * Integers of any size: a `number` while it is a safe integer, else a `bigint`. Every function gives that normal form. After Bazel's `StarlarkInt.java`.
 */
import { EvalError, ResourceLimit } from "./errors.ts";
import type { Value } from "./value.ts";
import { typeOf } from "./value.ts";

export type Int = number | bigint;

/** Integers may have so many bits; Bazel knows no bound, but repeated squaring would fill any memory. */
const MAX_BITS = 1 << 20;
const TOO_LARGE = 1n << BigInt(MAX_BITS);
const INT32 = 2 ** 31;

/** The normal form of an integer. Throws `ResourceLimit` for one that is too large to work with. */
export function normalInt(value: bigint): Int {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return Number(value);
  if (value >= TOO_LARGE || value <= -TOO_LARGE) {
    throw new ResourceLimit("memory", `integer too large: more than ${MAX_BITS} bits`);
  }
  return value;
}

export function isInt(value: Value): value is Int {
  return typeof value === "number" || typeof value === "bigint";
}

export function addInts(x: Int, y: Int): Int {
  if (typeof x === "number" && typeof y === "number") {
    const sum = x + y;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return normalInt(BigInt(x) + BigInt(y));
}

export function subtractInts(x: Int, y: Int): Int {
  if (typeof x === "number" && typeof y === "number") {
    const difference = x - y;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return normalInt(BigInt(x) - BigInt(y));
}

export function multiplyInts(x: Int, y: Int): Int {
  if (typeof x === "number" && typeof y === "number") {
    const product = x * y;
    if (Number.isSafeInteger(product)) return product + 0; // -0 is no integer
  }
  return normalInt(BigInt(x) * BigInt(y));
}

/** `x // y`, rounded down. */
export function floorDivideInts(x: Int, y: Int): Int {
  if (y === 0) throw new EvalError("integer division by zero");
  if (typeof x === "number" && typeof y === "number") {
    // The quotient of two safe integers may round up to the next integer, so it is made from the exact remainder.
    const remainder = x % y;
    const quotient = (x - remainder) / y;
    return (remainder !== 0 && remainder < 0 !== y < 0 ? quotient - 1 : quotient) + 0;
  }
  const [a, b] = [BigInt(x), BigInt(y)];
  const quotient = a / b;
  return normalInt(a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient);
}

/** `x % y`, with the sign of the divisor. */
export function moduloInts(x: Int, y: Int): Int {
  if (y === 0) throw new EvalError("integer modulo by zero");
  if (typeof x === "number" && typeof y === "number") {
    const remainder = x % y;
    return (remainder !== 0 && remainder < 0 !== y < 0 ? remainder + y : remainder) + 0;
  }
  const [a, b] = [BigInt(x), BigInt(y)];
  const remainder = a % b;
  return normalInt(remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder);
}

export function negateInt(x: Int): Int {
  return typeof x === "number" ? 0 - x : normalInt(-x);
}

export function invertInt(x: Int): Int {
  return typeof x === "number" ? subtractInts(-1, x) : normalInt(~x);
}

export function andInts(x: Int, y: Int): Int {
  return isInt32(x) && isInt32(y) ? x & y : normalInt(BigInt(x) & BigInt(y));
}

export function orInts(x: Int, y: Int): Int {
  return isInt32(x) && isInt32(y) ? x | y : normalInt(BigInt(x) | BigInt(y));
}

export function xorInts(x: Int, y: Int): Int {
  return isInt32(x) && isInt32(y) ? x ^ y : normalInt(BigInt(x) ^ BigInt(y));
}

function isInt32(x: Int): x is number {
  return typeof x === "number" && (x | 0) === x;
}

export function shiftLeft(x: Int, y: Int): Int {
  const count = shiftCount(y);
  if (count >= 512) throw new EvalError(`shift count too large: ${count}`);
  return normalInt(BigInt(x) << BigInt(count));
}

export function shiftRight(x: Int, y: Int): Int {
  return normalInt(BigInt(x) >> BigInt(shiftCount(y)));
}

function shiftCount(y: Int): number {
  const count = toInt32(y, "shift count");
  if (count < 0) throw new EvalError(`negative shift count: ${count}`);
  return count;
}

export function compareInts(x: Int, y: Int): number {
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The nearest double. Throws where there is no finite one. */
export function toFiniteDouble(x: Int): number {
  const double = Number(x);
  if (!Number.isFinite(double)) throw new EvalError("int too large to convert to float");
  return double;
}

/** The integer towards zero of a finite double. */
export function truncate(x: number): Int {
  const whole = Math.trunc(x);
  return Number.isSafeInteger(whole) ? whole + 0 : normalInt(BigInt(whole));
}

/** A Starlark int in the signed 32-bit range, which is what Bazel's builtins take; `what` names it in the error. */
export function toInt32(value: Value, what: string): number {
  if (typeof value === "number" && value >= -INT32 && value < INT32) return value;
  if (isInt(value)) throw new EvalError(`got ${value} for ${what}, want value in signed 32-bit range`);
  throw new EvalError(`got ${typeOf(value)} for ${what}, want int`);
}
