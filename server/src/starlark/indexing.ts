/**
 * `x[key]`, `x[key] = value` and `x[start:stop:step]`, after `EvalUtils.index`, `EvalUtils.setIndex` and `Starlark.slice`.
 */
import { EvalError } from "./errors.ts";
import { reserveElements, reserveText } from "./limits.ts";
import { StarlarkList } from "./list.ts";
import { Range } from "./range.ts";
import { sequenceIndex, sliceIndices, sliceItems, sliceString } from "./sequence.ts";
import type { Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import { known, Unknown } from "./unknown.ts";
import type { Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

/** `object[key]`; an Unknown on either side gives that Unknown. */
export function getIndex(object: Value, key: Value, thread: Thread): Value {
  if (object instanceof Unknown) return object;
  if (key instanceof Unknown) return key;
  if (isObject(object) && object.getIndex) return object.getIndex(key, thread);
  if (typeof object === "string") return object.charAt(sequenceIndex(key, object.length, "string index"));
  throw new EvalError(`type '${typeOf(object)}' has no operator [](${typeOf(key)})`);
}

/** `object[key] = value`. Throws `UnknownDecision` where it is not known what changes. */
export function setIndex(object: Value, key: Value, value: Value, thread: Thread): void {
  known(object);
  known(key);
  if (!isObject(object) || !object.setIndex) {
    throw new EvalError(`can only assign an element in a dictionary or a list, not in a '${typeOf(object)}'`);
  }
  object.setIndex(key, value, thread);
}

/** `object[start:stop:step]`; None stands for an operand that is left out. */
export function slice(object: Value, start: Value, stop: Value, step: Value, thread: Thread): Value {
  for (const operand of [object, start, stop, step]) {
    if (operand instanceof Unknown) return operand;
  }
  if (typeof object === "string") {
    const indices = sliceIndices(start, stop, step, object.length);
    if (indices.step !== 1) reserveText(thread, indices.count);
    return sliceString(object, indices);
  }
  if (object instanceof Range) return object.slice(sliceIndices(start, stop, step, object.count));
  if (object instanceof StarlarkList || object instanceof Tuple) {
    const indices = sliceIndices(start, stop, step, object.items.length);
    reserveElements(thread, indices.count);
    const items = sliceItems(object.items, indices);
    return object instanceof StarlarkList ? new StarlarkList(items) : new Tuple(items);
  }
  throw new EvalError(`invalid slice operand: ${typeOf(object)}`);
}
