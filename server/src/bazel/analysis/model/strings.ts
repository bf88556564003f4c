/** The strings of a list that a model passes; none of what is no list. */
import { StarlarkList } from "../../../starlark/list.ts";
import type { Value } from "../../../starlark/value.ts";

export function strings(value: Value | undefined): readonly string[] {
  return value instanceof StarlarkList ? value.items.map(String) : [];
}
