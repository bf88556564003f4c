/** Conditions of `select()`: config_setting, constraint_value, and aliases to them (`ConfigMatchingProvider`, `PlatformInfo`). */
import { CONFIG_MATCHING_INFO, CONSTRAINT_VALUE_INFO } from "./providers.ts";
import { platformConstraint } from "./platforms.ts";
import { Struct } from "../provider.ts";
import { Selector } from "../selector.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import { Label } from "../label.ts";
import type { RuleClass } from "../rule.ts";
import type { Value } from "../../starlark/value.ts";
import { isAtLeast, type BazelVersion } from "../workspace/bazelVersion.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

export type ConditionResult =
  | { readonly kind: "match"; readonly settings: ReadonlySet<string> }
  | { readonly kind: "no-match" }
  /** Bazel refuses what the select is on. */
  | { readonly kind: "rejected"; readonly message: string }
  /** It is no condition, or none here. */
  | { readonly kind: "invalid"; readonly message: string }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

/** Rules of Bazel's own that, as build settings in Starlark, resolve no toolchains, and so are told no platform: in them a constraint is no condition (seen with 4.2.3 and 7.7.1, one by one). */
const WITHOUT_PLATFORM: ReadonlySet<string> = new Set([
  "constraint_setting",
  "constraint_value",
  "environment",
  "label_flag",
  "label_setting",
  "platform",
  "toolchain",
  "toolchain_type",
]);

/** Whether constraints can be conditions in the rule. In an alias they can since 5.1 (bazelbuild/bazel#14754). */
export function seesPlatform({ name, model, buildSetting }: RuleClass, version: BazelVersion): boolean {
  if (buildSetting || model?.of !== "bazel") return !buildSetting;
  return !WITHOUT_PLATFORM.has(name) && (name !== "alias" || isAtLeast(version, "5.1"));
}

/** `//conditions:default`, as seen from any repository. */
export function isDefaultCondition(label: Label): boolean {
  return label.packagePath === "conditions" && label.name === "default";
}

/** The conditions of the selects in a value, but for the default. */
export function conditionsOf(value: Value): readonly Label[] {
  if (!(value instanceof Selector)) return [];
  return value.parts
    .flatMap((part) => (part.kind === "select" ? part.conditions : []))
    .flatMap(({ condition }) => (condition instanceof Label && !isDefaultCondition(condition) ? [condition] : []));
}

export function evaluateCondition(
  graph: QueryContext,
  host: AnalysisHost,
  condition: Label,
  key: TargetKey,
  hasPlatform = true,
): ConditionResult {
  const result = graph.get(host.configuredTarget, {
    label: condition,
    configuration: key.configuration,
    order: key.order,
    transitioned: false,
  });
  if (result.kind === "unknown") return result;
  if (result.kind === "rejected") return { kind: "rejected", message: result.rejection.message };
  const { target } = result;
  const matching = target.provider(CONFIG_MATCHING_INFO);
  if (matching instanceof Unknown) return { kind: "unknown", unknown: matching };
  if (matching instanceof Struct) return fromMatching(matching, condition);
  const value = target.provider(CONSTRAINT_VALUE_INFO);
  if (value instanceof Unknown) return { kind: "unknown", unknown: value };
  if (value instanceof Struct && hasPlatform) return fromConstraint(graph, host, target.label, value, key);
  const message = `${condition.toString()} is not a valid select() condition for ${key.label.toString()}.`;
  return { kind: "invalid", message };
}

function fromMatching(matching: Struct, condition: Label): ConditionResult {
  const matches = matching.fields.get("matches");
  if (matches instanceof Unknown) return { kind: "unknown", unknown: matches };
  if (typeof matches !== "boolean") return unknownCondition(condition, "it does not say whether it matches");
  if (!matches) return { kind: "no-match" };
  const settings = matching.fields.get("settings");
  return { kind: "match", settings: new Set(settings instanceof StarlarkList ? settings.items.map(String) : []) };
}

function fromConstraint(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  value: Struct,
  key: TargetKey,
): ConditionResult {
  const has = platformConstraint(graph, host, key, label, value);
  if (has instanceof Unknown) return { kind: "unknown", unknown: has };
  // It counts no setting, so that every config_setting is more specialized that has one, whatever it is about (`ConstraintValueInfo.configMatchingProvider`).
  return has ? { kind: "match", settings: new Set() } : { kind: "no-match" };
}

function unknownCondition(condition: Label, why: string): ConditionResult {
  return {
    kind: "unknown",
    unknown: new Unknown({
      kind: "select",
      name: condition.toString(),
      message: `select() on ${condition.toString()} cannot be decided: ${why}`,
      site: undefined,
    }),
  };
}
