/** The statements of a BUILD file that make executable targets, with what their trees come to: what code lenses show. */
import type { CallSiteSummary } from "./treeDocument.ts";
import type { TreeSummary } from "../bazel/runfiles/summary.ts";
import type { Label } from "../bazel/label.ts";
import type { Package, RuleTarget } from "../bazel/target.ts";
import type { Range } from "../base/text.ts";
import type { Site } from "../starlark/thread.ts";

export interface CallSiteHost {
  /** Undefined where the target has no known tree. */
  readonly summary: (
    label: Label,
  ) => { readonly summary: TreeSummary; readonly partial: boolean; readonly executable: boolean } | undefined;
  readonly rangeOf: (site: Site) => Range | undefined;
}

/** The executable rules of a package by the statement that made them, in order. */
export function executablesBySite(found: Package): ReadonlyMap<number, readonly RuleTarget[]> {
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
  let links: { least: number; most: number } | null = null;
  let partial = 0;
  for (const target of targets) {
    const known = host.summary(target.label);
    if (!known || known.partial) partial++;
    if (!known) continue;
    const { summary } = known;
    links =
      links === null
        ? { least: summary.links, most: summary.links }
        : { least: Math.min(links.least, summary.links), most: Math.max(links.most, summary.links) };
    for (const collision of summary.collisions) collisions.add(collision.path);
  }
  return {
    range,
    targets: targets.map((target) => target.label.toString()),
    tests,
    binaries: targets.length - tests,
    links,
    collisions: collisions.size,
    partial,
  };
}
