/**
 * A flat list of runfiles paths as folders, whose children are made when somebody looks at them.
 *
 * Paths are sorted by code unit, so that the paths under a folder are one contiguous range whatever else there is: a folder is a range and the length of its prefix, its counts are differences of
 * prefix sums, and its children are found by jumping from range to range. Nothing is built for what is not shown, so a tree of 100,000 entries costs one sort.
 */

/** What the index needs of an entry. */
export interface Indexed {
  /** Path in the runfiles tree, with `/`. */
  readonly path: string;
}

/** A half-open range of entries that share a prefix. */
export interface Folder {
  readonly kind: "folder";
  /** Path with a final `/`; empty for the top. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** One entry, by its index in `TreeIndex.entries`. */
export interface Leaf {
  readonly kind: "leaf";
  readonly path: string;
  readonly index: number;
}

export type Child = Folder | Leaf;

/** Counts of the entries for which a predicate holds, for any range, in constant time. */
export type RangeCount = (folder: Folder) => number;

export class TreeIndex<E extends Indexed> {
  /** All entries, sorted by path. */
  readonly entries: readonly E[];
  readonly root: Folder;

  constructor(entries: readonly E[]) {
    this.entries = isSorted(entries) ? entries : [...entries].sort(byPath);
    this.root = { kind: "folder", path: "", start: 0, end: entries.length };
  }

  /**
   * The children of a folder: folders first, then entries, each in the order of their paths. A folder that holds nothing but one folder is shown as one with it (`a/b/`). An entry and a folder of the
   * same name may both be there: Bazel's links can obscure one another.
   */
  children(folder: Folder): readonly Child[] {
    const folders: Folder[] = [];
    const leaves: Leaf[] = [];
    let at = folder.start;
    while (at < folder.end) {
      const { path } = this.#entry(at);
      const slash = path.indexOf("/", folder.path.length);
      if (slash < 0) {
        leaves.push({ kind: "leaf", path, index: at });
        at++;
      } else {
        const child = this.#range(path.slice(0, slash + 1), at, folder.end);
        folders.push(this.#compact(child));
        at = child.end;
      }
    }
    return [...folders, ...leaves];
  }

  /** The children to open, one below the other, to reach the entry of a path; empty when there is none. */
  chain(path: string): readonly Child[] {
    const chain: Child[] = [];
    let folder = this.root;
    for (;;) {
      const next = this.children(folder).find((child) =>
        child.kind === "folder" ? path.startsWith(child.path) : child.path === path,
      );
      if (next === undefined) return [];
      chain.push(next);
      if (next.kind === "leaf") return chain;
      folder = next;
    }
  }

  /** A counter of the entries for which `predicate` holds. */
  counter(predicate: (entry: E) => boolean): RangeCount {
    const sums = new Uint32Array(this.entries.length + 1);
    for (const [i, entry] of this.entries.entries()) {
      sums[i + 1] = (sums[i] ?? 0) + (predicate(entry) ? 1 : 0);
    }
    return (folder) => (sums[folder.end] ?? 0) - (sums[folder.start] ?? 0);
  }

  /** Follows single folders downwards: the first and the last path of a sorted range decide whether all share the next segment. */
  #compact(folder: Folder): Folder {
    let { path } = folder;
    const last = this.#entry(folder.end - 1).path;
    for (;;) {
      const slash = this.#entry(folder.start).path.indexOf("/", path.length);
      if (slash < 0) break;
      const longer = this.#entry(folder.start).path.slice(0, slash + 1);
      if (!last.startsWith(longer)) break;
      path = longer;
    }
    return path === folder.path ? folder : { ...folder, path };
  }

  /** The range of the paths that begin with `prefix`, of which `start` is the first: a binary search for its end. */
  #range(prefix: string, start: number, limit: number): Folder {
    let low = start + 1;
    let high = limit;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entry(middle).path.startsWith(prefix)) low = middle + 1;
      else high = middle;
    }
    return { kind: "folder", path: prefix, start, end: low };
  }

  #entry(index: number): E {
    const entry = this.entries[index];
    if (entry === undefined) throw new RangeError(`no runfiles entry ${index}`);
    return entry;
  }
}

function byPath(a: Indexed, b: Indexed): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function isSorted(entries: readonly Indexed[]): boolean {
  let before = "";
  for (const { path } of entries) {
    if (path < before) return false;
    before = path;
  }
  return true;
}
