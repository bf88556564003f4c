/** Whether a target lies downstream of a split transition whose branches Bazel orders by a hash. */
import { hasHashedDirectory, outputDirectoryPrefix, type Configuration } from "../configuration/configuration.ts";
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

/** Two branches of one attribute with one directory prefix, both with a hash in the directory's name; or two of which one's prefix is not known. */
function hasUndecidedSplit(edges: readonly DependencyEdge[]): boolean {
  const seen = new Map<string, Configuration[]>();
  for (const { attribute, branch, target } of edges) {
    const { configuration } = target;
    if (branch === undefined || !configuration) continue;
    const others = seen.get(attribute) ?? [];
    if (others.some((other) => isUndecided(configuration, other))) return true;
    seen.set(attribute, [...others.filter(({ id }) => id !== configuration.id), configuration]);
  }
  return false;
}

function isUndecided(a: Configuration, b: Configuration): boolean {
  if (a.id === b.id) return false;
  const prefixes = [outputDirectoryPrefix(a), outputDirectoryPrefix(b)];
  if (prefixes.includes(undefined)) return true;
  return prefixes[0] === prefixes[1] && hasHashedDirectory(a) && hasHashedDirectory(b);
}
