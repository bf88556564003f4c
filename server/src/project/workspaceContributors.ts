/** Who contributes to the trees of a workspace. */
import { added, byLinks, contributorId, type TargetCost } from "../bazel/analysis/treeCost.ts";
import type { WorkspaceContributor } from "./costDocument.ts";

/** The contributors of many trees, most links first. */
export function workspaceContributors(targets: readonly TargetCost[]): readonly WorkspaceContributor[] {
  const sums = new Map<string, WorkspaceContributor>();
  for (const { contributors } of targets) {
    for (const cost of contributors) {
      const key = contributorId(cost);
      const before = sums.get(key);
      sums.set(
        key,
        before ? { ...before, ...added(before, cost), targets: before.targets + 1 } : { ...cost, targets: 1 },
      );
    }
  }
  return [...sums.values()].sort(byLinks);
}
