/** Lists of labels that say who may see something. After Bazel's `RuleVisibility.java`. */
import { StarlarkList } from "../../starlark/list.ts";
import type { Value } from "../../starlark/value.ts";
import type { PackageId } from "../label.ts";
import { Label } from "../label.ts";
import { frozenList } from "./frozenList.ts";

export const PRIVATE = frozenList([new Label("", "visibility", "private")]);
export const PUBLIC = frozenList([new Label("", "visibility", "public")]);

/** The visibility, and the package (`RuleVisibility.concatWithPackage`). An Unknown stays one. */
export function visibleAlsoTo(visibility: Value, { repository, path }: PackageId): Value {
  if (!(visibility instanceof StarlarkList)) return visibility;
  if (visibility.items.some((label) => isConstant(label, "public"))) return PUBLIC;
  const own = new Label(repository, path, "__pkg__");
  const others = visibility.items.filter((label) => !isConstant(label, "private"));
  const isThere = others.some((label) => label instanceof Label && label.toString() === own.toString());
  return frozenList(isThere ? others : [...others, own]);
}

function isConstant(label: Value, name: "public" | "private"): boolean {
  return label instanceof Label && label.packagePath === "visibility" && label.repository === "" && label.name === name;
}
