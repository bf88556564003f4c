/** Wording that hovers, lenses and the command line share. */
import { counted, grouped } from "../base/counts.ts";
import type { ContributorCost, CostFigures } from "../bazel/analysis/treeCost.ts";
import type { CallSiteSummary, TreeCollision } from "../project/treeDocument.ts";

/** `500 tests`, `2 tests and 1 binary`, `3 targets`. */
export function targetsText(site: Pick<CallSiteSummary, "targets" | "tests" | "binaries">): string {
  const { tests, binaries, targets } = site;
  if (tests > 0 && binaries > 0) return `${counted(tests, "test")} and ${counted(binaries, "binary", "binaries")}`;
  if (tests > 0) return counted(tests, "test");
  if (binaries > 0) return counted(binaries, "binary", "binaries");
  return counted(targets.length, "target");
}

/** `4,612 links each`, `3–9 links each`, `12 links`, `at least 2 links each` where every tree is partial, `≈4,587 links each` with published figures; empty where no count is known. */
export function linksText(site: Pick<CallSiteSummary, "targets" | "links" | "partial" | "isEstimate">): string {
  if (!site.links) return "";
  const { least, most } = site.links;
  if (!site.isEstimate && site.partial === site.targets.length)
    return `at least ${counted(least, "link")}${site.targets.length > 1 ? " each" : ""}`;
  const about = site.isEstimate ? "≈" : "";
  const amount = about + (least === most ? counted(most, "link") : `${grouped(least)}–${grouped(most)} links`);
  return site.targets.length > 1 ? `${amount} each` : amount;
}

/** `12.3 MB`, `≥ 12.3 MB` where not every size is known, nothing where none is. */
export function sizeText({ bytes, unsizedFiles }: Pick<CostFigures, "bytes" | "unsizedFiles">): string {
  if (bytes === 0 && unsizedFiles > 0) return "";
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const amount = bytes / 1000 ** power;
  return `${unsizedFiles > 0 ? "≥ " : ""}${power === 0 ? grouped(bytes) : amount.toFixed(1)} ${units[power] ?? ""}`;
}

/** `4,584 links (counted)`, `≈4,584 links (rules_python's 3.10, not on disk)`. */
export function contributorText({ links, emptyFiles, counted: isCounted, name }: ContributorCost): string {
  const figures = [
    links > 0 || emptyFiles === 0 ? counted(links, "link") : "",
    emptyFiles > 0 ? counted(emptyFiles, "empty file") : "",
  ].filter((text) => text !== "");
  return isCounted ? `${figures.join(", ")} (counted)` : `≈${figures.join(", ")} (${name}, not on disk)`;
}

/** Which contender stands in the tree, as a sentence. */
export function keptText(collision: Pick<TreeCollision, "kept">): string {
  return collision.kept === null
    ? "Bazel keeps one of these, by a hash of the configuration."
    : `Bazel keeps ${collision.kept}.`;
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
