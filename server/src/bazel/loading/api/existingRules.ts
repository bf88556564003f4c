/** `existing_rule()` and `existing_rules()`: the rules declared so far (in a WORKSPACE file: the repositories), as plain values. After Bazel's `StarlarkNativeModule.getRuleDict`. */
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import type { Value } from "../../../starlark/value.ts";
import { isObject } from "../../../starlark/value.ts";
import { Label } from "../../label.ts";
import type { RuleTarget } from "../../target.ts";
import { existingRepositories, existingRepository } from "../../workspace/api/workspaceFunctions.ts";
import { workspaceOf } from "../../workspace/workspaceBuilder.ts";
import { REPOSITORY_RECORDER } from "./repositoryRules.ts";
import type { PackageBuilder } from "../packageBuilder.ts";
import { requirePackage } from "../packageThread.ts";

export const existingRuleBuiltin = builtin({
  name: "existing_rule",
  doc: "Returns the attributes of a rule that was declared before, or None.",
  params: [{ name: "name", types: ["string"], doc: "The target's name." }],
  run: (thread, [name]) => {
    const workspace = workspaceOf(thread);
    if (workspace) return existingRepository(workspace, name as string);
    if (thread.get(REPOSITORY_RECORDER)) return null; // A module extension sees no repositories of others.
    const builder = requirePackage(thread);
    const target = builder.targets.get(name as string);
    if (target?.kind === "rule") return ruleDict(builder, target);
    return target ? null : (builder.openUnknown ?? null);
  },
});

export const existingRulesBuiltin = builtin({
  name: "existing_rules",
  doc: "Returns the attributes of all rules that were declared before, by name.",
  params: [],
  run: (thread) => {
    const workspace = workspaceOf(thread);
    if (workspace) return existingRepositories(workspace);
    if (thread.get(REPOSITORY_RECORDER)) return new StarlarkDict();
    const builder = requirePackage(thread);
    if (builder.openUnknown) return builder.openUnknown;
    const rules = new StarlarkDict();
    for (const [name, target] of builder.targets)
      if (target.kind === "rule") rules.set(name, ruleDict(builder, target));
    return rules;
  },
});

/** Attributes whose values are functions, late-bound or of no plain type are left out, as in Bazel. */
function ruleDict(builder: PackageBuilder, target: RuleTarget): StarlarkDict {
  const { ruleClass } = target;
  const dict = StarlarkDict.from([["name", target.label.name]]);
  for (const [attribute, definition] of ruleClass.attributes) {
    if (attribute === "name" || !/^[A-Za-z]/.test(attribute)) continue;
    const value = generated(target, attribute) ?? target.attributes.get(attribute) ?? definition.default;
    const plain = plainValue(builder, value);
    if (plain !== undefined) dict.set(attribute, plain);
  }
  dict.set("kind", ruleClass.name);
  return dict;
}

function generated(target: RuleTarget, attribute: string): string | undefined {
  switch (attribute) {
    case "generator_name":
      return target.generatorName ?? "";
    case "generator_function":
      return target.generatorFunction ?? "";
    case "generator_location":
      return "";
    default:
      return undefined;
  }
}

function plainValue(builder: PackageBuilder, value: Value): Value | undefined {
  if (value === null) return undefined;
  if (value instanceof Label) return builder.isLocal(value) ? `:${value.name}` : value.toString();
  if (value instanceof StarlarkList) return new Tuple(value.items.map((item) => plainValue(builder, item) ?? null));
  if (value instanceof StarlarkDict) {
    return StarlarkDict.from(
      [...value.entries()].map(([key, element]) => [
        plainValue(builder, key) ?? null,
        plainValue(builder, element) ?? null,
      ]),
    );
  }
  if (isObject(value) && (value.type === "function" || value.type === "LateBoundDefault")) return undefined;
  return value;
}
