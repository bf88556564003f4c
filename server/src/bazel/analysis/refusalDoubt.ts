/**
 * Bazel refuses a target when any label of any attribute names nothing, whether or not anybody reads the attribute. A label in a repository that is not on disk may do that: what it names is not known to be there. Nothing
 * that is known of such a target can be called complete, and so it is with what depends on it. A package that loads from such a repository, or a file that failed, is refused as a whole where Bazel cannot load it.
 */
import type { DependenciesResult } from "./dependencies.ts";
import type { Label } from "../label.ts";
import { executionProblem } from "./executionPlatform.ts";
import { toolchainDoubt } from "./toolchains.ts";
import { ownVisibilityProblem } from "./visibility.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Package, RuleTarget } from "../target.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

/** The first label of which it is not known whether Bazel finds what it names; undefined where there is none. */
export function refusalDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
  { attributes, edges }: Extract<DependenciesResult, { kind: "dependencies" }>,
): Unknown | undefined {
  for (const { name, labels } of attributes.values()) {
    for (const dependency of labels) {
      if (dependency instanceof Unknown) {
        if (target.attributes.has(name)) return dependency;
        continue;
      }
      for (const { target: reached } of dependency.branches)
        if (reached instanceof Unknown && !isOfBazel(graph, host, dependency.label)) return reached;
    }
  }
  const visibility = ownVisibilityProblem(graph, host, target, owner);
  if (visibility instanceof Unknown) return visibility;
  const toolchain = toolchainDoubt(graph, host, key, target.ruleClass);
  if (toolchain) return toolchain;
  const execution = executionProblem(graph, host, key, target, attributes.get("exec_compatible_with"));
  if (execution instanceof Unknown) return execution;
  const unread = owner.open.find(({ kind }) => kind === "repository" || kind === "evaluation");
  if (unread) return new Unknown(unread);
  return edges.find((edge) => edge.target.mayBeRefused)?.target.mayBeRefused;
}

/** What Bazel has built in is there, whether a model describes it or not; so is the JDK, which Bazel makes from what it finds on the machine. */
function isOfBazel(graph: QueryContext, host: AnalysisHost, label: Label): boolean {
  return (
    label.repository === "local_jdk" || host.workspace(graph).repositories.contents(label.repository).kind === "model"
  );
}
