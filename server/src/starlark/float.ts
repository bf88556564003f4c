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

/** Formats as the conversions of `%` do; `g` is what `str` uses: up to 17 significant digits, and always a point or an exponent. */
export function formatFloat(value: number, conversion: FloatConversion): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "+inf" : "-inf";
  switch (conversion) {
    case "e":
    case "E":
      return withCase(padExponent(value.toExponential(6)), conversion);
    case "f":
    case "F":
      return fixed(value, 6);
    case "g":
    case "G":
      return withCase(general(value), conversion);
  }
}

function withCase(text: string, conversion: FloatConversion): string {
  return conversion === "E" || conversion === "G" ? text.toUpperCase() : text;
}

/** JavaScript writes `1e+5`, Java and C `1e+05`. */
function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** `toFixed` that does not fall into exponents for large numbers. */
function fixed(value: number, digits: number): string {
  if (Math.abs(value) < 1e21) return (Object.is(value, -0) ? "-" : "") + value.toFixed(digits);
  return `${BigInt(value)}.${"0".repeat(digits)}`;
}

/** Java's `%.17g` with the trailing zeros cut: scientific outside of 1e-4 ≤ |x| < 1e17. */
function general(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const digits = significantDigits(value);
  const exponent = digits.exponent;
  const sign = value < 0 ? "-" : "";
  if (exponent < -4 || exponent >= 17) {
    const mantissa = digits.text.length > 1 ? `${digits.text[0] ?? ""}.${digits.text.slice(1)}` : digits.text;
    return sign + padExponent(`${mantissa}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`);
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits.text}`;
  const whole = digits.text.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.text.slice(exponent + 1) || "0"}`;
}

/** The digits of a non-zero number to 17 places without trailing zeros, and the decimal exponent of the first. */
function significantDigits(value: number): { text: string; exponent: number } {
  const [mantissa = "", exponent = "0"] = Math.abs(value).toExponential(16).split("e");
  return { text: mantissa.replace(".", "").replace(/0+$/, "") || "0", exponent: Number(exponent) };
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
