/** Costs as golden text: a line for each contributor. */
import type { ContributorCost, CostFigures, TargetCost } from "../../server/src/bazel/analysis/treeCost.ts";
import type { WorkspaceCost } from "../../server/src/project/costDocument.ts";

/** `cost //label`. */
export function targetCostText(cost: TargetCost | undefined): string {
  if (!cost) return "no known tree";
  return [
    `${cost.complete ? "complete" : "partial"}, ${figures(cost)}`,
    ...cost.contributors.map(contributorText),
  ].join("\n");
}

/** `cost` of the workspace. */
export function workspaceCostText(cost: WorkspaceCost): string {
  const { targets, partialTargets, linksAreMade } = cost;
  return [
    `${String(targets.length)} targets, ${String(partialTargets)} partial, links are made: ${linksAreMade}, ${figures(cost)}`,
    ...cost.contributors.map((contributor) => `${contributorText(contributor)}, in ${String(contributor.targets)}`),
    ...targets.map(({ target, links }) => `${target} ${String(links)}`),
  ].join("\n");
}

function contributorText(cost: ContributorCost): string {
  const name = cost.name === "" ? "" : ` ${cost.name}`;
  return `${cost.kind}${name} ${cost.counted ? "" : `(estimated: ${cost.source ?? "nobody"}) `}${figures(cost)}`;
}

function figures(cost: CostFigures) {
  const { links, legacyCopies, emptyFiles, sandboxFiles, remoteFiles, generatedDirectories, bytes, unsizedFiles } =
    cost;
  const more = [
    legacyCopies > 0 ? `${String(legacyCopies)} legacy` : "",
    emptyFiles > 0 ? `${String(emptyFiles)} empty` : "",
    generatedDirectories > 0 ? `${String(generatedDirectories)} generated directories` : "",
  ].filter((text) => text !== "");
  const sizes = `bytes ${String(bytes)}${unsizedFiles > 0 ? ` without ${String(unsizedFiles)} files` : ""}`;
  return [
    `links ${String(links)}`,
    ...more,
    `sandbox ${String(sandboxFiles)}`,
    `remote ${String(remoteFiles)}`,
    sizes,
  ].join(", ");
}
