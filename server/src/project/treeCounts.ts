/** Sums over trees, for advice and for what editors say of a flag. */
import type { TreeCounts } from "../advice/advice.ts";
import { predictSummary, treeRunfiles, type SummaryResult, type TreeSettings } from "../bazel/analysis/prediction.ts";
import type { Label } from "../bazel/label.ts";
import type { BuildRequest } from "../project.ts";
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
  const counts = { targets: 0, links: 0, legacyCopies: 0, emptyFiles: 0, isEstimate: false, isLeast: false };
  for (const label of labels) {
    const known = summaryOf(snapshot, label, settings);
    if (!known) continue;
    // Who contributes, and so what is estimated, is asked only where something is not known: it takes a walk through all dependencies.
    const cost =
      treeRunfiles(known.target).unknowns.size > 0 ? costOf(snapshot, label, "unsized", settings) : undefined;
    const { links, legacyCopies, emptyFiles } = cost ?? known.summary;
    counts.targets++;
    counts.links += links;
    counts.legacyCopies += legacyCopies;
    counts.emptyFiles += emptyFiles;
    counts.isEstimate ||= cost?.contributors.some(({ counted }) => !counted) ?? false;
    counts.isLeast ||= cost?.complete === false;
  }
  return counts;
}

function summaryOf(snapshot: ProjectSnapshot, label: Label, settings: TreeSettings): SummaryResult {
  const isInForce = snapshot.treeSettings().legacyExternalRunfiles === settings.legacyExternalRunfiles;
  return isInForce ? snapshot.summary(label) : predictSummary(snapshot.graph, snapshot.host, settings, label);
}
