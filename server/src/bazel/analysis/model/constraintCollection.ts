/** A collection of constraint values has one of each setting (`ConstraintCollection.Builder`). */
import { AttributeError } from "../attributeError.ts";
import { ConfiguredTarget } from "../configuredTarget.ts";
import { CONSTRAINT_VALUE_INFO } from "../providers.ts";
import type { Label } from "../../label.ts";
import { Struct } from "../../provider.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import type { Value } from "../../../starlark/value.ts";

export const requireOneValueEachBuiltin = builtin({
  name: "require_one_value_each",
  doc: "Refuses the target where an attribute holds several values of one constraint setting.",
  params: [
    { name: "attribute", types: ["string"] },
    { name: "targets", acceptsUnknown: true },
  ],
  run: (_thread, [attribute, targets]) => {
    const known = targets instanceof StarlarkList ? targets.items : [];
    const values = known.flatMap((target) =>
      target instanceof ConfiguredTarget
        ? [[target.label, target.providers.get(CONSTRAINT_VALUE_INFO.identity)] as const]
        : [],
    );
    try {
      requireOneValueEach(values);
    } catch (error) {
      throw error instanceof EvalError ? new AttributeError(attribute as string, error.message) : error;
    }
    return null;
  },
});

/** Throws `EvalError`. `values`: labels with their ConstraintValueInfo. */
export function requireOneValueEach(values: readonly (readonly [Label, Value | undefined])[]): void {
  const bySetting = new Map<string, string[]>();
  for (const [label, info] of values) {
    const setting = info instanceof Struct ? info.fields.get("constraint_setting") : undefined;
    if (typeof setting === "string")
      bySetting.set(setting, [...(bySetting.get(setting) ?? []), label.toString().replace(/^@@/, "@")]);
  }
  for (const [setting, labels] of bySetting)
    if (labels.length > 1)
      throw new EvalError(
        `Duplicate constraint values detected: constraint_setting ${setting.replace(/^@@/, "@")} has [${labels.join(", ")}]`,
      );
}
