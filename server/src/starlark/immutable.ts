/** What can change no more (`Starlark.isImmutable`): lists, dicts and sets once they are frozen, whatever holds only such values, and all that has no state. It is what a depset asks of its elements, and a structure of its fields before it is a key. */
import { isObject, type Value } from "./value.ts";

export function isImmutable(value: Value): boolean {
  return !isObject(value) || (value.isImmutable?.() ?? true);
}
