/** The statements of a BUILD file that make executable targets, with what their trees come to: what code lenses show. */
import type { CallSiteSummary } from "./treeDocument.ts";
import type { TreeSummary } from "../bazel/runfiles/summary.ts";
import type { Label } from "../bazel/label.ts";
import type { Package, RuleTarget } from "../bazel/target.ts";
import type { Range } from "../base/text.ts";
import type { Site } from "../starlark/thread.ts";

export interface TargetCounts {
  readonly links: number;
  /** Published figures are among the links. */
  readonly isEstimate: boolean;
  readonly collisions: TreeSummary["collisions"];
  readonly partial: boolean;
}

export interface CallSiteHost {
  /** Undefined where the target has no known tree. */
  readonly counts: (label: Label) => TargetCounts | undefined;
  readonly rangeOf: (site: Site) => Range | undefined;
}

/** The executable rules of a package by the statement that made them, in order. */
function executablesBySite(found: Package): ReadonlyMap<number, readonly RuleTarget[]> {
  const sites = new Map<number, RuleTarget[]>();
  for (const target of found.targets.values()) {
    if (target.kind !== "rule" || !target.ruleClass.executable) continue;
    const targets = sites.get(target.site.node) ?? [];
    targets.push(target);
    sites.set(target.site.node, targets);
  }
  return sites;
}

export function callSites(found: Package, host: CallSiteHost): readonly CallSiteSummary[] {
  return [...executablesBySite(found).values()].flatMap((targets) => {
    const [first] = targets;
    const range = first ? host.rangeOf(first.site) : undefined;
    return range ? [summarizeSite(targets, range, host)] : [];
  });
}

function summarizeSite(targets: readonly RuleTarget[], range: Range, host: CallSiteHost): CallSiteSummary {
  const tests = targets.filter((target) => target.ruleClass.test).length;
  const collisions = new Set<string>();
  const known = targets.map((target) => host.counts(target.label));
  for (const counts of known) for (const collision of counts?.collisions ?? []) collisions.add(collision.path);
  const links = known.flatMap((counts) => counts?.links ?? []);
  return {
    range,
    targets: targets.map((target) => target.label.toString()),
    tests,
    binaries: targets.length - tests,
    links: links.length === 0 ? null : { least: Math.min(...links), most: Math.max(...links) },
    isEstimate: known.some((counts) => counts?.isEstimate),
    collisions: collisions.size,
    partial: known.filter((counts) => counts?.partial ?? true).length,
  };
}
