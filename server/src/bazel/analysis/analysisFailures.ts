/** `--allow_analysis_failures`, which analysis tests set for what they look at: a target that Bazel would refuse stands for its failure (`AnalysisFailureInfo`). */
import { Depset } from "../depset.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { Struct } from "../provider.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import { ConfiguredTarget, type AnalysisResult } from "./configuredTarget.ts";
import type { TargetKey } from "./keys.ts";
import { ANALYSIS_FAILURE_INFO } from "./providers.ts";
import { NO_OUTPUTS } from "./defaultInfo.ts";

export function allowsFailures(key: Pick<TargetKey, "configuration">): boolean {
  return nativeOption(key.configuration, "allow_analysis_failures") === true;
}

/** A target that failed by itself. */
export function failedTarget(target: RuleTarget, key: TargetKey, message: string): AnalysisResult {
  const cause = new Struct(
    new Map<string, Value>([
      ["label", target.label],
      ["message", message],
    ]),
  );
  return standingFor(new Depset("default", [cause]), target, key);
}

/** A target that failed for the same causes as what it depends on. */
export function failedBecauseOf(causes: readonly Depset[], target: RuleTarget, key: TargetKey): AnalysisResult {
  return standingFor(new Depset("default", [], causes), target, key);
}

function standingFor(causes: Depset, target: RuleTarget, key: TargetKey): AnalysisResult {
  const info = new Struct(new Map([["causes", causes]]), ANALYSIS_FAILURE_INFO);
  return {
    kind: "target",
    target: new ConfiguredTarget({
      label: target.label,
      configuration: key.configuration,
      outputs: NO_OUTPUTS,
      providers: new Map([[ANALYSIS_FAILURE_INFO.identity, info]]),
      rule: target,
    }),
  };
}

/** The causes for which dependencies failed where failures are allowed. */
export function failuresOf(edges: ConfiguredTarget["dependencies"]): readonly Depset[] {
  return edges.flatMap((edge) => {
    const info = edge.target.providers.get(ANALYSIS_FAILURE_INFO.identity);
    const causes = info instanceof Struct ? info.fields.get("causes") : undefined;
    return causes instanceof Depset ? [causes] : [];
  });
}
