/** Whether a target lies downstream of a split transition whose branches Bazel orders by a hash. */
import { hasHashedDirectory, outputDirectoryPrefix } from "../configuration/configuration.ts";
import type { ConfiguredTarget, DependencyEdge } from "./configuredTarget.ts";

const known = new WeakMap<ConfiguredTarget, boolean>();

export function dependsOnSplitOrder(target: ConfiguredTarget): boolean {
  const work = [target];
  while (work.length > 0) {
    const top = work.at(-1);
    if (!top) break;
    if (known.has(top)) {
      work.pop();
      continue;
    }
    const pending = top.dependencies.map((edge) => edge.target).filter((dependency) => !known.has(dependency));
    if (pending.length > 0) {
      work.push(...pending);
      continue;
    }
    known.set(top, hasUndecidedSplit(top.dependencies) || top.dependencies.some((edge) => known.get(edge.target)));
    work.pop();
  }
  return known.get(target) ?? false;
}

/** Two branches of one attribute with one directory prefix, both with a hash in the directory's name. */
function hasUndecidedSplit(edges: readonly DependencyEdge[]): boolean {
  const seen = new Map<string, string>();
  for (const { attribute, branch, target } of edges) {
    if (branch === undefined || !target.configuration || !hasHashedDirectory(target.configuration)) continue;
    const key = `${attribute}|${target.label.toString()}|${outputDirectoryPrefix(target.configuration) ?? ""}`;
    const before = seen.get(key);
    if (before !== undefined && before !== target.configuration.id) return true;
    seen.set(key, target.configuration.id);
  }
  return false;
}
