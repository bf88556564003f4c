/** The transition of a rule itself (`cfg` of `rule()`), which leads to the target in another configuration. */
import type { AnalysisResult } from "./configuredTarget.ts";
import { transitionBranches } from "./dependencies.ts";
import { readableAttributes } from "./readableAttributes.ts";
import type { RuleAnalysis } from "./ruleAnalysis.ts";
import { unknownTarget } from "./stoppedAnalysis.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";

/** Applies the rule's own transition once; undefined where there is none or it leads nowhere else. */
export function ruleTransition(
  { graph, host, key, target, thread }: RuleAnalysis,
  values: ReadonlyMap<string, Value>,
): AnalysisResult | undefined {
  const { cfg } = target.ruleClass;
  if (key.transitioned || key.configuration.isHost) return undefined;
  if (cfg.kind === "target" || cfg.kind === "none" || cfg.kind === "exec" || cfg.kind === "host") return undefined;
  if (cfg.kind === "unknown")
    return unknownTarget({ target, key }, cfg.value instanceof Unknown ? cfg.value : unknownTransition(target));
  const readable = readableAttributes(graph, host, key, target, cfg.transition, values);
  const branches = transitionBranches(graph, host, cfg.transition, key, readable, thread);
  if (branches instanceof Unknown) return unknownTarget({ target, key }, branches);
  const [branch, ...more] = branches;
  if (!branch || more.length > 0)
    throw new EvalError("Rule transition only allowed to return a single transitioned configuration.");
  if (branch.configuration.id === key.configuration.id) return undefined;
  return graph.get(host.configuredTarget, { ...key, configuration: branch.configuration, transitioned: true });
}

function unknownTransition({ ruleClass }: RuleTarget): Unknown {
  const message = `the transition of rule ${ruleClass.name} is not known`;
  return new Unknown({ kind: "configuration", name: "cfg", message, site: undefined });
}
