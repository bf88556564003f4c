/** Lists of labels that say who may see something. After Bazel's `RuleVisibility.java`. */
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Value } from "../../starlark/value.ts";
import type { PackageId } from "../label.ts";
import { Label } from "../label.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
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

/** Throws `EvalError` where public or private stands among others, which Bazel refuses before version 8 (`RuleVisibility.validate` of Bazel 7, `ConstantRuleVisibility.tryParse` before; both seen). */
export function checkVisibility(visibility: Value, version: BazelVersion): void {
  if (!(visibility instanceof StarlarkList)) return;
  if (isAtLeast(version, "7.0")) checkConstants(visibility);
  if (visibility.items.length < 2 || isAtLeast(version, "8.0")) return;
  if (visibility.items.some((label) => isConstant(label, "public") || isConstant(label, "private")))
    throw new EvalError(isAtLeast(version, "7.0") ? NOT_AMONG_OTHERS : NOT_AMONG_OTHERS_BEFORE_7);
}

const NOT_AMONG_OTHERS = "//visibility:public and //visibility:private cannot be used in combination with other labels";
const NOT_AMONG_OTHERS_BEFORE_7 = `Public or private visibility labels (e.g. //visibility:public or //visibility:private) cannot be used in combination with other labels`;

/** Whatever else is in the package `//visibility` is a misspelling (`RuleVisibility.validate`, since Bazel 8 `validateAndSimplify`). */
function checkConstants({ items }: StarlarkList): void {
  for (const label of items) {
    if (!(label instanceof Label) || label.repository !== "" || label.packagePath !== "visibility") continue;
    if (isConstant(label, "public") || isConstant(label, "private")) continue;
    throw new EvalError(
      `Invalid visibility label '${label.toString()}'; did you mean //visibility:public or //visibility:private?`,
    );
  }
}

/** Throws `EvalError` where a rule is visible as only `package()` may say before version 7 (`RuleVisibility` of Bazel 4). */
export function checkRuleVisibility(visibility: Value, version: BazelVersion): void {
  checkVisibility(visibility, version);
  if (!(visibility instanceof StarlarkList) || isAtLeast(version, "7.0")) return;
  if (visibility.items.some((label) => isConstant(label, "legacy_public")))
    throw new EvalError("//visibility:legacy_public only allowed in package declaration");
}

function isConstant(label: Value, name: "public" | "private" | "legacy_public"): boolean {
  return label instanceof Label && label.packagePath === "visibility" && label.repository === "" && label.name === name;
}
