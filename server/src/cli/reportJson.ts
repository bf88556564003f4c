/** The JSON of `report`, on which scripts depend: paths relative to the workspace, lines from 1. */
import type { ContributorCost } from "../bazel/analysis/treeCost.ts";
import type { WorkspaceCost } from "../project/costDocument.ts";
import { relativePath } from "./paths.ts";

export function reportJson(cost: WorkspaceCost): unknown {
  const contributorJson = (contributor: ContributorCost) => ({
    ...contributor,
    declaredAt: contributor.declaredAt && {
      file: relativePath(cost.root, contributor.declaredAt.path),
      line: contributor.declaredAt.range.start.line + 1,
    },
  });
  return {
    ...cost,
    contributors: cost.contributors.map(contributorJson),
    targets: cost.targets.map((target) => ({ ...target, contributors: target.contributors.map(contributorJson) })),
  };
}
