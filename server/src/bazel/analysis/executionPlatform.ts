/** Whether there is a platform that may run the actions of a target: those without what `exec_compatible_with` asks for do not count (`ToolchainResolutionFunction.filterAvailablePlatforms`). */
import type { AttributeDependencies } from "./dependencies.ts";
import {
  constraintsOf,
  constraintValueOf,
  hasConstraint,
  hostPlatform,
  otherExecutionPlatforms,
  targetPlatform,
} from "./platforms.ts";
import { takesPartInToolchainResolution } from "./toolchains.ts";
import { ExecGroup } from "../loading/api/toolchains.ts";
import type { Label } from "../label.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RuleTarget } from "../target.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

/** The error where none suits; an Unknown where the host's does not, and others are registered. */
export function executionProblem(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  { ruleClass }: RuleTarget,
  ofTarget: AttributeDependencies | undefined,
): string | Unknown | undefined {
  if (!takesPartInToolchainResolution(ruleClass)) return undefined; // Of a `toolchain` the attribute says where what it declares runs.
  const given = (ofTarget?.labels ?? []).flatMap((label) => (label instanceof Unknown ? [] : [label.label]));
  const ofGroups = [...ruleClass.execGroups.values()].flatMap((group) =>
    group instanceof ExecGroup ? group.execCompatibleWith : [],
  );
  const wanted = [...ruleClass.execCompatibleWith, ...given, ...ofGroups];
  if (wanted.length === 0) return undefined;
  const platform = hostPlatform(key.configuration);
  if (platform instanceof Unknown) return platform;
  const suits = hasAll(graph, host, key, platform, wanted);
  if (suits instanceof Unknown) return suits;
  if (suits) return undefined;
  const forTarget = targetPlatform(graph, host, key.configuration);
  if (forTarget instanceof Unknown) return forTarget;
  return (
    otherExecutionPlatforms(graph, host, key.configuration) ??
    `Unable to find an execution platform for target platform ${forTarget.toString()} from available execution platforms [${platform.toString()}]`
  );
}

function hasAll(
  graph: QueryContext,
  host: AnalysisHost,
  { configuration, order }: TargetKey,
  platform: Label,
  wanted: readonly Label[],
): boolean | Unknown {
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
