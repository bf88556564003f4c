/**
 * Bazel's own answer as a tree. The ingredients (all contenders, in Bazel's order) come from cquery; the kept ones from the manifest that Bazel writes, where there is one, and else from flattening the
 * ingredients in the order that spawn.proto (message RunfilesTree) states. That flattening is written here a second time on purpose: the prediction must not be judged by its own code.
 */
import { normalizePath } from "../base/path.ts";
import type { CollisionKind, EntryKind, TreeCollision, TreeDocument, TreeEntry } from "../project/treeDocument.ts";

export interface IngredientFile {
  readonly shortPath: string;
  readonly execPath: string;
  readonly owner: string | null;
  readonly isSource: boolean;
}

/** What cquery says of one configured target (bazelTool/runfilesFormat.ts). */
export interface Ingredients {
  readonly label: string;
  /** Of a source file, which has none, everything is null. */
  readonly configuration: { readonly compilationMode: string | null; readonly legacyExternalRunfiles: boolean | null };
  readonly executable: IngredientFile | null;
  readonly files: readonly IngredientFile[];
  readonly symlinks: readonly { readonly path: string; readonly target: IngredientFile }[];
  readonly rootSymlinks: readonly { readonly path: string; readonly target: IngredientFile }[];
  /** Relative to the workspace's directory in the tree. */
  readonly emptyFilenames: readonly string[];
}

/** A line of a manifest. */
export interface ManifestLine {
  readonly path: string;
  /** Null for an empty file, and where the link's target is no artifact. */
  readonly execPath: string | null;
}

interface Claim {
  readonly kind: EntryKind;
  readonly file: IngredientFile | null;
  readonly legacyCopy: boolean;
}

/**
 * `workspace` is the name of the main repository's directory in the tree, which is that of the execution root, too. `predicted` says what else cquery does not: version, flags, and whether there is a
 * `_repo_mapping`.
 */
export function bazelTree(
  ingredients: Ingredients,
  manifest: readonly ManifestLine[] | undefined,
  workspace: string,
  predicted: TreeDocument,
): TreeDocument {
  const claims = claimsOf(ingredients, workspace, predicted);
  const entries = manifest ? entriesOfManifest(manifest, claims) : entriesOfClaims(claims);
  return {
    ...predicted,
    source: "bazel",
    completeness: "complete",
    notExecutable: ingredients.executable === null,
    links: entries.filter((entry) => entry.kind !== "empty" && entry.kind !== "workspace_marker").length,
    materialisedFiles: entries.length,
    legacyCopies: entries.filter((entry) => entry.legacyCopy).length,
    entries,
    collisions: collisionsOf(claims, new Map(entries.map((entry) => [entry.path, entry]))),
    unknowns: [],
    error: null,
  };
}

/** Whether a tree has none although the flag is on depends on how a rule has merged its runfiles, of which the ingredients say nothing. */
function lacksCopies({ entries, legacyCopies, notExecutable }: TreeDocument): boolean {
  return !notExecutable && legacyCopies === 0 && entries.some(({ owner }) => owner?.startsWith("@") === true);
}

/** Everything that wants a path, in Bazel's order: the last one gets it. */
function claimsOf(
  ingredients: Ingredients,
  workspace: string,
  predicted: TreeDocument,
): ReadonlyMap<string, readonly Claim[]> {
  const external = externalPaths(predicted.bazelVersion);
  const hasCopies = ingredients.configuration.legacyExternalRunfiles ?? predicted.legacyCopies > 0;
  const legacy = hasCopies && !lacksCopies(predicted);
  const inner = new Map<string, Claim[]>();
  for (const { path, target } of ingredients.symlinks) add(inner, path, { kind: "symlink", file: target });
  for (const file of ingredients.files) add(inner, external.inner(file.shortPath), { kind: "file", file });
  for (const path of [...inner.keys()].filter((one) => hasEntryAbove(inner, one))) inner.delete(path);
  for (const path of ingredients.emptyFilenames) add(inner, external.empty(path), { kind: "empty", file: null });

  const outer = new Map<string, Claim[]>();
  const isUnconfigured = ingredients.configuration.compilationMode === null;
  let workspaceSeen = legacy || (isUnconfigured && !predicted.entries.some(({ kind }) => kind === "workspace_marker"));
  for (const [path, claims] of inner) {
    const isExternal = external.is(path);
    workspaceSeen ||= !isExternal;
    const place = isExternal ? path.slice(path.indexOf("/") + 1) : `${workspace}/${path}`;
    for (const claim of claims) add(outer, place, claim);
    const copy = isExternal && legacy ? external.legacyCopy(workspace, path) : place;
    if (copy !== place) for (const claim of claims) add(outer, copy, { ...claim, legacyCopy: true });
  }
  for (const { path, target } of ingredients.rootSymlinks) {
    workspaceSeen ||= path.startsWith(`${workspace}/`);
    add(outer, path, { kind: "root_symlink", file: target });
  }
  if (predicted.entries.some((entry) => entry.kind === "repo_mapping")) {
    add(outer, "_repo_mapping", { kind: "repo_mapping", file: null });
  }
  if (!workspaceSeen) add(outer, `${workspace}/.runfile`, { kind: "workspace_marker", file: null });
  return outer;
}

/** How Bazel writes the paths of other repositories' files below the workspace's directory: `../repo/f`, and before version 6 `external/repo/f`. */
interface ExternalPaths {
  readonly inner: (shortPath: string) => string;
  /** Where an empty file is that cquery names: it says `external/repo/f` in every version (measured with 4.2.3 and 7.7.1), and `../repo/f` of runfiles that a merge has left without legacy copies (`Runfiles.getEmptyFilenames`). */
  readonly empty: (path: string) => string;
  readonly is: (path: string) => boolean;
  readonly legacyCopy: (workspace: string, path: string) => string;
}

function externalPaths(version: string | null): ExternalPaths {
  if (version === null || Number.parseInt(version, 10) >= 6) {
    return {
      inner: (shortPath) => shortPath,
      empty: (path) => path.replace(/^external\//, "../"),
      is: (path) => path.startsWith("../"),
      legacyCopy: (workspace, path) => `${workspace}/external/${path.slice("../".length)}`,
    };
  }
  return {
    inner: (shortPath) => shortPath.replace(/^\.\.\//, "external/"),
    empty: (path) => path.replace(/^\.\.\//, "external/"),
    is: (path) => path.startsWith("../") || path.startsWith("external/"),
    legacyCopy: (workspace, path) => normalizePath(`${workspace}/${path}`),
  };
}

function add(
  claims: Map<string, Claim[]>,
  path: string,
  { kind, file, legacyCopy = false }: Omit<Claim, "legacyCopy"> & { readonly legacyCopy?: boolean },
): void {
  const claim = { kind, file, legacyCopy };
  const before = claims.get(path);
  if (before) before.push(claim);
  else claims.set(path, [claim]);
}

function hasEntryAbove(claims: ReadonlyMap<string, unknown>, path: string): boolean {
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    if (claims.has(path.slice(0, slash))) return true;
  }
  return false;
}

function entriesOfClaims(claims: ReadonlyMap<string, readonly Claim[]>): readonly TreeEntry[] {
  return [...claims].map(([path, all]) => entry(path, all.at(-1), undefined)).sort(byPath);
}

function entriesOfManifest(
  manifest: readonly ManifestLine[],
  claims: ReadonlyMap<string, readonly Claim[]>,
): readonly TreeEntry[] {
  return manifest
    .map(({ path, execPath }) => {
      const all = claims.get(path) ?? [];
      return entry(path, all.findLast((claim) => (claim.file?.execPath ?? null) === execPath) ?? all.at(-1), execPath);
    })
    .sort(byPath);
}

function entry(path: string, claim: Claim | undefined, execPath: string | null | undefined): TreeEntry {
  return {
    path,
    kind: claim?.kind ?? (execPath === null ? "empty" : "file"),
    execPath: execPath === undefined ? (claim?.file?.execPath ?? null) : execPath,
    owner: claim?.file?.owner ?? null,
    legacyCopy: claim?.legacyCopy ?? false,
  };
}

function collisionsOf(
  claims: ReadonlyMap<string, readonly Claim[]>,
  entries: ReadonlyMap<string, TreeEntry>,
): readonly TreeCollision[] {
  const collisions: TreeCollision[] = [];
  for (const [path, all] of claims) {
    const contenders = new Map<string, Claim>();
    for (const claim of all) {
      if (!claim.file) continue;
      contenders.delete(claim.file.execPath);
      contenders.set(claim.file.execPath, claim);
    }
    if (contenders.size < 2) continue;
    const kept = entries.get(path)?.execPath ?? null;
    collisions.push({ path, kind: collisionKind([...contenders.values()]), contenders: [...contenders.keys()], kept });
  }
  return collisions.sort(byPath);
}

function collisionKind(claims: readonly Claim[]): CollisionKind {
  if (claims.some((claim) => claim.kind === "root_symlink")) return "root_symlink";
  if (claims.some((claim) => claim.kind === "symlink")) return "symlink";
  const sources = claims.filter((claim) => claim.file?.isSource).length;
  return sources > 0 && sources < claims.length ? "source-and-generated" : "configuration";
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
