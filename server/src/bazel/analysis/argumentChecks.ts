/** What Bazel's Java demands of the elements of arguments beyond the types of parameters: `Sequence.cast`, `Depset.cast`, `Dict.cast`. What is not known is accepted. */
import { Depset } from "../depset.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { typeOf } from "../../starlark/value.ts";

/** The elements of a list or tuple; none of anything else. */
export function elementsIn(value: Value | undefined): readonly Value[] {
  return value instanceof StarlarkList || value instanceof Tuple ? value.items : [];
}

/** A sequence all of whose elements are of one type. */
export function requireSequenceOf(type: string, value: Value | undefined, what: string): void {
  for (const [index, element] of elementsIn(value).entries())
    if (!(element instanceof Unknown) && typeOf(element) !== type)
      throw new EvalError(`at index ${String(index)} of ${what}, got element of type ${typeOf(element)}, want ${type}`);
}

/** A sequence or depset of files. */
export function requireFiles(value: Value | undefined, what: string): void {
  if (value instanceof Depset) requireDepsetOfFiles(value, what);
  else requireSequenceOf("File", value, what);
}

export function requireDepsetOfFiles(value: Depset, what: string): void {
  const { elementType } = value;
  if (elementType !== undefined && elementType !== "File")
    throw new EvalError(`for '${what}', got a depset of '${elementType}', expected a depset of 'File'`);
}

/** A dict with keys and values of these types. */
export function requireDictOf(value: Value | undefined, what: string, values: string): void {
  if (!(value instanceof StarlarkDict)) return;
  for (const [key, item] of value.entries()) {
    if (key instanceof Unknown || item instanceof Unknown) continue;
    if (typeof key !== "string" || typeOf(item) !== values)
      throw new EvalError(`got dict<${typeOf(key)}, ${typeOf(item)}> for '${what}', want dict<string, ${values}>`);
  }
}
