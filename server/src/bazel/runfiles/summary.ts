/**
 * Counting a tree without making it, where what it shares with others is indexed (pathIndex.ts). The result equals what flatten (tree.ts) would count; a test holds the two together.
 */
import { emptyFilesOf, overlaidIndex, type OverlaidIndex } from "./pathIndex.ts";
import { flatten, isExternal, type Collision, type Tree, type TreeOptions } from "./tree.ts";
import type { Runfiles } from "./runfiles.ts";

export interface TreeSummary {
  /** Symlinks that Bazel makes: entries with a target, legacy copies included. */
  readonly links: number;
  readonly legacyCopies: number;
  /** Empty files and markers. */
  readonly emptyFiles: number;
  readonly collisions: readonly Collision[];
}

export function summarize(runfiles: Runfiles, options: TreeOptions): TreeSummary {
  const overlaid = overlaidIndex(runfiles, options);
  return overlaid ? count(overlaid, runfiles, options) : summaryOf(flatten(runfiles, options));
}

function summaryOf(tree: Tree): TreeSummary {
  let links = 0;
  let legacyCopies = 0;
  for (const entry of tree.entries) {
    if (!("artifact" in entry.contender) && entry.contender.kind !== "repo_mapping") continue;
    links++;
    if (entry.legacyCopy) legacyCopies++;
  }
  return { links, legacyCopies, emptyFiles: tree.entries.length - links, collisions: tree.collisions };
}

function count(overlaid: OverlaidIndex, runfiles: Runfiles, options: TreeOptions): TreeSummary {
  const { index, overlay } = overlaid;
  const external = index.external + [...overlay.keys()].filter(isExternal).length;
  const legacyCopies = options.legacyExternalRunfiles ? external : 0;
  return {
    links: index.byPath.size + overlay.size + legacyCopies + (options.repoMapping ? 1 : 0),
    legacyCopies,
    emptyFiles: emptyFilesOf(overlaid, runfiles, options),
    collisions: NO_COLLISIONS,
  };
}

const NO_COLLISIONS: readonly Collision[] = [];
