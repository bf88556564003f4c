/** What Bazel refuses of a rule that a .bzl file declares, once it has its name (`StarlarkRuleFunction.export` of 4.2.3 and 7.7.1; both Bazels were asked). */
import { EvalError } from "../../starlark/errors.ts";
import { Label } from "../label.ts";
import type { AttributeDefinition } from "../rule.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import type { UnnamedRuleClass } from "./ruleFunction.ts";

/** Throws `EvalError`. Models, and rules that extend others, are taken as they are. */
export function checkExport(rule: UnnamedRuleClass, name: string, version: BazelVersion): void {
  if (rule.test !== name.endsWith("_test")) {
    throw new EvalError(
      `Invalid rule class name '${name}', test rule class names must end with '_test' and other rule classes must not`,
    );
  }
  if (rule.model || rule.parent) return;
  const attributes = [...rule.attributes.values()];
  if (
    !rule.isAnalysisTest &&
    attributes.some(({ cfg }) => cfg.kind === "starlark" && cfg.transition.isForAnalysisTests)
  )
    throw new EvalError(
      "Only rule definitions with analysis_test=True may have attributes with analysis_test_transition transitions",
    );
  const hasAllowlist = allowlists(rule, version).map(checkAllowlist).length > 0;
  const transitions = [rule.cfg, ...attributes.map(({ cfg }) => cfg)];
  if (transitions.some(({ kind }) => kind === "unknown")) return;
  const hasTransition = transitions.some((cfg) => cfg.kind === "starlark" && !cfg.transition.isForAnalysisTests);
  // Bazel 7 gives such rules their allowlist by itself.
  if (hasTransition && !hasAllowlist && version.major < 7)
    throw new EvalError(
      "Use of Starlark transition without allowlist attribute '_allowlist_function_transition'. See Starlark transitions documentation for details and usage",
    );
  if (hasAllowlist && !hasTransition) throw new EvalError("Unused function-based split transition allowlist");
}

/** The attributes that let a rule have transitions (`FunctionSplitTransitionAllowlist.java`). */
function allowlists({ attributes }: UnnamedRuleClass, { major }: BazelVersion): readonly AttributeDefinition[] {
  const names = ["_allowlist_function_transition", ...(major < 7 ? ["_whitelist_function_transition"] : [])];
  return names.flatMap((name) => attributes.get(name) ?? []);
}

const ALLOWLIST = "tools/allowlists/function_transition_allowlist:function_transition_allowlist";
const EXPECTED = new Set([ALLOWLIST, "tools/whitelists/function_transition_whitelist:function_transition_whitelist"]);

function checkAllowlist({ type, default: value }: AttributeDefinition): void {
  const what = "_allowlist_function_transition attribute";
  if (!type.includes("label")) throw new EvalError(`${what} must be a label type`);
  if (value === null) throw new EvalError(`${what} must have a default value`);
  if (value instanceof Label && !EXPECTED.has(`${value.packagePath}:${value.name}`))
    throw new EvalError(`${what} (${value.toString()}) does not have the expected value //${ALLOWLIST}`);
}
