/**
 * Counting a tree without making it. 500 tests share one depset of 2,300 interpreter files: what that depset brings is indexed once, and each test adds its few own files to the index.
 *
 * A depset node with many direct elements (or the join of several such nodes) is a *heavy* part: it gets an index that lives as long as the node. A target's summary is its heavy part's index plus an overlay of its light
 * elements. The result equals what flatten (tree.ts) would count; a test holds the two together. Where the overlay meets something that an index cannot answer (a possible collision, a path above or below another), the
 * target is a suspect and is flattened.
 */
import { emptyInitFiles } from "./emptyInitFiles.ts";
import { flatten, isExternal, type Collision, type Tree, type TreeOptions } from "./tree.ts";
import { Depset } from "../depset.ts";
import type { Artifact } from "../artifact.ts";
import type { Runfiles } from "./runfiles.ts";

export interface TreeSummary {
  /** Symlinks that Bazel makes: entries with a target, legacy copies included. */
  readonly links: number;
  readonly legacyCopies: number;
  /** Empty files and markers. */
  readonly emptyFiles: number;
  readonly collisions: readonly Collision[];
}

/** Direct elements from which on a depset node is worth an index of its own. */
const HEAVY = 200;

/** Paths of a set of artifacts, with what counting needs to know of them. */
interface PathIndex {
  readonly byPath: ReadonlyMap<string, Artifact>;
  readonly external: number;
  /** Directories above any path, for obscured entries. */
  readonly directories: ReadonlySet<string>;
  /** Two artifacts want one path, or one path lies below another: only flatten can tell. */
  readonly suspect: boolean;
  /** Empty `__init__.py` files that the index alone would get, as paths; undefined until somebody asks. */
  inits: ReadonlySet<string> | undefined;
}

const indexes = new WeakMap<Depset, PathIndex>();
const joins = new WeakMap<Depset, WeakMap<Depset, Depset>>();

export function summarize(runfiles: Runfiles, options: TreeOptions): TreeSummary {
  const { heavy, light } = split(runfiles.artifacts);
  if (!heavy || !runfiles.symlinks.isEmpty || !runfiles.rootSymlinks.isEmpty)
    return summaryOf(flatten(runfiles, options));
  const index = indexOf(heavy);
  const overlay = new Map<string, Artifact>();
  for (const artifact of light) {
    const before = overlay.get(artifact.shortPath) ?? index.byPath.get(artifact.shortPath);
    if (before?.equals(artifact)) continue;
    if (before) return summaryOf(flatten(runfiles, options));
    overlay.set(artifact.shortPath, artifact);
  }
  if (index.suspect || meets(index, overlay) || meetsElsewhere(index, overlay, options))
    return summaryOf(flatten(runfiles, options));
  return count(index, overlay, runfiles, options);
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

/** Whether a path of the overlay lies below or above a path that is there. */
function meets(index: PathIndex, overlay: ReadonlyMap<string, Artifact>): boolean {
  for (const path of overlay.keys()) {
    if (index.directories.has(path)) return true;
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const above = path.slice(0, slash);
      if (index.byPath.has(above) || overlay.has(above)) return true;
    }
  }
  return false;
}

/**
 * Whether files of the main repository can meet those of others although their short paths differ: below `external`, where legacy copies lie and where Bazel 5 and older compare them, or below the workspace's directory, where a
 * repository of the same name lies.
 */
function meetsElsewhere(
  index: PathIndex,
  overlay: ReadonlyMap<string, Artifact>,
  { workspaceName }: TreeOptions,
): boolean {
  return ["external", `../${workspaceName}`].some((directory) => {
    const isThere = (path: string) => path === directory || path.startsWith(`${directory}/`);
    return index.byPath.has(directory) || index.directories.has(directory) || [...overlay.keys()].some(isThere);
  });
}

function count(
  index: PathIndex,
  overlay: ReadonlyMap<string, Artifact>,
  runfiles: Runfiles,
  options: TreeOptions,
): TreeSummary {
  const externalOverlay = [...overlay.keys()].filter(isExternal).length;
  const files = index.byPath.size + overlay.size;
  const external = index.external + externalOverlay;
  const inits = runfiles.emptyFiles === "python-init" ? initPaths(index, overlay) : [];
  const externalInits = inits.filter(isExternal).length;
  const legacyCopies = options.legacyExternalRunfiles ? external : 0;
  const sawWorkspace =
    runfiles.unknowns.size > 0 || options.legacyExternalRunfiles || files > external || inits.length > externalInits;
  return {
    links: files + legacyCopies + (options.repoMapping ? 1 : 0),
    legacyCopies,
    emptyFiles: inits.length + (options.legacyExternalRunfiles ? externalInits : 0) + (sawWorkspace ? 0 : 1),
    collisions: [],
  };
}

/** The empty init files of index and overlay together: the index's own, less those for which the overlay brings a real file, plus those of the overlay's directories. */
function initPaths(index: PathIndex, overlay: ReadonlyMap<string, Artifact>): readonly string[] {
  index.inits ??= new Set(emptyInitFiles(new Set(index.byPath.keys())));
  const own = emptyInitFiles(new Set(overlay.keys()));
  const present = (path: string) =>
    index.byPath.has(path) ||
    index.byPath.has(path.replace(/py$/, "pyc")) ||
    overlay.has(path) ||
    overlay.has(path.replace(/py$/, "pyc"));
  const added = own.filter((path) => !index.inits?.has(path) && !present(path));
  const overlaid = [...overlay.keys()]
    .filter((path) => /\/__init__\.pyc?$/.test(path))
    .some((path) => index.inits?.has(path.replace(/pyc$/, "py")));
  const kept = overlaid ? [...index.inits].filter((path) => !present(path)) : index.inits;
  return [...kept, ...added];
}

/** The heavy part of a depset (one node, or the join of several) and the elements outside of it. */
function split(root: Depset): { readonly heavy: Depset | undefined; readonly light: readonly Artifact[] } {
  const heavies: Depset[] = [];
  const light: Artifact[] = [];
  const entered = new Set<Depset>([root]);
  const work = [root];
  for (let node = work.pop(); node; node = work.pop()) {
    if (node.direct.length >= HEAVY) heavies.push(leafOf(node));
    else for (const element of node.direct) light.push(element as Artifact);
    for (const child of node.transitive) {
      if (entered.has(child)) continue;
      entered.add(child);
      work.push(child);
    }
  }
  return { heavy: joined(heavies), light };
}

const leaves = new WeakMap<Depset, Depset>();

/** A node with only the direct elements of another one. */
function leafOf(node: Depset): Depset {
  if (node.transitive.length === 0) return node;
  let leaf = leaves.get(node);
  if (!leaf) leaves.set(node, (leaf = new Depset("postorder", node.direct)));
  return leaf;
}

/** One node for several: the same join for the same nodes in the same order, so that its index is made once. */
function joined(heavies: readonly Depset[]): Depset | undefined {
  const [first, ...rest] = heavies;
  let result = first;
  for (const next of rest) {
    if (!result) return undefined;
    let bySecond = joins.get(result);
    if (!bySecond) joins.set(result, (bySecond = new WeakMap()));
    let join = bySecond.get(next);
    if (!join) bySecond.set(next, (join = new Depset("postorder", [], [result, next])));
    result = join;
  }
  return result;
}

function indexOf(heavy: Depset): PathIndex {
  const known = indexes.get(heavy);
  if (known) return known;
  const byPath = new Map<string, Artifact>();
  const directories = new Set<string>();
  let external = 0;
  let suspect = false;
  for (const artifact of heavy.toList() as readonly Artifact[]) {
    const path = artifact.shortPath;
    if (byPath.has(path)) suspect = true;
    byPath.set(path, artifact);
    if (isExternal(path)) external++;
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const above = path.slice(0, slash);
      if (directories.has(above)) break;
      directories.add(above);
    }
  }
  if (!suspect) for (const path of byPath.keys()) if (directories.has(path)) suspect = true;
  const index: PathIndex = { byPath, external, directories, suspect, inits: undefined };
  indexes.set(heavy, index);
  return index;
}
