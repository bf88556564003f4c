/** Which chains of targets and attributes bring an entry to a tree. */
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import { Artifact } from "../bazel/artifact.ts";
import { SymlinkEntry, type Runfiles } from "../bazel/runfiles/runfiles.ts";
import type { Contender } from "../bazel/runfiles/tree.ts";
import type { Location } from "../base/text.ts";
import type { ProvenanceStep } from "../project.ts";
import type { Site } from "../starlark/thread.ts";

const MOST_CHAINS = 10;

/** The shortest chains (breadth first, ten at most) from a target down to where a contender comes from. */
export function chainsTo(
  from: ConfiguredTarget,
  contender: Contender,
  locate: (site: Site | undefined) => Location | undefined,
): readonly (readonly ProvenanceStep[])[] {
  if (!("artifact" in contender)) return [[step(from, null, locate)]];
  const chains: (readonly ProvenanceStep[])[] = [];
  const queue: { readonly target: ConfiguredTarget; readonly chain: readonly ProvenanceStep[] }[] = [
    { target: from, chain: [] },
  ];
  const entered = new Set<ConfiguredTarget>([from]);
  for (let next = queue.shift(); next && chains.length < MOST_CHAINS; next = queue.shift()) {
    const { target, chain } = next;
    const carriers = target.dependencies.filter((edge) => carries(edge.target, contender));
    if (carriers.length === 0 || isSource(target, contender)) chains.push([...chain, step(target, null, locate)]);
    for (const edge of carriers) {
      if (entered.has(edge.target)) continue;
      entered.add(edge.target);
      const attribute = edge.branch === undefined ? edge.attribute : `${edge.attribute} [${edge.branch}]`;
      queue.push({ target: edge.target, chain: [...chain, step(target, attribute, locate)] });
    }
  }
  return chains;
}

function step(
  target: ConfiguredTarget,
  attribute: string | null,
  locate: (site: Site | undefined) => Location | undefined,
): ProvenanceStep {
  const location = locate(target.rule?.site);
  return {
    target: target.label.toString(),
    attribute,
    location: location ? { path: location.path, line: location.range.start.line } : null,
  };
}

/** The rule that makes the file or the symlink: the chain may end there though it goes on below. */
function isSource(target: ConfiguredTarget, contender: Extract<Contender, { artifact: Artifact }>): boolean {
  return contender.kind !== "file" && target.label.equals(contender.madeBy);
}

function carries(target: ConfiguredTarget, contender: Extract<Contender, { artifact: Artifact }>): boolean {
  const { files, defaultRunfiles, dataRunfiles } = target.outputs;
  if (contender.kind === "file" && files.toList().some((file) => same(file, contender.artifact))) return true;
  return [defaultRunfiles, dataRunfiles].some((runfiles) => holds(runfiles, contender));
}

function holds(runfiles: Runfiles, contender: Extract<Contender, { artifact: Artifact }>): boolean {
  if (contender.kind === "file") return runfiles.artifacts.toList().some((file) => same(file, contender.artifact));
  const entries = contender.kind === "symlink" ? runfiles.symlinks : runfiles.rootSymlinks;
  return entries
    .toList()
    .some(
      (entry) =>
        entry instanceof SymlinkEntry &&
        entry.madeBy.equals(contender.madeBy) &&
        same(entry.target, contender.artifact),
    );
}

function same(file: unknown, artifact: Artifact): boolean {
  return file instanceof Artifact && file.hashKey() === artifact.hashKey();
}
