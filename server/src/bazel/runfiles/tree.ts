/**
 * Flattening a Runfiles value into the tree that Bazel builds. Mirrors `Runfiles.getRunfilesInputs` (old and new; shared order stated in spawn.proto, message RunfilesTree):
 *
 *   1. symlinks            below the workspace directory
 *   2. artifacts           at their short paths (external ones below `external/` instead of `../` until Bazel 5); they win over symlinks
 *   3. (entries below another entry's path are dropped: "obscured")
 *   4. empty files         of the Python supplier, computed from what is there so far
 *   5. prefixing           `../repo/x` → `repo/x` (and `<workspace>/external/repo/x` with legacy copies), everything else → `<workspace>/x`; until Bazel 5 it is `external/repo/x` that goes to both places, and
 *                          `../repo/x`, which only a symlink can be called then, goes to `repo/x` alone
 *   6. root symlinks       at the root; they win over everything
 *   7. `_repo_mapping`
 *   8. `<workspace>/.runfile`, where nothing else makes the workspace directory
 *
 * Later entries overwrite earlier ones, also within a step. What is overwritten is not lost here: it is a contender of its path.
 */
import { emptyInitFiles } from "./emptyInitFiles.ts";
import type { Artifact } from "../artifact.ts";
import type { Label } from "../label.ts";
import type { Runfiles, SymlinkEntry } from "./runfiles.ts";

export interface TreeOptions {
  /** Name of the main repository's directory in the tree: `_main`, `__main__` or the name of the WORKSPACE file. */
  readonly workspaceName: string;
  /** `--legacy_external_runfiles`. */
  readonly legacyExternalRunfiles: boolean;
  /** The directory that stands for other repositories while entries meet: `external` until Bazel 5 (`Artifact.getRootRelativePath`), `..` since. */
  readonly externalDirectory: ".." | "external";
  /** Whether the binary has a repository mapping manifest (bzlmod, from Bazel 6; any workspace in 7). */
  readonly repoMapping: boolean;
}

/** Something that wants a path. */
export type Contender =
  | { readonly kind: "file"; readonly artifact: Artifact }
  | { readonly kind: "symlink" | "root_symlink"; readonly artifact: Artifact; readonly madeBy: Label }
  | { readonly kind: "empty" | "repo_mapping" | "workspace_marker" };

export interface Entry {
  readonly path: string;
  readonly contender: Contender;
  readonly legacyCopy: boolean;
}

export type CollisionKind = "configuration" | "source-and-generated" | "symlink" | "root_symlink" | "obscured";

export interface Collision {
  readonly path: string;
  readonly kind: CollisionKind;
  /** In the order in which Bazel writes them; the last one is kept, except for `obscured`, where the path is dropped and the single other contender is the entry above it. */
  readonly contenders: readonly Contender[];
  readonly legacyCopy: boolean;
}

export interface Tree {
  /** Sorted by path in code unit order, as MANIFEST is. */
  readonly entries: readonly Entry[];
  readonly collisions: readonly Collision[];
}

interface Slot {
  /** Overwritten contenders, then the kept one. */
  readonly contenders: Contender[];
}

/** The tree of a binary whose runfiles these are. Unknowns in the runfiles are the caller's to report. */
export function flatten(runfiles: Runfiles, options: TreeOptions): Tree {
  const collisions: Collision[] = [];
  const inner = new Map<string, Slot>();
  for (const entry of runfiles.symlinks.toList() as readonly SymlinkEntry[])
    put(inner, entry.path, { kind: "symlink", artifact: entry.target, madeBy: entry.madeBy });
  for (const artifact of runfiles.artifacts.toList() as readonly Artifact[])
    put(inner, innerPath(artifact, options), { kind: "file", artifact });
  const obscured = dropObscured(inner);
  if (runfiles.emptyFiles === "python-init")
    for (const path of emptyInitFiles(inner.keys())) put(inner, path, { kind: "empty" });

  const outer = new Map<string, Slot & { legacyCopy: boolean }>();
  const claim = (path: string, slot: Slot, legacyCopy: boolean) => {
    const before = outer.get(path);
    if (before) before.contenders.push(...slot.contenders);
    else outer.set(path, { contenders: [...slot.contenders], legacyCopy });
  };
  let sawWorkspace = options.legacyExternalRunfiles;
  for (const [path, slot] of inner) {
    for (const place of places(path, options)) claim(place.path, slot, place.legacyCopy);
    if (!isOutside(path, options)) sawWorkspace = true;
  }
  for (const drop of obscured) {
    for (const place of places(drop.path, options))
      collisions.push({
        path: place.path,
        kind: "obscured",
        contenders: [drop.contender, drop.by],
        legacyCopy: place.legacyCopy,
      });
  }
  for (const entry of runfiles.rootSymlinks.toList() as readonly SymlinkEntry[]) {
    claim(entry.path, { contenders: [{ kind: "root_symlink", artifact: entry.target, madeBy: entry.madeBy }] }, false);
    if (entry.path.startsWith(`${options.workspaceName}/`)) sawWorkspace = true;
  }
  if (options.repoMapping) claim("_repo_mapping", { contenders: [{ kind: "repo_mapping" }] }, false);
  // What is not known may well lie in the workspace directory.
  if (!sawWorkspace && runfiles.unknowns.size === 0)
    claim(`${options.workspaceName}/.runfile`, { contenders: [{ kind: "workspace_marker" }] }, false);

  const entries: Entry[] = [];
  for (const [path, { contenders, legacyCopy }] of outer) {
    const kept = contenders.at(-1);
    if (!kept) continue;
    entries.push({ path, contender: kept, legacyCopy });
    const distinct = distinctContenders(contenders);
    if (distinct.length > 1) collisions.push({ path, kind: collisionKind(distinct), contenders: distinct, legacyCopy });
  }
  return { entries: entries.sort(byPath), collisions: collisions.sort(byPath) };
}

function put(slots: Map<string, Slot>, path: string, contender: Contender): void {
  const slot = slots.get(path);
  if (slot) slot.contenders.push(contender);
  else slots.set(path, { contenders: [contender] });
}

export function isExternal(path: string): boolean {
  return path.startsWith("../");
}

function innerPath({ shortPath }: Artifact, { externalDirectory }: TreeOptions): string {
  return externalDirectory === "external" && isExternal(shortPath) ? `external/${shortPath.slice(3)}` : shortPath;
}

function isOutside(path: string, { externalDirectory }: TreeOptions): boolean {
  return isExternal(path) || (externalDirectory === "external" && path.startsWith("external/"));
}

/** Where a path relative to the workspace directory lands in the tree. */
function places(
  path: string,
  options: TreeOptions,
): readonly { readonly path: string; readonly legacyCopy: boolean }[] {
  if (!isOutside(path, options)) return [{ path: `${options.workspaceName}/${path}`, legacyCopy: false }];
  const outside = { path: path.slice(path.indexOf("/") + 1), legacyCopy: false };
  const isCopied = options.legacyExternalRunfiles && path.startsWith(`${options.externalDirectory}/`);
  return isCopied
    ? [outside, { path: `${options.workspaceName}/external/${outside.path}`, legacyCopy: true }]
    : [outside];
}

interface Obscured {
  readonly path: string;
  readonly contender: Contender;
  readonly by: Contender;
}

/** `filterListForObscuringSymlinks`: removes what lies below another entry, and reports it unless the entry above is a directory that holds the very file. */
function dropObscured(slots: Map<string, Slot>): readonly Obscured[] {
  const dropped: Obscured[] = [];
  for (const [path, slot] of slots) {
    const above = entryAbove(slots, path);
    if (above === undefined) continue;
    const contender = slot.contenders.at(-1);
    const by = slots.get(above)?.contenders.at(-1);
    if (!contender || !by) continue;
    const sameFile =
      "artifact" in contender &&
      "artifact" in by &&
      `${by.artifact.path}${path.slice(above.length)}` === contender.artifact.path;
    dropped.push({ path, contender, by: sameFile ? contender : by });
  }
  for (const { path } of dropped) slots.delete(path);
  return dropped.filter(({ contender, by }) => contender !== by);
}

function entryAbove(slots: ReadonlyMap<string, Slot>, path: string): string | undefined {
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    const above = path.slice(0, slash);
    if (slots.has(above)) return above;
  }
  return undefined;
}

/** Contenders without those that bring the same file again: overwriting a link with an equal one loses nothing. The last of equal ones counts. */
function distinctContenders(contenders: readonly Contender[]): readonly Contender[] {
  if (contenders.length === 1) return contenders;
  const byFile = new Map<string, Contender>();
  for (const contender of contenders) {
    const key = "artifact" in contender ? contender.artifact.hashKey() : contender.kind;
    byFile.delete(key);
    byFile.set(key, contender);
  }
  return [...byFile.values()];
}

function collisionKind(contenders: readonly Contender[]): CollisionKind {
  if (contenders.some((contender) => contender.kind === "root_symlink")) return "root_symlink";
  if (contenders.some((contender) => contender.kind === "symlink")) return "symlink";
  const files = contenders.filter((contender) => contender.kind === "file");
  const sources = files.filter((contender) => contender.artifact.isSource).length;
  return sources > 0 && sources < files.length ? "source-and-generated" : "configuration";
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
