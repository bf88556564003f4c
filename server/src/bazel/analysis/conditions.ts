/** Conditions of `select()`: config_setting, constraint_value, and aliases to them (`ConfigMatchingProvider`, `PlatformInfo`). */
import { CONFIG_MATCHING_INFO, CONSTRAINT_VALUE_INFO } from "./providers.ts";
import { platformConstraint } from "./platforms.ts";
import { Struct } from "../provider.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Label } from "../label.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

export type ConditionResult =
  | { readonly kind: "match"; readonly settings: ReadonlySet<string> }
  | { readonly kind: "no-match" }
  /** Bazel refuses what the select is on. */
  | { readonly kind: "rejected"; readonly message: string }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

export function evaluateCondition(
  graph: QueryContext,
  host: AnalysisHost,
  condition: Label,
  key: TargetKey,
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
  if (value instanceof Struct) return fromConstraint(graph, host, target.label, value, key);
  return {
    kind: "rejected",
    message: `${condition.toString()} is not a valid select() condition for ${key.label.toString()}`,
  };
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
  return has ? { kind: "match", settings: new Set([`constraint ${label.toString()}`]) } : { kind: "no-match" };
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
