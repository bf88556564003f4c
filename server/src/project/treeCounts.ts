/** Sums over the trees of a workspace's executable targets, for advice and for what editors say of a flag. */
import type { TreeCounts } from "../advice/advice.ts";
import { predictSummary, treeRunfiles } from "../bazel/analysis/prediction.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** With the legacy copies or without them, whatever is in force: they are a matter of counting, not of analysis. */
export function treeCounts(snapshot: ProjectSnapshot, legacyExternalRunfiles: boolean): TreeCounts {
  const { graph, host } = snapshot;
  const settings = { ...snapshot.treeSettings(), legacyExternalRunfiles };
  const isInForce = snapshot.treeSettings().legacyExternalRunfiles === legacyExternalRunfiles;
  const counts = { targets: 0, links: 0, legacyCopies: 0, emptyFiles: 0, partial: 0 };
  for (const { label } of snapshot.executables()) {
    const known = isInForce ? snapshot.summary(label) : predictSummary(graph, host, settings, label);
    if (!known) continue;
    counts.targets++;
    counts.links += known.summary.links;
    counts.legacyCopies += known.summary.legacyCopies;
    counts.emptyFiles += known.summary.emptyFiles;
    if (treeRunfiles(known.target).unknowns.size > 0) counts.partial++;
  }
  return counts;
}
