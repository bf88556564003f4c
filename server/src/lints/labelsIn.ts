/** The labels in the value of an attribute, those of all branches of a select included. */
import { Label } from "../bazel/label.ts";
import { Selector } from "../bazel/selector.ts";
import { StarlarkDict } from "../starlark/dict.ts";
import { StarlarkList } from "../starlark/list.ts";
import { Tuple } from "../starlark/tuple.ts";
import type { Value } from "../starlark/value.ts";

export function labelsIn(value: Value): readonly Label[] {
  if (value instanceof Label) return [value];
  if (value instanceof StarlarkList || value instanceof Tuple) return value.items.flatMap(labelsIn);
  if (value instanceof StarlarkDict)
    return [...value.entries()].flatMap(([key, one]) => [...labelsIn(key), ...labelsIn(one)]);
  if (!(value instanceof Selector)) return [];
  return value.parts.flatMap((part) =>
    part.kind === "plain" ? labelsIn(part.value) : part.conditions.flatMap((one) => labelsIn(one.value)),
  );
}
