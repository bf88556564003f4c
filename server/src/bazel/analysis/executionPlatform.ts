/**
 * The platform that the actions of an execution group run on, and its tools are built for: the first that has what the group asks for, and toolchains of all types that it must have (`ToolchainResolutionFunction`).
 */
import {
  constraintsOf,
  constraintValueOf,
  executionPlatforms,
  hasConstraint,
  hostPlatform,
  targetPlatform,
} from "./platforms.ts";
import { matchingToolchain } from "./toolchainMatch.ts";
import { noToolchain, unresolved } from "./missingToolchain.ts";
import { executionGroups, type ExecutionGroup } from "./declaredGroups.ts";
import { takesPartInToolchainResolution, toolchainType } from "./toolchains.ts";
import { Label } from "../label.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RequiredToolchainType } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { AnalysisHost, ConfigurationKey, ExecutionKey, TargetKey } from "./keys.ts";

export type ExecutionPlatform =
  /** `doubt`: why there may be none for the target. */
  | { readonly kind: "platform"; readonly platform: Label; readonly doubt?: Unknown | undefined }
  | { readonly kind: "unknown"; readonly unknown: Unknown }
  /** Bazel refuses the target. */
  | { readonly kind: "none"; readonly message: string; readonly isOfToolchain?: boolean };

/** The platform of a rule's own actions, which are those of no group with a name. */
export function ownExecutionPlatform(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): ExecutionPlatform {
  return platformOfGroup(graph, host, key, target, executionGroups(key, target).own);
}

/** The platform of one of the execution groups of a target. */
export function platformOfGroup(
  graph: QueryContext,
  host: AnalysisHost,
  key: ConfigurationKey,
  target: RuleTarget,
  group: ExecutionGroup,
): ExecutionPlatform {
  if (!takesPartInToolchainResolution(target.ruleClass)) return ofHost(key); // Of a `toolchain` the attribute says where what it declares runs.
  const { configuration, order } = key;
  if (group.doubt && executionPlatforms(graph, host, configuration).length > 1)
    return { kind: "unknown", unknown: group.doubt };
  return graph.get(host.executionPlatform, { configuration, order, ...group });
}

/** Unknown where there is none, too: a rule is refused for that (`executionProblem`), an aspect is not followed further. */
export function executionOf(chosen: ExecutionPlatform): Label | Unknown {
  if (chosen.kind === "platform") return chosen.platform;
  if (chosen.kind === "unknown") return chosen.unknown;
  return new Unknown({
    kind: "configuration",
    name: "execution platform",
    message: chosen.message,
    site: undefined,
  });
}

/** Equal for groups that get the same platform. */
export function executionKeyText({ configuration, order, types, constraints, forced }: ExecutionKey): string {
  const wanted = types.map(({ type, mandatory }) => `${type.toString()}${mandatory ? "" : "?"}`);
  return [configuration.id, order, forced?.toString(), ...wanted, "and", ...constraints.map(String)].join("|");
}

/** The error where there is none for the rule, or for one of its execution groups; an Unknown where that is not known. Whether one has the toolchains is not asked here, see requiredToolchains.ts. */
export function executionProblem(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): string | Unknown | undefined {
  if (!takesPartInToolchainResolution(target.ruleClass)) return undefined;
  const { own, named } = executionGroups(key, target);
  let unknown: Unknown | undefined;
  for (const group of [own, ...named.values()]) {
    if (group instanceof Unknown) continue;
    const platform = platformOfGroup(graph, host, key, target, group);
    if (platform.kind === "none")
      return platform.isOfToolchain ? unresolved(target.label, platform.message) : platform.message;
    if (group.constraints.length > 0) unknown ??= platform.kind === "unknown" ? platform.unknown : platform.doubt;
  }
  return unknown;
}

function ofHost({ configuration }: ConfigurationKey): ExecutionPlatform {
  const platform = hostPlatform(configuration);
  return platform instanceof Unknown ? { kind: "unknown", unknown: platform } : { kind: "platform", platform };
}

/** The choice itself, behind the query of that name (`ToolchainResolutionFunction.findExecutionPlatformForToolchains`). */
export function chooseExecutionPlatform(graph: QueryContext, host: AnalysisHost, key: ExecutionKey): ExecutionPlatform {
  const chosen = chosenAmong(graph, host, key);
  return chosen.kind === "platform"
    ? { ...chosen, platform: actualPlatform(graph, host, key, chosen.platform) }
    : chosen;
}

/** An alias may be registered; what is chosen is called by its own name (`PlatformInfo.label`). */
function actualPlatform(
  graph: QueryContext,
  host: AnalysisHost,
  { configuration, order }: ConfigurationKey,
  label: Label,
): Label {
  const own = hostPlatform(configuration);
  if (own instanceof Label && own.equals(label)) return label; // What tools are built for by themselves.
  const result = graph.get(host.configuredTarget, { label, configuration, order, transitioned: false });
  return result.kind === "target" ? result.target.label : label;
}

function chosenAmong(graph: QueryContext, host: AnalysisHost, key: ExecutionKey): ExecutionPlatform {
  const platforms = executionPlatforms(graph, host, key.configuration);
  const forced = forcedPlatform(graph, host, key, platforms);
  if (forced) return forced;
  // Whether the only one has the toolchains is not asked: a rule is refused for one that it has not.
  const isOnly = platforms.length === 1;
  const suitable: { readonly platform: Label; readonly count: number }[] = [];
  const missing = new Set(key.types.filter(({ mandatory }) => mandatory));
  for (const platform of platforms) {
    if (platform instanceof Unknown) return { kind: "unknown", unknown: platform };
    const suits = hasConstraints(graph, host, key, platform);
    if (suits === false) continue;
    const found = suits instanceof Unknown || isOnly ? suits : availableTypes(graph, host, key, platform);
    if (found instanceof Unknown) {
      const isSame = platforms.every((other) => haveSameConstraints(graph, host, key, platform, other));
      if (!isSame) return { kind: "unknown", unknown: undecided(platform, found) };
      return { kind: "platform", platform, doubt: found === suits ? found : undefined };
    }
    if (found === true) return { kind: "platform", platform };
    for (const type of found) missing.delete(type);
    if (!hasMandatory(key, found)) continue;
    if (found.length === key.types.length) return { kind: "platform", platform };
    suitable.push({ platform, count: found.length });
  }
  const [first] = isAtLeast(host.workspace(graph).bazelVersion, "7.0") ? byCount(suitable) : suitable;
  if (first) return { kind: "platform", platform: first.platform };
  const [type] = missing;
  return type ? { kind: "none", message: noToolchain(type.type), isOfToolchain: true } : impossible(key, platforms);
}

function hasMandatory({ types }: ExecutionKey, found: readonly RequiredToolchainType[]): boolean {
  return types.every((type) => !type.mandatory || found.includes(type));
}

/**
 * The platform of who uses a toolchain, where it will do; undefined where it is none of those that there are. What is asked of the platform removes it from these, but the host's and the target's are found all the same: only a toolchain
 * for it there is none then (`PlatformKeys.find`).
 */
function forcedPlatform(
  graph: QueryContext,
  host: AnalysisHost,
  key: ExecutionKey,
  platforms: readonly (Label | Unknown)[],
): ExecutionPlatform | undefined {
  const { forced, types, configuration } = key;
  if (!forced) return undefined;
  const isForced = (platform: Label | Unknown) => platform instanceof Label && platform.equals(forced);
  const suits = platforms.some(isForced) && hasConstraints(graph, host, key, forced);
  if (suits === false) {
    if (![hostPlatform(configuration), targetPlatform(configuration)].some(isForced)) return undefined;
    if (types.length === 0) return { kind: "platform", platform: forced };
    if (types.some(({ mandatory }) => mandatory)) return undefined;
    return { kind: "unknown", unknown: undecided(forced, withoutAny(forced)) };
  }
  const found = suits === true ? availableTypes(graph, host, key, forced) : suits;
  if (found instanceof Unknown) {
    const isSame = platforms.every((other) => haveSameConstraints(graph, host, key, forced, other));
    return isSame ? { kind: "platform", platform: forced } : { kind: "unknown", unknown: undecided(forced, found) };
  }
  return hasMandatory(key, found) ? { kind: "platform", platform: forced } : undefined;
}

function withoutAny(platform: Label): Unknown {
  const message = "it has not what is asked of it, and Bazel gives it none of the toolchains";
  return new Unknown({ kind: "configuration", name: platform.toString(), message, site: undefined });
}

/** A rule that can do without some types gets the platform that has most of them (`countToolchainsOnPlatform`). */
function byCount<T extends { readonly count: number }>(suitable: readonly T[]): readonly T[] {
  return [...suitable].sort((a, b) => b.count - a.count);
}

/** The types of which a platform has a toolchain; where it lacks one that a rule must have, what is not known of others does not matter. */
function availableTypes(
  graph: QueryContext,
  host: AnalysisHost,
  { types, configuration, order }: ExecutionKey,
  execution: Label,
): readonly RequiredToolchainType[] | Unknown {
  if (types.length === 0) return types;
  const registered = graph.get(host.registeredToolchains, { configuration, order });
  if (registered.refusal !== undefined) return types; // Whoever asks for any toolchain is refused for that.
  const found: RequiredToolchainType[] = [];
  let unknown: Unknown | undefined;
  let isUnsuitable = false;
  for (const required of types) {
    const { type: asked, usesTransition } = required;
    const { actual = asked } = toolchainType(graph, host, { type: asked, configuration, order });
    const key = { type: actual, usesTransition, configuration, order, execution };
    const match = matchingToolchain(graph, host, key, registered.declared);
    if (match.kind === "unknown") unknown ??= match.unknown;
    else if (match.kind !== "none") found.push(required);
    else isUnsuitable ||= required.mandatory;
  }
  return unknown && !isUnsuitable ? unknown : found;
}

function hasConstraints(
  graph: QueryContext,
  host: AnalysisHost,
  { constraints: wanted, configuration, order }: ExecutionKey,
  platform: Label,
): boolean | Unknown {
  if (wanted.length === 0) return true;
  const constraints = constraintsOf(graph, host, platform, { configuration, order });
  if (constraints instanceof Unknown) return constraints;
  for (const label of wanted) {
    const result = graph.get(host.configuredTarget, { label, configuration, order, transitioned: false });
    if (result.kind === "unknown") return result.unknown;
    const info = result.kind === "target" ? constraintValueOf(result.target) : undefined;
    if (info instanceof Unknown) return info;
    const has = result.kind === "target" && info ? hasConstraint(constraints, result.target.label, info) : false;
    if (has !== true) return has;
  }
  return true;
}

function haveSameConstraints(
  graph: QueryContext,
  host: AnalysisHost,
  key: ExecutionKey,
  platform: Label,
  other: Label | Unknown,
): boolean {
  if (other instanceof Unknown) return false;
  if (other.equals(platform)) return true;
  const [a, b] = [platform, other].map((label) => constraintsOf(graph, host, label, key));
  if (!(a instanceof Map) || !(b instanceof Map)) return false;
  return a.size === b.size && [...a].every(([setting, value]) => b.get(setting) === value);
}

function undecided(platform: Label, { reason }: Unknown): Unknown {
  return new Unknown({
    ...reason,
    message: `whether ${platform.toString()} is the execution platform is not known: ${reason.message}`,
  });
}

function impossible(
  { types, configuration }: ExecutionKey,
  platforms: readonly (Label | Unknown)[],
): ExecutionPlatform {
  const target = targetPlatform(configuration);
  if (target instanceof Unknown) return { kind: "unknown", unknown: target };
  const toolchains = types.length > 0 ? `toolchains [${types.map(({ type }) => type.toString()).join(", ")}] and ` : "";
  const message = `Unable to find an execution platform for ${toolchains}target platform ${target.toString()} from available execution platforms [${platforms.map((platform) => (platform instanceof Unknown ? "?" : platform.toString())).join(", ")}]`;
  return { kind: "none", message };
}
