/**
 * Floats, after Bazel's `StarlarkFloat.java`: IEEE 754 doubles, except that NaN equals itself and orders above everything, that division by zero is an error, and that the text always shows a float to be one.
 */
import { EvalError } from "./errors.ts";
import type { Printer } from "./printer.ts";
import type { StarlarkValue } from "./value.ts";

export class Float implements StarlarkValue {
  readonly type = "float";
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  repr(printer: Printer): void {
    printer.text(formatFloat(this.value, "g"));
  }

  truth(): boolean {
    return this.value !== 0;
  }
}

export type FloatConversion = "e" | "f" | "g" | "E" | "F" | "G";

/**
 * Formats as the conversions of `%` do; `g` is what `str` uses, and always shows a point or an exponent.
 * As in Java, all of them start from the shortest digits that denote the number, and round halves up.
 */
export function formatFloat(value: number, conversion: FloatConversion): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "+inf" : "-inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const decimal = shortestDecimal(Math.abs(value));
  switch (conversion) {
    case "e":
      return sign + scientific(decimal);
    case "E":
      return sign + scientific(decimal).toUpperCase();
    case "f":
    case "F":
      return sign + fixed(decimal);
    case "g":
      return sign + general(decimal);
    case "G":
      return sign + general(decimal).toUpperCase();
  }
}

/** A number as `0.d₁d₂d₃… × 10^point`; zero has no digits. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

function shortestDecimal(value: number): Decimal {
  if (value === 0) return { digits: "", point: 1 };
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** Rounds to so many digits (none or fewer than none gives zero or one unit), halves up. */
function round({ digits, point }: Decimal, count: number): Decimal {
  if (digits.length <= count) return { digits, point };
  if (count < 0) return { digits: "", point };
  const up = digits.charAt(count) >= "5";
  const kept = BigInt(digits.slice(0, count) || "0") + (up ? 1n : 0n);
  const text = kept.toString().padStart(count, "0");
  return text.length > count ? { digits: text, point: point + 1 } : { digits: text, point };
}

/** `%e`: one digit before the point, six after it. */
function scientific(decimal: Decimal): string {
  const { digits, point } = round(decimal, 7);
  const text = digits.slice(0, 7).padEnd(7, "0");
  return `${text.charAt(0)}.${text.slice(1)}${exponentText(point - 1)}`;
}

/** `%f`: six digits after the point. */
function fixed(decimal: Decimal): string {
  const { digits, point } = round(decimal, decimal.point + 6);
  const text = digits.padStart(digits.length + Math.max(0, 1 - point), "0");
  const whole = Math.max(1, point);
  const padded = text.padEnd(whole + 6, "0");
  return `${padded.slice(0, whole)}.${padded.slice(whole, whole + 6)}`;
}

/** Java's `%.17g` with the trailing zeros cut: scientific outside of 1e-4 ≤ x < 1e17. */
function general({ digits, point }: Decimal): string {
  if (digits === "") return "0.0";
  if (point < -3 || point > 17) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return digits.charAt(0) + fraction + exponentText(point - 1);
  }
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  return `${digits.slice(0, point).padEnd(point, "0")}.${digits.slice(point) || "0"}`;
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? "-" : "+"}${Math.abs(exponent).toString().padStart(2, "0")}`;
}

/** `x // y`. */
export function floatFloorDivide(x: number, y: number): Float {
  if (y === 0) throw new EvalError("integer division by zero");
  return new Float(Math.floor(x / y));
}

/** `x / y`. */
export function floatDivide(x: number, y: number): Float {
  if (y === 0) throw new EvalError("floating-point division by zero");
  return new Float(x / y);
}

/** `x % y`, with the sign of the divisor. */
export function floatModulo(x: number, y: number): Float {
  if (y === 0) throw new EvalError("floating-point modulo by zero");
  const remainder = x % y;
  return new Float(remainder !== 0 && x < 0 !== y < 0 ? remainder + y : remainder);
}

/** The three-way order of floats: zeros are equal, NaN equals NaN and is above all else. */
export function compareFloats(x: number, y: number): number {
  if (x < y) return -1;
  if (x > y) return 1;
  if (x === y) return 0;
  return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
}
