/** What a model says of a version for which it was not checked is an estimate. */
import type { QueryContext } from "../../base/graph.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { modelPathOf } from "../loading/parsing.ts";
import { isChecked } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import { versionToString } from "../workspace/bazelVersion.ts";
import type { AnalysisHost } from "./keys.ts";

/** Undefined for a rule that no model describes, or one that was checked for the version in force. */
export function modelDoubt(graph: QueryContext, host: AnalysisHost, target: RuleTarget): Unknown | undefined {
  const { model } = target.ruleClass;
  if (!model) return undefined;
  const version = host.workspace(graph).bazelVersion;
  if (isChecked(model, version)) return undefined;
  const checked = model.checked.map(({ from, to }) => `${from} to ${to}`).join(" and ");
  const name = publicName(target);
  const inForce =
    model.of === "bazel" ? versionToString(version) : `the ${model.of} of this workspace, which is not on disk`;
  return new Unknown({
    kind: "model",
    name,
    message: `${name} is estimated: its model was checked for ${model.of} ${checked}, not for ${inForce}`,
    site: target.site,
  });
}

/** What people call the rule: models of rulesets are macros over private rules. */
function publicName({ ruleClass, callStack }: RuleTarget): string {
  const macro = callStack.find(({ site }) => modelPathOf(site?.file ?? "") !== undefined);
  return ruleClass.name.startsWith("_") && macro ? macro.name : ruleClass.name;
}
