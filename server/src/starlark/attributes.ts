/**
 * `x.name`: methods of the core types, and the attributes that other values offer. After `Starlark.getattr`, `hasattr` and `dir`.
 */
import { didYouMean } from "../base/spelling.ts";
import type { Method, MethodTable } from "./builtin.ts";
import { BoundMethod } from "./builtin.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError, RefusedAttribute } from "./errors.ts";
import { StarlarkList } from "./list.ts";
import { DICT_METHODS } from "./methods/dict.ts";
import { LIST_METHODS } from "./methods/list.ts";
import { SET_METHODS } from "./methods/set.ts";
import { STRING_METHODS } from "./methods/string.ts";
import { StarlarkSet } from "./set.ts";
import { LACKING, type Thread } from "./thread.ts";
import { known, Unknown } from "./unknown.ts";
import type { Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

/** The method of a core type, undefined where there is none. */
export function methodOf(value: Value, name: string, thread: Thread): Method | undefined {
  const method = methodsOf(value)?.get(name);
  return method && typeof value === "string" && lacks(value, name, thread) ? undefined : method;
}

function methodsOf(value: Value): MethodTable | undefined {
  if (typeof value === "string") return STRING_METHODS;
  if (value instanceof StarlarkList) return LIST_METHODS;
  if (value instanceof StarlarkDict) return DICT_METHODS;
  if (value instanceof StarlarkSet) return SET_METHODS;
  return undefined;
}

/** `x.name`; an attribute of an Unknown is that Unknown. Throws `EvalError` where there is no such attribute. */
export function getAttribute(value: Value, name: string, thread: Thread): Value {
  const found = findAttribute(value, name, thread);
  if (found !== undefined) return found;
  const own = isObject(value) ? value.missingAttr?.(name) : undefined;
  if (own !== undefined) throw new EvalError(own);
  throw new EvalError(
    `'${typeOf(value)}' value has no field or method '${name}'${didYouMean(name, attributeNames(value, thread))}`,
  );
}

/** `x.name`, undefined where there is no such attribute. */
function findAttribute(value: Value, name: string, thread: Thread): Value | undefined {
  const method = methodOf(value, name, thread);
  if (method) return new BoundMethod(method, value);
  if (value instanceof Unknown) return value;
  if (!isObject(value) || lacks(value, name, thread)) return undefined;
  return value.getAttr?.(name, thread);
}

function lacks(value: Value, name: string, thread: Thread | undefined): boolean {
  return thread?.get(LACKING)?.members.get(typeOf(value))?.has(name) === true;
}

/** What stands for whether there is such an attribute, where that is not known. */
export function uncertainAttribute(value: Value, name: string): Unknown | undefined {
  return isObject(value) ? value.uncertainAttr?.(name) : undefined;
}

/** `findAttribute` for who can do without: a value that answers a missing attribute with its own error message is taken at its `attrNames`. */
export function findOptionalAttribute(value: Value, name: string, thread: Thread): Value | undefined {
  try {
    return findAttribute(value, name, thread);
  } catch (error) {
    if (error instanceof RefusedAttribute) throw error;
    const isMissing = error instanceof EvalError && !attributeNames(value, thread).includes(name);
    if (!isMissing) throw error;
    return undefined;
  }
}

/** `hasattr(x, name)` */
export function hasAttribute(value: Value, name: string, thread: Thread): boolean {
  try {
    return findOptionalAttribute(value, name, thread) !== undefined;
  } catch (error) {
    if (error instanceof RefusedAttribute) return error.isThere;
    throw error;
  }
}

/** `x.name = y`. */
export function setAttribute(value: Value, name: string, newValue: Value, thread: Thread): void {
  known(value);
  if (isObject(value) && value.setAttr) {
    value.setAttr(name, newValue, thread);
    return;
  }
  const type = typeOf(value);
  const isStructure = isObject(value) && value.isStructure;
  throw new EvalError(
    isStructure ? `${type} value does not support field assignment` : `cannot set .${name} field of ${type} value`,
  );
}

/** `dir(x)`. */
export function attributeNames(value: Value, thread?: Thread): readonly string[] {
  const methods = methodsOf(value)?.keys() ?? [];
  const own = isObject(value) ? [...(value.attrNames?.(thread) ?? []), ...(value.methodNames?.() ?? [])] : [];
  return [...new Set([...methods, ...own])].filter((name) => !lacks(value, name, thread)).sort();
}
