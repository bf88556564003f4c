/** The toolchains that a rule, one of its execution groups or an aspect asks for. */
import { TargetError } from "./attributeError.ts";
import { executionGroups, type ExecutionGroup } from "./declaredGroups.ts";
import { noToolchain, unresolved } from "./missingToolchain.ts";
import { executionOf, platformOfGroup } from "./executionPlatform.ts";
import { looksAtPlatforms, type ResolvedToolchains } from "./toolchains.ts";
import type { Label } from "../label.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RequiredToolchainType } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { AnalysisHost, ConfigurationKey, TargetKey } from "./keys.ts";

/** The toolchains of a rule or of an aspect (`target`, see aspects.ts) that `ctx.toolchains` has; those of its other groups have only to be there. An error where Bazel refuses `label` for their sake. */
export function toolchainsOf(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  key: TargetKey,
  target: RuleTarget,
): ReadonlyMap<string, ResolvedToolchains> {
  const { ruleClass } = target;
  if (looksAtPlatforms(ruleClass)) {
    const { configuration, order } = key;
    const { refusal } = graph.get(host.platforms, { configuration, order });
    if (refusal !== undefined) throw new TargetError(unresolved(label, refusal));
  }
  const { named, ofRule } = executionGroups(key, target);
  for (const group of named.values())
    if (!(group instanceof Unknown)) toolchainsOfGroup(graph, host, label, key, target, group);
  return new Map(ofRule.flatMap((group) => [...toolchainsOfGroup(graph, host, label, key, target, group)]));
}

/** Those of one execution group, for the platform of that group. */
export function toolchainsOfGroup(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  key: ConfigurationKey,
  target: RuleTarget,
  group: ExecutionGroup,
): ReadonlyMap<string, ResolvedToolchains> {
  const resolved = new Map<string, ResolvedToolchains>();
  for (const { type, mandatory, result } of resolvedTypes(graph, host, key, target, group)) {
    if (result.kind === "none" && mandatory) throw new TargetError(unresolved(label, noToolchain(type)));
    if (result.kind === "refused") throw new TargetError(unresolved(label, result.message));
    resolved.set(type.toString(), result);
    if (result.actual) resolved.set(result.actual.toString(), result); // Both labels may be asked for (`ToolchainContext.requestedToolchainTypeLabels`).
  }
  return resolved;
}

/** A type that is asked for, and what is found for it. */
interface ResolvedType extends RequiredToolchainType {
  readonly result: ResolvedToolchains;
}

function resolvedTypes(
  graph: QueryContext,
  host: AnalysisHost,
  { configuration, order }: ConfigurationKey,
  target: RuleTarget,
  group: ExecutionGroup,
): readonly ResolvedType[] {
  if (group.types.length === 0) return [];
  const execution = executionOf(platformOfGroup(graph, host, { configuration, order }, target, group));
  return group.types.map((required) => {
    const { type, usesTransition } = required;
    const result = graph.get(host.toolchains, { type, usesTransition, configuration, order, execution });
    return { ...required, result };
  });
}

/** All types that the rule asks for in groups without a name of their own, with what is found for them. */
export function typesOfRule(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): readonly ResolvedType[] {
  return executionGroups(key, target).ofRule.flatMap((group) => resolvedTypes(graph, host, key, target, group));
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
  const { own, named } = executionGroups(key, target);
  for (const group of [own, ...named.values()]) {
    if (group instanceof Unknown) continue;
    for (const { mandatory, result } of resolvedTypes(graph, host, key, target, group)) {
      if (result.doubt) return result.doubt;
      if (mandatory && result.kind === "unknown" && result.registered) return result.unknown;
    }
  }
  return undefined;
}
