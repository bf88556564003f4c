/** Wording that hovers, lenses and the command line share. */
import type { CallSiteSummary, TreeCollision } from "../project/treeDocument.ts";

/** `4612` → `4,612`, the same in every locale. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 link`, `2,300 links`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** `500 tests`, `2 tests and 1 binary`, `3 targets`. */
export function targetsText(site: Pick<CallSiteSummary, "targets" | "tests" | "binaries">): string {
  const { tests, binaries, targets } = site;
  if (tests > 0 && binaries > 0) return `${counted(tests, "test")} and ${counted(binaries, "binary", "binaries")}`;
  if (tests > 0) return counted(tests, "test");
  if (binaries > 0) return counted(binaries, "binary", "binaries");
  return counted(targets.length, "target");
}

/** `4,612 links each`, `3–9 links each`, `12 links`, `at least 2 links each` where every tree is partial; empty where no count is known. */
export function linksText(site: Pick<CallSiteSummary, "targets" | "links" | "partial">): string {
  if (!site.links) return "";
  const { least, most } = site.links;
  if (site.partial === site.targets.length)
    return `at least ${counted(least, "link")}${site.targets.length > 1 ? " each" : ""}`;
  const amount = least === most ? counted(most, "link") : `${grouped(least)}–${grouped(most)} links`;
  return site.targets.length > 1 ? `${amount} each` : amount;
}

/** Which contender stands in the tree, as a sentence. */
export function keptText(collision: Pick<TreeCollision, "kept">): string {
  return collision.kept === null
    ? "Bazel keeps one of these, by a hash of the configuration."
    : `Bazel keeps ${collision.kept}.`;
}
