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
import { groupTypes, takesPartInToolchainResolution, toolchainType } from "./toolchains.ts";
import { ExecGroup } from "../loading/api/toolchains.ts";
import { Label } from "../label.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { StarlarkList } from "../../starlark/list.ts";
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
  | { readonly kind: "none"; readonly message: string };

/** The platform of a rule's own actions, which are those of no group with a name. */
export function ownExecutionPlatform(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): ExecutionPlatform {
  const { ruleClass } = target;
  if (!takesPartInToolchainResolution(ruleClass)) return ofHost(key);
  return executionPlatformFor(graph, host, key, ruleClass.toolchains, ownConstraints(target), key.execution);
}

/** The platform of one of its execution groups. */
export function groupExecutionPlatform(
  graph: QueryContext,
  host: AnalysisHost,
  key: ConfigurationKey,
  group: ExecGroup,
): ExecutionPlatform {
  return executionPlatformFor(graph, host, key, groupTypes(group), group.execCompatibleWith, undefined);
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

function executionPlatformFor(
  graph: QueryContext,
  host: AnalysisHost,
  { configuration, order }: ConfigurationKey,
  types: readonly RequiredToolchainType[],
  constraints: readonly Label[],
  preferred: Label | undefined,
): ExecutionPlatform {
  return graph.get(host.executionPlatform, { configuration, order, types, constraints, preferred });
}

/** Equal for groups that get the same platform. */
export function executionKeyText({ configuration, order, types, constraints, preferred }: ExecutionKey): string {
  const wanted = types.map(({ type, mandatory }) => `${type.toString()}${mandatory ? "" : "?"}`);
  return [configuration.id, order, preferred?.toString(), ...wanted, "and", ...constraints.map(String)].join("|");
}

/** The error where there is none for the rule, or for one of its execution groups; an Unknown where that is not known. Whether one has the toolchains is not asked here, see requiredToolchains.ts. */
export function executionProblem(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): string | Unknown | undefined {
  if (!takesPartInToolchainResolution(target.ruleClass)) return undefined; // Of a `toolchain` the attribute says where what it declares runs.
  const groups = [...target.ruleClass.execGroups.values()].filter((group) => group instanceof ExecGroup);
  const chosen = [
    { platform: ownExecutionPlatform(graph, host, key, target), constraints: ownConstraints(target) },
    ...groups.map((group) => ({
      platform: groupExecutionPlatform(graph, host, key, group),
      constraints: group.execCompatibleWith,
    })),
  ];
  let unknown: Unknown | undefined;
  for (const { platform, constraints } of chosen) {
    if (platform.kind === "none") return platform.message;
    if (constraints.length > 0) unknown ??= platform.kind === "unknown" ? platform.unknown : platform.doubt;
  }
  return unknown;
}

/** Those of the target are no select(): `exec_compatible_with` is not configurable. */
function ownConstraints({ attributes, ruleClass }: RuleTarget): readonly Label[] {
  const given = attributes.get("exec_compatible_with");
  const ofTarget = given instanceof StarlarkList ? given.items.filter((item) => item instanceof Label) : [];
  return [...ruleClass.execCompatibleWith, ...ofTarget];
}

function ofHost({ configuration }: ConfigurationKey): ExecutionPlatform {
  const platform = hostPlatform(configuration);
  return platform instanceof Unknown ? { kind: "unknown", unknown: platform } : { kind: "platform", platform };
}

/**
 * The choice itself, behind the query of that name (`ToolchainResolutionFunction.findExecutionPlatformForToolchains`). Of a rule with automatic execution groups all types are asked for at once: that each type has a
 * group of its own is not followed.
 */
export function chooseExecutionPlatform(graph: QueryContext, host: AnalysisHost, key: ExecutionKey): ExecutionPlatform {
  const platforms = executionPlatforms(graph, host, key.configuration);
  // Whether the only one has the toolchains is not asked: a rule is refused for one that it has not.
  const isOnly = platforms.length === 1;
  const suitable: { readonly platform: Label; readonly count: number }[] = [];
  const missing = new Set(key.types.filter(({ mandatory }) => mandatory));
  for (const platform of key.preferred ? [key.preferred, ...platforms] : platforms) {
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
    if (key.types.some((type) => type.mandatory && !found.includes(type))) continue;
    if (found.length === key.types.length || platform === key.preferred) return { kind: "platform", platform };
    suitable.push({ platform, count: found.length });
  }
  const [first] = isAtLeast(host.workspace(graph).bazelVersion, "7.0") ? byCount(suitable) : suitable;
  if (first) return { kind: "platform", platform: first.platform };
  return missing.size > 0 && !isOnly ? ofHost(key) : impossible(key, platforms);
}

/** A rule that can do without some types gets the platform that has most of them (`countToolchainsOnPlatform`). */
function byCount<T extends { readonly count: number }>(suitable: readonly T[]): readonly T[] {
  return [...suitable].sort((a, b) => b.count - a.count);
}

/** The types of which a platform has a toolchain; where it lacks one that a rule must have, the others do not matter. */
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
  for (const required of types) {
    const { type: asked, usesTransition } = required;
    const { actual = asked } = toolchainType(graph, host, { type: asked, configuration, order });
    const key = { type: actual, usesTransition, configuration, order, execution };
    const match = matchingToolchain(graph, host, key, registered.declared);
    if (match.kind === "unknown") unknown ??= match.unknown;
    else if (match.kind !== "none") found.push(required);
    else if (required.mandatory) return found;
  }
  return unknown ?? found;
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
