/**
 * Operators, after Bazel's `EvalUtils.java` (`binaryOp`, `unaryOp`) and the in-place forms of `Eval.inplaceBinaryOp`. An operation on an Unknown is that Unknown, except for comparisons, which decide.
 */
import type { BinaryOperator } from "../syntax/ast.ts";
import { compare, equals } from "./comparison.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError } from "./errors.ts";
import { Float, floatDivide, floatFloorDivide, floatModulo } from "./float.ts";
import { formatPercent } from "./format.ts";
import type { Int } from "./integer.ts";
import {
  addInts,
  andInts,
  floorDivideInts,
  invertInt,
  isInt,
  moduloInts,
  multiplyInts,
  negateInt,
  orInts,
  shiftLeft,
  shiftRight,
  subtractInts,
  toFiniteDouble,
  toInt32,
  xorInts,
} from "./integer.ts";
import { truth } from "./iteration.ts";
import { build, reserveAddition, reserveConcatenation, reserveElements, reserveText } from "./limits.ts";
import { StarlarkList } from "./list.ts";
import { StarlarkSet } from "./set.ts";
import { LACKING, type Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import { known, Unknown } from "./unknown.ts";
import type { Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

export type EagerOperator = Exclude<BinaryOperator, "and" | "or">;

/** `x op y` for every binary operator but the short-circuiting ones. */
export function binary(operator: EagerOperator, x: Value, y: Value, thread: Thread): Value {
  switch (operator) {
    case "==":
      return equals(x, y);
    case "!=":
      return !equals(x, y);
    case "<":
      return compare(x, y) < 0;
    case "<=":
      return compare(x, y) <= 0;
    case ">":
      return compare(x, y) > 0;
    case ">=":
      return compare(x, y) >= 0;
    case "in":
      return contains(x, y, thread);
    case "not in":
      return !contains(x, y, thread);
    default:
      return arithmetic(operator, x, y, thread);
  }
}

type ArithmeticOperator = Exclude<EagerOperator, "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in">;

/** The operators whose result is no bool. */
function arithmetic(operator: ArithmeticOperator, x: Value, y: Value, thread: Thread): Value {
  const result = x instanceof Unknown ? x : y instanceof Unknown ? y : core(operator, x, y, thread);
  return result ?? custom(operator, x, y, thread);
}

/** The result for operands of the core types; undefined where the operator does not apply to them (no result is None). */
function core(operator: ArithmeticOperator, x: Value, y: Value, thread: Thread): Value | undefined {
  switch (operator) {
    case "+":
      return add(x, y, thread);
    case "-":
      if (x instanceof StarlarkSet && y instanceof StarlarkSet) return difference(x, y);
      return numeric(x, y, subtractInts, (a, b) => new Float(a - b));
    case "*":
      return multiply(x, y, thread);
    case "/":
      return isNumber(x) && isNumber(y) ? floatDivide(toDouble(x), toDouble(y)) : undefined;
    case "//":
      return numeric(x, y, floorDivideInts, floatFloorDivide);
    case "%":
      return typeof x === "string" ? formatPercent(thread, x, y) : numeric(x, y, moduloInts, floatModulo);
    case "|":
      return union(x, y, thread);
    case "&":
      if (x instanceof StarlarkSet && y instanceof StarlarkSet) return intersection(x, y);
      return isInt(x) && isInt(y) ? andInts(x, y) : undefined;
    case "^":
      if (x instanceof StarlarkSet && y instanceof StarlarkSet) return symmetricDifference(x, y);
      return isInt(x) && isInt(y) ? xorInts(x, y) : undefined;
    case "<<":
      return isInt(x) && isInt(y) ? shiftLeft(x, y) : undefined;
    case ">>":
      return isInt(x) && isInt(y) ? shiftRight(x, y) : undefined;
  }
}

function add(x: Value, y: Value, thread: Thread): Value | undefined {
  if (typeof x === "number" && typeof y === "number") return addInts(x, y);
  if (typeof x === "string" && typeof y === "string") {
    reserveConcatenation(thread, x.length, y.length);
    return x + y;
  }
  if (x instanceof StarlarkList && y instanceof StarlarkList) {
    reserveElements(thread, x.items.length + y.items.length);
    return new StarlarkList(x.items.concat(y.items));
  }
  if (x instanceof Tuple && y instanceof Tuple) {
    reserveElements(thread, x.items.length + y.items.length);
    return new Tuple(x.items.concat(y.items));
  }
  return numeric(x, y, addInts, (a, b) => new Float(a + b));
}

function multiply(x: Value, y: Value, thread: Thread): Value | undefined {
  if (typeof x === "number" && typeof y === "number") return multiplyInts(x, y);
  if (isInt(y)) {
    const repeated = repeat(x, y, thread);
    if (repeated !== undefined) return repeated;
  }
  if (isInt(x)) {
    const repeated = repeat(y, x, thread);
    if (repeated !== undefined) return repeated;
  }
  return numeric(x, y, multiplyInts, (a, b) => new Float(a * b));
}

function repeat(x: Value, count: Int, thread: Thread): Value | undefined {
  if (typeof x === "string") {
    const times = Math.max(0, toInt32(count, "repeat"));
    reserveText(thread, x.length * times);
    return x.repeat(times);
  }
  if (x instanceof StarlarkList) return new StarlarkList(repeatItems(x.items, count, thread));
  if (x instanceof Tuple) return new Tuple(repeatItems(x.items, count, thread));
  return undefined;
}

function repeatItems(items: readonly Value[], count: Int, thread: Thread): Value[] {
  if (count <= 0) return [];
  const times = toInt32(count, "repeat");
  return build(thread, items.length * times, (index) => items[index % items.length] as Value);
}

function union(x: Value, y: Value, thread: Thread): Value | undefined {
  if (isInt(x) && isInt(y)) return orInts(x, y);
  if (x instanceof StarlarkDict && y instanceof StarlarkDict) {
    if (thread.get(LACKING)?.dictUnion) return undefined;
    const dict = new StarlarkDict();
    dict.putAll(x);
    dict.putAll(y);
    return dict;
  }
  if (!(x instanceof StarlarkSet && y instanceof StarlarkSet)) return undefined;
  const set = StarlarkSet.from(x.iterate());
  for (const element of y.iterate()) set.add(element);
  return set;
}

function intersection(x: StarlarkSet, y: StarlarkSet): StarlarkSet {
  return StarlarkSet.from([...x.iterate()].filter((element) => y.has(element)));
}

function difference(x: StarlarkSet, y: StarlarkSet): StarlarkSet {
  return StarlarkSet.from([...x.iterate()].filter((element) => !y.has(element)));
}

function symmetricDifference(x: StarlarkSet, y: StarlarkSet): StarlarkSet {
  const set = difference(x, y);
  for (const element of y.iterate()) if (!x.has(element)) set.add(element);
  return set;
}

/** An operator on two ints, or on two numbers of which one is a float. */
function numeric(
  x: Value,
  y: Value,
  ints: (x: Int, y: Int) => Int,
  floats: (x: number, y: number) => Float,
): Value | undefined {
  if (isInt(x) && isInt(y)) return ints(x, y);
  if (isNumber(x) && isNumber(y)) return floats(toDouble(x), toDouble(y));
  return undefined;
}

function isNumber(value: Value): value is Int | Float {
  return isInt(value) || value instanceof Float;
}

function toDouble(value: Int | Float): number {
  return value instanceof Float ? value.value : toFiniteDouble(value);
}

/** Asks the operands' own `binary`, left before right. */
function custom(operator: EagerOperator, x: Value, y: Value, thread: Thread): Value {
  const left = isObject(x) ? x.binary?.(operator, y, true, thread) : undefined;
  if (left !== undefined) return left;
  const right = isObject(y) ? y.binary?.(operator, x, false, thread) : undefined;
  if (right !== undefined) return right;
  throw new EvalError(`unsupported binary operation: ${typeOf(x)} ${operator} ${typeOf(y)}`);
}

function contains(x: Value, y: Value, thread: Thread): boolean {
  known(y);
  if (isObject(y) && y.contains) return y.contains(x, thread);
  if (typeof y === "string") {
    known(x);
    if (typeof x === "string") return y.includes(x);
    throw new EvalError(`'in <string>' requires string as left operand, not '${typeOf(x)}'`);
  }
  known(x);
  return truth(custom("in", x, y, thread));
}

/** `x op= y` where the left side is not rebound but changed, as lists, dicts and sets are; otherwise `x op y`. */
export function inPlace(operator: EagerOperator, x: Value, y: Value, thread: Thread): Value {
  if (y instanceof Unknown && (x instanceof StarlarkList || x instanceof StarlarkDict || x instanceof StarlarkSet)) {
    return known(y); // what others see through the same list would have to become Unknown, too
  }
  if (x instanceof StarlarkList && y instanceof StarlarkList && operator === "+") {
    reserveAddition(thread, x.items.length, y.items.length);
    x.extend(y.items);
    return x;
  }
  if (x instanceof StarlarkDict && y instanceof StarlarkDict && operator === "|") {
    x.putAll(y);
    return x;
  }
  if (x instanceof StarlarkSet && y instanceof StarlarkSet) return inPlaceSet(operator, x, y, thread);
  return binary(operator, x, y, thread);
}

function inPlaceSet(operator: EagerOperator, x: StarlarkSet, y: StarlarkSet, thread: Thread): Value {
  switch (operator) {
    case "|":
    case "&":
    case "^":
    case "-": {
      const result = binary(operator, x, y, thread) as StarlarkSet;
      x.checkMutable();
      const elements = [...result.iterate()];
      x.clear();
      for (const element of elements) x.add(element);
      return x;
    }
    default:
      return binary(operator, x, y, thread);
  }
}

/** `op x`. */
export function unary(operator: "+" | "-" | "~" | "not", x: Value): Value {
  if (operator === "not") return !truth(x);
  if (x instanceof Unknown) return x;
  if (operator === "~") {
    if (isInt(x)) return invertInt(x);
  } else if (isInt(x)) {
    return operator === "-" ? negateInt(x) : x;
  } else if (x instanceof Float) {
    return operator === "-" ? new Float(-x.value) : x;
  }
  throw new EvalError(`unsupported unary operation: ${operator}${typeOf(x)}`);
}
