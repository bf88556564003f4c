/** Reading the arguments of builtins whose types the binder has checked only on the outside: elements of lists, keys of dicts, labels. */
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import { known, Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import type { LabelContext } from "../../label.ts";
import { Label, parseLabel } from "../../label.ts";
import { labelContextOf, scopeOf } from "../moduleScope.ts";
import { packageOf } from "../packageThread.ts";

/** The elements of a list or tuple; undefined for anything else. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof StarlarkList || value instanceof Tuple) return value.items;
  return undefined;
}

/** The elements of a sequence argument; None and an argument that was left out are empty. */
export function sequence(value: Value | undefined): readonly Value[] {
  return elementsOf(value ?? null) ?? [];
}

/** Strings of a sequence argument. Throws for other elements, and `UnknownDecision` for an Unknown one. */
export function strings(value: Value | undefined, what: string): readonly string[] {
  return sequence(value).map((element, index) => stringOf(element, `element ${String(index)} of ${what}`));
}

/** The same where Bazel's Java asks the type of each element alone (`Sequence.cast`), which has other words; 4.2.3 counts every element as the first, 7.7.1 does not. */
export function castStrings(value: Value | undefined, what: string): readonly string[] {
  return sequence(value).map((element, index) => {
    known(element);
    if (typeof element === "string") return element;
    throw new EvalError(`at index ${String(index)} of ${what}, got element of type ${typeOf(element)}, want string`);
  });
}

export function stringOf(value: Value, what: string): string {
  known(value);
  if (typeof value === "string") return value;
  throw new EvalError(`expected value of type 'string' for ${what}, but got ${described(value)}`);
}

/** The entries of a dict argument with string keys; None and an argument that was left out are empty. */
export function stringEntries(value: Value | undefined, what: string): readonly (readonly [string, Value])[] {
  if (!(value instanceof StarlarkDict)) return [];
  return [...value.entries()].map(([key, element]) => [stringOf(key, `dict key in ${what}`), element]);
}

/**
 * The entries of a dict in the words of `Dict.cast`, which Bazel's Java uses where it wants a type of the values, too. `want` names that type as Bazel does; only `string` is looked at. An Unknown has none, and passes where it
 * is a key or a value.
 */
export function castEntries(value: Value, what: string, want: string): readonly (readonly [Value, Value])[] {
  if (value instanceof Unknown) return [];
  if (!(value instanceof StarlarkDict)) throw new EvalError(`got ${typeOf(value)} for '${what}', want dict`);
  const fits = (element: Value, type: string) =>
    element instanceof Unknown || type !== "string" || typeof element === "string";
  const entries = [...value.entries()];
  const wrong = entries.find(([key, element]) => !fits(key, "string") || !fits(element, want));
  if (!wrong) return entries;
  throw new EvalError(`got dict<${typeOf(wrong[0])}, ${typeOf(wrong[1])}> for '${what}', want dict<string, ${want}>`);
}

/** A value as Bazel's messages about types show it: `5 (int)`. */
export function described(value: Value): string {
  return `${repr(value)} (${typeOf(value)})`;
}

/** Where label strings in the code that calls a builtin are resolved: its .bzl file, or the package of a BUILD file. */
export function callerLabels(thread: Thread): LabelContext {
  const scope = scopeOf(thread);
  if (scope) return labelContextOf(scope);
  const builder = packageOf(thread);
  if (builder) return builder.labels;
  throw new EvalError("labels cannot be resolved here");
}

/** A Label or label string of the calling code. Throws `EvalError` with `what` in the text. */
export function labelArgument(thread: Thread, value: Value, what: string): Label {
  if (value instanceof Label) return value;
  const result = parseLabel(stringOf(value, what), callerLabels(thread));
  if (result.kind === "error") throw new EvalError(`invalid label ${repr(value)} in ${what}: ${result.why}`);
  return result.label;
}

/** The first Unknown among some values. */
export function firstUnknown(values: Iterable<Value | undefined>): Unknown | undefined {
  for (const value of values) if (value instanceof Unknown) return value;
  return undefined;
}
