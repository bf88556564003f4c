/**
 * Values as a rule's call gives them → values of the attribute's type, after Bazel's `Type.java` and `BuildType.java` (the texts of the errors were compared with Bazel 4.2.3).
 *
 * An Unknown is a value of every type: it is kept, also as an element of a list or a value of a dict.
 */
import { StarlarkDict } from "../../starlark/dict.ts";
import { isIterable, toArray } from "../../starlark/iteration.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { repr, str } from "../../starlark/printer.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { typeOf } from "../../starlark/value.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Depset } from "../depset.ts";
import type { LabelContext } from "../label.ts";
import { checkDistributions, checkLicenses } from "./licenses.ts";
import { Label, parseLabel } from "../label.ts";
import type { AttributeType } from "../rule.ts";
import type { PlainPart, SelectBranch } from "../selector.ts";
import { Selector } from "../selector.ts";

type ElementType = "string" | "int" | "label" | "output";

interface Shape {
  /** As Bazel's messages name the type. */
  readonly name: string;
  convert(value: Value, what: string, labels: LabelContext): Value;
  /** Whether selects of the type may be added up. */
  readonly concatenates: boolean;
}

const SHAPES: Readonly<Record<AttributeType, Shape>> = {
  bool: { name: "boolean", concatenates: false, convert: toBool },
  int: { name: "int", concatenates: false, convert: (value, what) => toInt(value, what) },
  tristate: { name: "tristate", concatenates: false, convert: toTristate },
  string: elementShape("string", true),
  label: elementShape("label", false),
  output: elementShape("output", false),
  int_list: listShape("int"),
  string_list: listShape("string"),
  label_list: listShape("label"),
  output_list: listShape("output"),
  license: checkedShape(checkLicenses),
  distribs: checkedShape(checkDistributions),
  string_dict: dictShape(elementShape("string", false), elementShape("string", false)),
  string_list_dict: dictShape(elementShape("string", false), listShape("string")),
  label_keyed_string_dict: dictShape(elementShape("label", false), elementShape("string", false)),
  string_keyed_label_dict: dictShape(elementShape("string", false), elementShape("label", false)),
  label_list_dict: dictShape(elementShape("string", false), listShape("label")),
};

/** `attribute 'srcs' in 'sh_library' rule`. */
export function describeAttribute(name: string, ruleClass: string | undefined): string {
  return ruleClass === undefined ? `attribute '${name}'` : `attribute '${name}' in '${ruleClass}' rule`;
}

/** Converts a plain value; the result is frozen. Throws `EvalError` in Bazel's words. */
export function convertAttribute(type: AttributeType, value: Value, what: string, labels: LabelContext): Value {
  if (value instanceof Unknown) return value;
  const converted = SHAPES[type].convert(value, what, labels);
  if (typeof converted === "object") converted?.freeze?.();
  return converted;
}

/** Converts a value that may be a select: conditions become Labels, and every branch a value of the type; None stays None. */
export function convertConfigurable(type: AttributeType, value: Value, what: string, labels: LabelContext): Value {
  if (!(value instanceof Selector)) return convertAttribute(type, value, what, labels);
  if (value.parts.length > 1 && !SHAPES[type].concatenates) {
    throw new EvalError(`type '${SHAPES[type].name}' doesn't support select concatenation`);
  }
  return new Selector(value.parts.map((part) => convertPart(type, part, what, labels)));
}

function convertPart(
  type: AttributeType,
  part: SelectBranch | PlainPart,
  what: string,
  labels: LabelContext,
): SelectBranch | PlainPart {
  if (part.kind === "plain") return { kind: "plain", value: convertAttribute(type, part.value, what, labels) };
  const conditions = part.conditions.map(({ condition, value }) => ({
    condition: convertAttribute("label", condition, what, labels),
    value: value === null ? null : convertAttribute(type, value, branchText(condition, what), labels),
  }));
  return { ...part, conditions };
}

function branchText(condition: Value, what: string): string {
  const text = condition instanceof Label ? condition.toString() : str(condition);
  return `each branch in select expression of ${what} (including '${text}')`;
}

function elementShape(type: ElementType, concatenates: boolean): Shape {
  return { name: type, concatenates, convert: (value, what, labels) => toElement(type, value, what, labels) };
}

function listShape(type: ElementType): Shape {
  const name = `list(${type})`;
  return {
    name,
    concatenates: true,
    convert: (value, what, labels) => {
      const items = elementsOf(value);
      if (!items) throw wrongType(name, value, what);
      return new StarlarkList(
        items.map((item, index) => toElement(type, item, () => `element ${String(index)} of ${what}`, labels)),
      );
    },
  };
}

/** A list of words, of which not every one will do. */
function checkedShape(check: (words: Value, labels: LabelContext) => void): Shape {
  const shape = listShape("string");
  return {
    ...shape,
    convert: (value, what, labels) => {
      const words = shape.convert(value, what, labels);
      check(words, labels);
      return words;
    },
  };
}

/** Whatever can be iterated will do, also a dict (its keys) and a depset: `Type.ListType.convert`. */
function elementsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof StarlarkList || value instanceof Tuple) return value.items;
  if (value instanceof Depset) return [...value.toList(), ...value.unknowns];
  return isIterable(value) ? toArray(value) : undefined;
}

function dictShape(key: Shape, element: Shape): Shape {
  const name = `dict(${key.name}, ${element.name})`;
  return {
    name,
    concatenates: true,
    convert: (value, what, labels) => {
      if (!(value instanceof StarlarkDict)) throw wrongType(name, value, what);
      const result = new StarlarkDict();
      const originals = new Map<string, Value>();
      for (const [from, to] of value.entries()) {
        const converted = key.convert(from, "dict key element", labels);
        if (converted instanceof Label) checkDistinct(converted, from, originals, what);
        result.set(converted, to instanceof Unknown ? to : element.convert(to, "dict value element", labels));
      }
      return result;
    },
  };
}

/** Two spellings of one label are an error, not an overwritten entry. */
function checkDistinct(label: Label, written: Value, originals: Map<string, Value>, what: string): void {
  const text = label.toString();
  const before = originals.get(text);
  if (before !== undefined)
    throw new EvalError(`duplicate labels in ${what}: ${text} (as [${repr(before)}, ${repr(written)}])`);
  originals.set(text, written);
}

/** `what` is a function where making the text would cost more than the conversion. */
function toElement(type: ElementType, value: Value, what: string | (() => string), labels: LabelContext): Value {
  if (value instanceof Unknown) return value;
  switch (type) {
    case "string":
      if (typeof value === "string") return value;
      throw wrongType("string", value, textOf(what));
    case "int":
      return toInt(value, what);
    case "label":
      return toLabel(value, what, labels);
    case "output":
      return toOutput(value, what, labels);
  }
}

function toBool(value: Value, what: string): boolean {
  if (typeof value === "boolean") return value;
  const number = toInt(value, what);
  if (number !== 0 && number !== 1) throw new EvalError("boolean is not one of [0, 1]");
  return number === 1;
}

function toTristate(value: Value, what: string): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = toInt(value, what);
  if (number < -1 || number > 1)
    throw new EvalError(`Invalid value ${String(number)} for ${what}: expected -1, 0 or 1`);
  return number;
}

function toInt(value: Value, what: string | (() => string)): number {
  if (typeof value !== "number" && typeof value !== "bigint") throw wrongType("int", value, textOf(what));
  if (value < -2147483648 || value > 2147483647) {
    throw new EvalError(`for ${textOf(what)}, got ${String(value)}, want value in signed 32-bit range`);
  }
  return Number(value);
}

function toLabel(value: Value, what: string | (() => string), labels: LabelContext): Label {
  if (value instanceof Label) return value;
  if (typeof value !== "string") throw wrongType("string", value, textOf(what));
  const result = parseLabel(value, labels);
  if (result.kind === "label") return result.label;
  throw new EvalError(`invalid label '${value}' in ${textOf(what)}: ${result.why}`);
}

function toOutput(value: Value, what: string | (() => string), labels: LabelContext): Label {
  const label = toLabel(value, what, labels);
  const here = labels.package;
  if (label.packagePath === here.path && label.repository === here.repository) return label;
  throw new EvalError(`label '${label.toString()}' is not in the current package`);
}

function wrongType(expected: string, value: Value, what: string): EvalError {
  return new EvalError(`expected value of type '${expected}' for ${what}, but got ${repr(value)} (${typeOf(value)})`);
}

function textOf(what: string | (() => string)): string {
  return typeof what === "string" ? what : what();
}
