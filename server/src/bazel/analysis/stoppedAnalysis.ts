/** What becomes of a target whose analysis is stopped: it is refused, stands for its failure, or is not known. */
import { AttributeError, attributeError, TargetError } from "./attributeError.ts";
import { ConfiguredTarget, type AnalysisResult } from "./configuredTarget.ts";
import { allowsFailures, failedTarget } from "./analysisFailures.ts";
import { NO_OUTPUTS } from "./defaultInfo.ts";
import { reject } from "./queries.ts";
import { isPredictable, presentPath } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { estimateReason, isOfEstimate, limitReason } from "../loading/aborts.ts";
import { unknownRunfiles } from "../runfiles/runfiles.ts";
import { isAlwaysThere } from "../workspace/builtinRepositories.ts";
import { isControlFlow } from "../../base/graph.ts";
import { EvalError, ResourceLimit } from "../../starlark/errors.ts";
import { Unknown, UnknownDecision, type UnknownReason } from "../../starlark/unknown.ts";
import type { RuleTarget } from "../target.ts";
import type { TargetKey } from "./keys.ts";

/** A rule target in a configuration: what is analysed. */
export interface Analysed {
  readonly target: RuleTarget;
  readonly key: TargetKey;
}

/** Makes a result of what stops the analysis before Bazel has come to the rule. */
export function guarded(analysed: Analysed, run: () => AnalysisResult): AnalysisResult {
  try {
    return run();
  } catch (error) {
    return stopped(analysed, error);
  }
}

/** Makes a result of what stops it from there on, which `--allow_analysis_failures` is about. */
export function guardedInRule(analysed: Analysed, run: () => AnalysisResult): AnalysisResult {
  try {
    return run();
  } catch (error) {
    if (isFailure(error) && allowsFailures(analysed.key))
      return failedTarget(analysed.target, analysed.key, error.message);
    return stopped(analysed, error);
  }
}

function isFailure(error: unknown): error is EvalError {
  if (!(error instanceof EvalError) || error instanceof TargetError) return false;
  return !(error instanceof ResourceLimit) && !isOfEstimate(error);
}

function stopped(analysed: Analysed, error: unknown): AnalysisResult {
  if (isControlFlow(error)) throw error;
  const { target } = analysed;
  if (error instanceof UnknownDecision) return unknownTarget(analysed, error.unknown);
  if (error instanceof ResourceLimit)
    return unknownTarget(analysed, new Unknown(limitReason(error, target.ruleClass.name, target.label.toString())));
  if (!(error instanceof EvalError)) throw error;
  if (isOfEstimate(error)) return unknownTarget(analysed, new Unknown(estimateReason(error)));
  if (!isPredictable(error.message)) return unknownTarget(analysed, ofUnpredictablePath(error.message));
  return reject(errorMessage(target, error), { site: target.site, callStack: error.callStack });
}

/** An error that shows the name of an output directory may come from the name that stands there for Bazel's. */
function ofUnpredictablePath(message: string): Unknown {
  const text = presentPath(message);
  return new Unknown({
    kind: "evaluation",
    name: "output directory",
    message: `whether Bazel meets this error, too, depends on the name of an output directory: ${text}`,
    site: undefined,
  });
}

function errorMessage(target: RuleTarget, error: EvalError): string {
  if (error instanceof TargetError) return error.message;
  if (error instanceof AttributeError) return attributeError(target, error.attribute, error.problem);
  return `in ${target.ruleClass.name} rule ${target.label.toString()}: ${error.message}`;
}

/** A target whose implementation could not be followed: nothing that it offers is known, nor whether Bazel accepts it. Its dependencies are kept out of it: they are part of what is not known. */
export function unknownTarget({ target, key }: Analysed, unknown: Unknown): AnalysisResult {
  const runfiles = unknownRunfiles(unknown);
  const outputs = {
    ...NO_OUTPUTS,
    files: new Depset("default", [unknown]),
    defaultRunfiles: runfiles,
    dataRunfiles: runfiles,
    executable: target.ruleClass.executable ? unknown : undefined,
    tree: target.ruleClass.executable ? runfiles : undefined,
  };
  return {
    kind: "target",
    target: new ConfiguredTarget({
      label: target.label,
      configuration: key.configuration,
      outputs,
      unlisted: unknown,
      rule: target,
      mayBeRefused: isOfBazel(unknown.reason) ? undefined : unknown,
    }),
  };
}

/** What is in a repository that Bazel always finds is not known everywhere, but it is there. */
function isOfBazel({ kind, name }: UnknownReason): boolean {
  return kind === "repository" && (name === "local_jdk" || isAlwaysThere(name));
}
