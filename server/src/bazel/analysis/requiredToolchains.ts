/** The toolchains that a rule, one of its execution groups or an aspect asks for. */
import { TargetError } from "./attributeError.ts";
import { executionOf, groupExecutionPlatform, ownExecutionPlatform } from "./executionPlatform.ts";
import { groupTypes, looksAtPlatforms, type ResolvedToolchains } from "./toolchains.ts";
import { ExecGroup } from "../loading/api/toolchains.ts";
import type { Label } from "../label.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RequiredToolchainType, RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { AnalysisHost, ConfigurationKey, TargetKey } from "./keys.ts";

/** Types that are asked for together, and the platform that was chosen for them. */
interface Requirement {
  readonly types: readonly RequiredToolchainType[];
  readonly execution: Label | Unknown;
}

/** The toolchains of a rule; those of its execution groups have only to be there. */
export function toolchainsOfRule(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): ReadonlyMap<string, ResolvedToolchains> {
  const { label, ruleClass } = target;
  if (looksAtPlatforms(ruleClass)) {
    const { configuration, order } = key;
    const { refusal } = graph.get(host.platforms, { configuration, order });
    if (refusal !== undefined) throw unresolved(label, refusal);
  }
  for (const group of execGroups(ruleClass)) toolchainsOfGroup(graph, host, label, key, group);
  return requiredToolchains(graph, host, label, key, ownRequirement(graph, host, key, target));
}

/** Those of one execution group, for the platform of that group. */
export function toolchainsOfGroup(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  key: ConfigurationKey,
  group: ExecGroup,
): ReadonlyMap<string, ResolvedToolchains> {
  return requiredToolchains(graph, host, label, key, groupRequirement(graph, host, key, group));
}

/** What `label` gets for the types that it asks for; an error where Bazel refuses it for their sake. */
export function requiredToolchains(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  { configuration, order }: ConfigurationKey,
  { types, execution }: Requirement,
): ReadonlyMap<string, ResolvedToolchains> {
  const resolved = new Map<string, ResolvedToolchains>();
  for (const { type, mandatory, usesTransition } of types) {
    const result = graph.get(host.toolchains, { type, usesTransition, configuration, order, execution });
    if (result.kind === "none" && mandatory)
      throw unresolved(label, `No matching toolchains found for types ${type.toString()}.`);
    if (result.kind === "refused") throw unresolved(label, result.message);
    resolved.set(type.toString(), result);
    if (result.actual) resolved.set(result.actual.toString(), result); // Both labels may be asked for (`ToolchainContext.requestedToolchainTypeLabels`).
  }
  return resolved;
}

function unresolved(label: Label, problem: string): TargetError {
  return new TargetError(`While resolving toolchains for target ${label.toString()}: ${problem}`);
}

/** Why Bazel may refuse a target for the sake of its platforms or of the toolchains that its rule asks for. */
export function toolchainDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): Unknown | undefined {
  if (!looksAtPlatforms(target.ruleClass)) return undefined;
  const { configuration, order } = key;
  const { doubt } = graph.get(host.platforms, { configuration, order });
  if (doubt) return doubt;
  const ofGroups = execGroups(target.ruleClass).map((group) => groupRequirement(graph, host, key, group));
  for (const { types, execution } of [ownRequirement(graph, host, key, target), ...ofGroups]) {
    for (const { type, mandatory, usesTransition } of types) {
      const result = graph.get(host.toolchains, { type, usesTransition, configuration, order, execution });
      if (result.doubt) return result.doubt;
      if (mandatory && result.kind === "unknown" && result.registered) return result.unknown;
    }
  }
  return undefined;
}

function execGroups({ execGroups: groups }: RuleClass): readonly ExecGroup[] {
  return [...groups.values()].filter((group) => group instanceof ExecGroup);
}

export function ownRequirement(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): Requirement {
  return {
    types: target.ruleClass.toolchains,
    execution: executionOf(ownExecutionPlatform(graph, host, key, target)),
  };
}

function groupRequirement(
  graph: QueryContext,
  host: AnalysisHost,
  key: ConfigurationKey,
  group: ExecGroup,
): Requirement {
  return { types: groupTypes(group), execution: executionOf(groupExecutionPlatform(graph, host, key, group)) };
}
