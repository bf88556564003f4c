/** `target_compatible_with`: Bazel skips or refuses a target whose constraints the platform lacks (`IncompatibleTargetChecker`). */
import type { QueryContext } from "../../base/graph.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RuleTarget } from "../target.ts";
import { knownTargets } from "./attributeViews.ts";
import type { AttributeDependencies } from "./dependencies.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";
import { constraintsOf, constraintValueOf, hasConstraint, targetPlatform } from "./platforms.ts";

/** The error; undefined for a target that may be built. */
export function incompatibleProblem(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  dependencies: ReadonlyMap<string, AttributeDependencies>,
): string | Unknown | undefined {
  const attribute = dependencies.get("target_compatible_with");
  if (!attribute || attribute.labels.length === 0) return undefined;
  if (target.ruleClass.name === "toolchain" && target.ruleClass.module === "") return undefined; // There the attribute speaks of the toolchain that is declared (rules/platform/ToolchainRule.java).
  const wanted = knownTargets(attribute);
  if (wanted instanceof Unknown) return wanted;
  const platform = targetPlatform(key.configuration);
  if (platform instanceof Unknown) return platform;
  const constraints = constraintsOf(graph, host, platform, key);
  if (constraints instanceof Unknown) return constraints;
  for (const value of wanted) {
    const info = constraintValueOf(value);
    if (info instanceof Unknown) return info;
    const has = info ? hasConstraint(constraints, value.label, info) : false;
    if (has instanceof Unknown) return has;
    if (!has)
      return `Target ${target.label.toString()} is incompatible and cannot be built: the target platform (${platform.toString()}) didn't satisfy constraint ${value.label.toString()}`;
  }
  return undefined;
}
