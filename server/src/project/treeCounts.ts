/** Sums over trees, for advice and for what editors say of a flag. */
import type { TreeCounts } from "../advice/advice.ts";
import type { Label } from "../bazel/label.ts";
import type { BuildRequest } from "../project.ts";
import { sumOf } from "../bazel/analysis/treeCost.ts";
import { isManual } from "./patterns.ts";
import type { ProjectSnapshot } from "./snapshot.ts";
import { costOf } from "./snapshotCosts.ts";

export interface CountsKey {
  readonly request: BuildRequest;
  readonly legacyExternalRunfiles: boolean;
}

/** Of what a build of everything makes trees for; with the legacy copies or without them, whatever is in force: they are a matter of counting, not of analysis. */
export function workspaceCounts(snapshot: ProjectSnapshot, legacyExternalRunfiles: boolean): TreeCounts {
  const targets = snapshot.executables().filter((target) => !isManual(target));
  return countsOf(
    snapshot,
    targets.map(({ label }) => label),
    legacyExternalRunfiles,
  );
}

export function countsOf(
  snapshot: ProjectSnapshot,
  labels: readonly Label[],
  legacyExternalRunfiles: boolean,
): TreeCounts {
  const settings = { ...snapshot.treeSettings(), legacyExternalRunfiles };
  const costs = labels.flatMap((label) => costOf(snapshot, label, settings) ?? []);
  const { links, legacyCopies, emptyFiles } = sumOf(costs);
  return {
    targets: costs.length,
    links,
    legacyCopies,
    emptyFiles,
    isEstimate: costs.some(({ contributors }) => contributors.some(({ counted }) => !counted)),
    isLeast: costs.some(({ complete }) => !complete),
  };
}
