/**
 * What each contributor brings to a tree: toolchain runtimes, external repositories, the target's own code, data. What many trees share is counted once (pathIndex.ts); the shares add up to what flatten (tree.ts) gives,
 * and a test holds the two together.
 */
import { emptyFilesOf, overlaidIndex, type OverlaidIndex, type PathIndex } from "./pathIndex.ts";
import { flatten, isExternal, type Tree, type TreeOptions } from "./tree.ts";
import type { Artifact } from "../artifact.ts";
import type { Runfiles } from "./runfiles.ts";

export type ContributorKind =
  /** Files of a toolchain: an interpreter, a JDK. */
  | "runtime"
  /** An external repository. */
  | "repository"
  /** Files of the main repository: sources and outputs of the target and of its dependencies. */
  | "code"
  /** Files of the main repository that come through `data`. */
  | "data"
  /** Launchers and the repository mapping, which Bazel adds. */
  | "bazel";

export interface Contributor {
  readonly kind: ContributorKind;
  /** Canonical name of the repository, label of the toolchain for a runtime in the main repository, else empty. */
  readonly name: string;
  /** Label of a runtime's toolchain. */
  readonly toolchain: string | undefined;
}

export interface Share {
  readonly contributor: Contributor;
  /** Symlinks in the output tree, legacy copies included. */
  readonly links: number;
  readonly legacyCopies: number;
  /** Its files, each once: lists that trees share, of which a sum need not be made again for each of them, and those that are this tree's alone. */
  readonly sharedFiles: readonly (readonly Artifact[])[];
  readonly ownFiles: readonly Artifact[];
  /** Those of the links that lead to a directory, in which sandboxes or remote execution see files. */
  readonly directories: readonly Artifact[];
}

export interface TreeShares {
  readonly shares: readonly Share[];
  readonly emptyFiles: number;
}

/** Which toolchain a file belongs to. An object of this kind is the key under which counts are kept: trees with the same toolchains want the same one. */
export interface RuntimeFiles {
  /** The toolchain's label, undefined for a file of none. */
  toolchainOf(artifact: Artifact): string | undefined;
}

export interface Attribution {
  readonly runtimes: RuntimeFiles;
  /** Labels of the target, of its dependencies and sources in the main repository that are not reached through `data`. */
  readonly code: ReadonlySet<string>;
}

export function treeShares(runfiles: Runfiles, options: TreeOptions, attribution: Attribution): TreeShares {
  const overlaid = overlaidIndex(runfiles, options);
  return overlaid
    ? sharesOfIndex(overlaid, runfiles, options, attribution)
    : sharesOfTree(flatten(runfiles, options), attribution);
}

function sharesOfTree(tree: Tree, attribution: Attribution): TreeShares {
  const sums = new Sums();
  let emptyFiles = 0;
  for (const { contender, legacyCopy } of tree.entries) {
    if ("artifact" in contender) {
      const contributor = contributorOf(contender.artifact, attribution);
      sums.add(contributor, contender.artifact, 1, legacyCopy ? 1 : 0);
      if (!legacyCopy) sums.addFile(contributor, contender.artifact);
    } else if (contender.kind === "repo_mapping") sums.addLinks(ADDED_BY_BAZEL, 1, 0);
    else emptyFiles++;
  }
  return { shares: sums.shares(), emptyFiles };
}

function sharesOfIndex(
  overlaid: OverlaidIndex,
  runfiles: Runfiles,
  options: TreeOptions,
  attribution: Attribution,
): TreeShares {
  const { index, overlay } = overlaid;
  const { legacyExternalRunfiles, repoMapping } = options;
  const known = indexedShares(index, attribution.runtimes);
  const sums = new Sums();
  const add = (artifact: Artifact, contributor: Contributor) => {
    const copies = legacyExternalRunfiles && isExternal(artifact.shortPath) ? 1 : 0;
    sums.add(contributor, artifact, 1 + copies, copies);
    sums.addFile(contributor, artifact);
  };
  const own = ownFiles(known, attribution.code);
  for (const { contributor, files, external, directories } of known.shares) {
    const copies = legacyExternalRunfiles ? external : 0;
    sums.addLinks(contributor, files.length + copies, copies);
    if (contributor.kind !== "data" || own.length === 0) sums.shareFiles(contributor, files);
    else for (const file of without(files, own)) sums.addFile(contributor, file);
    for (const directory of directories)
      sums.addDirectory(contributor, directory, legacyExternalRunfiles && isExternal(directory.shortPath) ? 2 : 1);
  }
  for (const artifact of own) {
    sums.addFile(CODE, artifact);
    sums.addLinks(CODE, 1, 0);
    sums.addLinks(DATA, -1, 0);
    if (artifact.kind === "directory") sums.moveDirectory(artifact, DATA, CODE);
  }
  for (const artifact of overlay.values()) add(artifact, contributorOf(artifact, attribution));
  if (repoMapping) sums.addLinks(ADDED_BY_BAZEL, 1, 0);
  return { shares: sums.shares(), emptyFiles: emptyFilesOf(overlaid, runfiles, options) };
}

// What an index brings ------------------------------------------------------------------------------------------------------------------------------------

interface IndexedShares {
  /** Files of the main repository count as data here. */
  readonly shares: readonly {
    readonly contributor: Contributor;
    readonly files: readonly Artifact[];
    readonly external: number;
    readonly directories: readonly Artifact[];
  }[];
  /** Files of the main repository, by the label that owns them: whether they are a target's own code is that target's affair. */
  readonly byOwner: ReadonlyMap<string, readonly Artifact[]>;
}

const indexed = new WeakMap<PathIndex, WeakMap<RuntimeFiles, IndexedShares>>();

function indexedShares(index: PathIndex, runtimes: RuntimeFiles): IndexedShares {
  let byRuntimes = indexed.get(index);
  if (!byRuntimes) indexed.set(index, (byRuntimes = new WeakMap()));
  let shares = byRuntimes.get(runtimes);
  if (!shares) byRuntimes.set(runtimes, (shares = countIndex(index, runtimes)));
  return shares;
}

function countIndex(index: PathIndex, runtimes: RuntimeFiles): IndexedShares {
  const shares = new Map<
    string,
    {
      readonly contributor: Contributor;
      readonly files: Artifact[];
      external: number;
      readonly directories: Artifact[];
    }
  >();
  const byOwner = new Map<string, Artifact[]>();
  for (const [path, artifact] of index.byPath) {
    const contributor = contributorOf(artifact, { runtimes, code: NO_CODE });
    const key = contributorKey(contributor);
    const share = shares.get(key) ?? { contributor, files: [], external: 0, directories: [] };
    shares.set(key, share);
    share.files.push(artifact);
    if (isExternal(path)) share.external++;
    if (artifact.kind === "directory") share.directories.push(artifact);
    if (contributor.kind !== "data") continue;
    const owner = artifact.owner.toString();
    const files = byOwner.get(owner);
    if (files) files.push(artifact);
    else byOwner.set(owner, [artifact]);
  }
  return { shares: [...shares.values()], byOwner };
}

const NO_CODE: ReadonlySet<string> = new Set();

function ownFiles({ byOwner }: IndexedShares, code: ReadonlySet<string>): readonly Artifact[] {
  if (byOwner.size <= code.size)
    return [...byOwner].flatMap(([owner, artifacts]) => (code.has(owner) ? artifacts : []));
  return [...code].flatMap((owner) => byOwner.get(owner) ?? []);
}

function without(files: readonly Artifact[], others: readonly Artifact[]): readonly Artifact[] {
  const left = new Set(others);
  return files.filter((file) => !left.has(file));
}

// Contributors ----------------------------------------------------------------------------------------------------------------------------------------------

const CODE: Contributor = { kind: "code", name: "", toolchain: undefined };
const DATA: Contributor = { kind: "data", name: "", toolchain: undefined };
const ADDED_BY_BAZEL: Contributor = { kind: "bazel", name: "", toolchain: undefined };

function contributorOf(artifact: Artifact, { runtimes, code }: Attribution): Contributor {
  const { repository } = artifact.owner;
  if (repository === "bazel_tools") return ADDED_BY_BAZEL;
  const toolchain = runtimes.toolchainOf(artifact);
  if (toolchain !== undefined) return { kind: "runtime", name: repository === "" ? toolchain : repository, toolchain };
  if (repository !== "") return { kind: "repository", name: repository, toolchain: undefined };
  return code.has(artifact.owner.toString()) ? CODE : DATA;
}

function contributorKey({ kind, name, toolchain }: Contributor): string {
  return `${kind} ${name} ${toolchain ?? ""}`;
}

class Sums {
  readonly #byKey = new Map<
    string,
    {
      readonly contributor: Contributor;
      links: number;
      legacyCopies: number;
      readonly sharedFiles: (readonly Artifact[])[];
      readonly ownFiles: Artifact[];
      readonly directories: Artifact[];
    }
  >();

  add(contributor: Contributor, artifact: Artifact, links: number, legacyCopies: number): void {
    this.addLinks(contributor, links, legacyCopies);
    if (artifact.kind === "directory") this.addDirectory(contributor, artifact, links);
  }

  addLinks(contributor: Contributor, links: number, legacyCopies: number): void {
    const sum = this.#sum(contributor);
    sum.links += links;
    sum.legacyCopies += legacyCopies;
  }

  addFile(contributor: Contributor, file: Artifact): void {
    this.#sum(contributor).ownFiles.push(file);
  }

  shareFiles(contributor: Contributor, files: readonly Artifact[]): void {
    this.#sum(contributor).sharedFiles.push(files);
  }

  addDirectory(contributor: Contributor, artifact: Artifact, links: number): void {
    for (let link = 0; link < links; link++) this.#sum(contributor).directories.push(artifact);
  }

  moveDirectory(artifact: Artifact, from: Contributor, to: Contributor): void {
    const { directories } = this.#sum(from);
    directories.splice(directories.indexOf(artifact), 1);
    this.#sum(to).directories.push(artifact);
  }

  shares(): readonly Share[] {
    return [...this.#byKey.values()].filter(({ links }) => links > 0);
  }

  #sum(contributor: Contributor) {
    const key = contributorKey(contributor);
    let sum = this.#byKey.get(key);
    if (!sum)
      this.#byKey.set(
        key,
        (sum = { contributor, links: 0, legacyCopies: 0, sharedFiles: [], ownFiles: [], directories: [] }),
      );
    return sum;
  }
}
