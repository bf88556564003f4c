/** `existing_rule()` and `existing_rules()`: the rules declared so far (in a WORKSPACE file: the repositories), as plain values. After Bazel's `StarlarkNativeModule.getRuleDict`. */
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import type { Value } from "../../../starlark/value.ts";
import { isObject } from "../../../starlark/value.ts";
import { Label } from "../../label.ts";
import type { PlainPart, SelectBranch } from "../../selector.ts";
import { Selector } from "../../selector.ts";
import type { RuleTarget } from "../../target.ts";
import { BAZEL_VERSION, isAtLeast } from "../../workspace/bazelVersion.ts";
import { existingRepositories, existingRepository } from "../../workspace/api/existingRepositories.ts";
import { workspaceOf } from "../../workspace/workspaceBuilder.ts";
import { REPOSITORY_RECORDER } from "./repositoryRules.ts";
import type { PackageBuilder } from "../packageBuilder.ts";
import { requireCompletePackage } from "../packageThread.ts";

export const existingRuleBuiltin = builtin({
  name: "existing_rule",
  doc: "Returns the attributes of a rule that was declared before, or None.",
  params: [{ name: "name", types: ["string"], doc: "The target's name." }],
  run: (thread, [name]) => {
    const workspace = workspaceOf(thread);
    if (workspace) return existingRepository(workspace, name as string, thread.get(BAZEL_VERSION));
    if (thread.get(REPOSITORY_RECORDER)) return null; // A module extension sees no repositories of others.
    const builder = requireCompletePackage(thread, "existing_rule()");
    const target = builder.existingRules.get(name as string);
    if (target) return frozenView(builder, ruleDict(builder, target));
    return builder.targets.has(name as string) ? null : (builder.openUnknown ?? null);
  },
});

export const existingRulesBuiltin = builtin({
  name: "existing_rules",
  doc: "Returns the attributes of all rules that were declared before, by name.",
  params: [],
  run: (thread) => {
    const workspace = workspaceOf(thread);
    if (workspace) return existingRepositories(workspace, thread.get(BAZEL_VERSION));
    if (thread.get(REPOSITORY_RECORDER)) return new StarlarkDict();
    const builder = requireCompletePackage(thread, "existing_rules()");
    if (builder.openUnknown) return builder.openUnknown;
    const rules = new StarlarkDict();
    for (const [name, target] of builder.existingRules) rules.set(name, ruleDict(builder, target));
    return frozenView(builder, rules);
  },
});

/** Since Bazel 6 these are views that nobody can change (--incompatible_existing_rules_immutable_view). */
function frozenView(builder: PackageBuilder, dict: StarlarkDict): StarlarkDict {
  if (hasViews(builder)) dict.freeze();
  return dict;
}

function hasViews(builder: PackageBuilder): boolean {
  return isAtLeast(builder.host.settings.version, "6.0.0");
}

/** Attributes whose values are functions, late-bound or of no plain type are left out, as in Bazel. */
function ruleDict(builder: PackageBuilder, target: RuleTarget): StarlarkDict {
  const { ruleClass } = target;
  const dict = new StarlarkDict();
  if (hasViews(builder)) setIdentity(dict, target);
  for (const [attribute, definition] of ruleClass.attributes) {
    if (attribute === "name" || !/^[A-Za-z]/.test(attribute)) continue;
    const value = generated(target, attribute) ?? target.attributes.get(attribute) ?? definition.default;
    const plain = plainValue(builder, value);
    if (plain !== undefined) dict.set(attribute, plain);
  }
  if (!hasViews(builder)) setIdentity(dict, target);
  return dict;
}

function setIdentity(dict: StarlarkDict, { label, ruleClass }: RuleTarget): void {
  dict.set("name", label.name);
  dict.set("kind", ruleClass.name);
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
  if (value instanceof StarlarkList) return new Tuple(value.items.flatMap((item) => plainValue(builder, item) ?? []));
  if (value instanceof StarlarkDict) {
    const dict = new StarlarkDict();
    for (const [key, element] of value.entries()) {
      const [plainKey, plainElement] = [plainValue(builder, key), plainValue(builder, element)];
      if (plainKey !== undefined && plainElement !== undefined) dict.set(plainKey, plainElement);
    }
    return dict;
  }
  if (value instanceof Selector) return new Selector(value.parts.map((part) => plainPart(builder, part)));
  if (isObject(value) && (value.type === "function" || value.type === "rule" || value.type === "LateBoundDefault"))
    return undefined;
  return value;
}

/** A branch whose value cannot be told as None stays None. */
function plainPart(builder: PackageBuilder, part: PlainPart | SelectBranch): PlainPart | SelectBranch {
  if (part.kind === "plain") return { kind: "plain", value: plainValue(builder, part.value) ?? null };
  const conditions = part.conditions.map(({ condition, value }) => ({
    condition: plainValue(builder, condition) ?? condition,
    value: plainValue(builder, value) ?? null,
  }));
  return { ...part, conditions };
}
