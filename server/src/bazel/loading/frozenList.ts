/** Lists that evaluation cannot change. */
import { StarlarkList } from "../../starlark/list.ts";
import type { Value } from "../../starlark/value.ts";

export function frozenList(values: readonly Value[]): StarlarkList {
  const list = new StarlarkList([...values]);
  list.freeze();
  return list;
}
