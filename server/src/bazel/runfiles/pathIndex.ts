/**
 * What many trees share is indexed once. 500 tests share one depset of 2,300 interpreter files: what that depset brings is indexed as long as it lives, and each test lays its few own files over the index.
 *
 * A depset node with many direct elements (or the join of several such nodes) is a *heavy* part. A target's tree is its heavy part's index plus an overlay of its light elements, unless the overlay meets something that an
 * index cannot answer (a possible collision, a path above or below another): then the target is a suspect and has to be flattened.
 */
import { emptyInitFiles } from "./emptyInitFiles.ts";
import { isExternal, type TreeOptions } from "./tree.ts";
import { Depset } from "../depset.ts";
import type { Artifact } from "../artifact.ts";
import type { Runfiles } from "./runfiles.ts";

/** Direct elements from which on a depset node is worth an index of its own. */
const HEAVY = 200;

/** Paths of a set of artifacts, with what counting needs to know of them. */
export interface PathIndex {
  readonly byPath: ReadonlyMap<string, Artifact>;
  readonly external: number;
  /** Directories above any path, for obscured entries. */
  readonly directories: ReadonlySet<string>;
  /** Two artifacts want one path, or one path lies below another: only flatten can tell. */
  readonly suspect: boolean;
  /** Empty `__init__.py` files that the index alone would get, as paths; undefined until somebody asks. */
  inits: ReadonlySet<string> | undefined;
}

/** A tree without collisions: each artifact of the index and of the overlay has its short path for itself. */
export interface OverlaidIndex {
  readonly index: PathIndex;
  readonly overlay: ReadonlyMap<string, Artifact>;
}

const indexes = new WeakMap<Depset, PathIndex>();
const joins = new WeakMap<Depset, WeakMap<Depset, Depset>>();

/** Undefined where only flatten can tell. */
export function overlaidIndex(runfiles: Runfiles, options: TreeOptions): OverlaidIndex | undefined {
  const { heavy, light } = split(runfiles.artifacts);
  if (!heavy || !runfiles.symlinks.isEmpty || !runfiles.rootSymlinks.isEmpty) return undefined;
  const index = indexOf(heavy);
  const overlay = new Map<string, Artifact>();
  for (const artifact of light) {
    const before = overlay.get(artifact.shortPath) ?? index.byPath.get(artifact.shortPath);
    if (before?.equals(artifact)) continue;
    if (before) return undefined;
    overlay.set(artifact.shortPath, artifact);
  }
  const isSuspect = index.suspect || meets(index, overlay) || meetsElsewhere(index, overlay, options);
  return isSuspect ? undefined : { index, overlay };
}

/** Empty files and markers of the tree. */
export function emptyFilesOf(overlaid: OverlaidIndex, runfiles: Runfiles, options: TreeOptions): number {
  const { index, overlay } = overlaid;
  const inits = runfiles.emptyFiles === "python-init" ? initPaths(overlaid) : [];
  const externalInits = inits.filter(isExternal).length;
  const external = index.external + [...overlay.keys()].filter(isExternal).length;
  const sawWorkspace =
    runfiles.unknowns.size > 0 ||
    options.legacyExternalRunfiles ||
    index.byPath.size + overlay.size > external ||
    inits.length > externalInits;
  return inits.length + (options.legacyExternalRunfiles ? externalInits : 0) + (sawWorkspace ? 0 : 1);
}

/** The empty init files of index and overlay together: the index's own, less those for which the overlay brings a real file, plus those of the overlay's directories. */
function initPaths({ index, overlay }: OverlaidIndex): readonly string[] {
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
