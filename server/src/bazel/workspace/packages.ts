/**
 * Which directories of a repository are packages (PackageLookupFunction.java), and which of them `//dir/...` names (ProcessPackageDirectory.java). Checked with Bazel 4.2.3:
 *
 * - A nested directory with its own WORKSPACE or MODULE.bazel is a package like any other, unless the outer WORKSPACE file declares it as a local repository: then neither it nor anything
 *   below it is a package of the outer one. Under bzlmod a `local_path_override` does not do that (https://github.com/bazelbuild/bazel/issues/22208).
 * - `...` follows symlinks to directories, also out of the workspace, so that one BUILD file may be several packages. It skips links that lead to a
 *   directory they were reached through or to one above it, and all links of a directory that holds the file `DONT_FOLLOW_SYMLINKS_WHEN_…`. Hidden directories count; the top-level `external` does not, though `//external/x` can be named.
 * - Convenience symlinks lead into Bazel's output base and are skipped. We recognise them by their `bazel-` prefix and by their leaving the workspace; a `bazel-x` that stays inside is followed.
 */
import type { DirectoryEntry } from "../../base/fileSystem.ts";
import { baseName, joinPath, parentPath, pathBelow } from "../../base/path.ts";
import type { FileReader } from "./fileReader.ts";
import type { IgnoredDirectories } from "./ignoredDirectories.ts";
import { buildFileOf } from "./root.ts";

/** A repository's files, as far as packages are concerned. */
export interface PackageTree {
  /** Absolute path of the repository's directory. */
  readonly root: string;
  readonly ignored: IgnoredDirectories;
  /** Paths (relative to the root) of directories that are local repositories of their own, with the repository's name. */
  readonly localRepositories: ReadonlyMap<string, string>;
  /** The packages of `--deleted_packages`. */
  readonly deletedPackages: ReadonlySet<string>;
}

export type PackageLookup =
  | { readonly kind: "package"; readonly directory: string; readonly buildFile: string }
  | { readonly kind: "no-build-file"; readonly message: string }
  | { readonly kind: "deleted"; readonly message: string }
  | { readonly kind: "other-repository"; readonly repository: string; readonly message: string }
  | { readonly kind: "invalid-name"; readonly message: string };

const NO_SYMLINKS_FILE = "DONT_FOLLOW_SYMLINKS_WHEN_TRAVERSING_THIS_DIRECTORY_VIA_A_RECURSIVE_TARGET_PATTERN";

/** Whether `path` is a package of the repository, and if not, why, in Bazel's words. */
export function lookUpPackage(reader: FileReader, tree: PackageTree, path: string): PackageLookup {
  const invalid = packageNameProblem(path);
  if (invalid !== undefined) return { kind: "invalid-name", message: `invalid package name '${path}': ${invalid}` };
  if (tree.deletedPackages.has(path) || tree.ignored.covers(path)) {
    return { kind: "deleted", message: "Package is considered deleted due to --deleted_packages" };
  }
  const repository = enclosingLocalRepository(reader, tree, path);
  if (repository !== undefined) {
    return {
      kind: "other-repository",
      repository,
      message: `Invalid package reference ${path} crosses into repository @${repository}: did you mean to use @${repository}// instead?`,
    };
  }
  const directory = joinPath(tree.root, path);
  const buildFile = buildFileOf(reader, directory);
  if (buildFile === undefined) {
    return {
      kind: "no-build-file",
      message: `BUILD file not found in any of the following directories. Add a BUILD file to a directory to mark it as a package.\n - ${directory}`,
    };
  }
  return { kind: "package", directory, buildFile };
}

/** The packages at and below a directory (relative to the root), as `//directory/...` names them; a parent before its children, siblings in code unit order. */
export function packagesBelow(reader: FileReader, tree: PackageTree, directory: string): readonly string[] {
  const found: string[] = [];
  const open = [directory];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (!isTraversed(reader, tree, current)) continue;
    if (lookUpPackage(reader, tree, current).kind === "package") found.push(current);
    open.push(...subdirectories(reader, tree, current).reverse());
  }
  return found;
}

/** Bazel's rules for package names (LabelValidator.java); undefined where the name is right. */
export function packageNameProblem(path: string): string | undefined {
  if (path === "") return undefined;
  if (path.startsWith("/")) return "package names may not start with '/'";
  if (path.endsWith("/")) return "package names may not end with '/'";
  if (path.includes("//")) return "package names may not contain '//' path separators";
  if (path.split("/").some((segment) => /^\.+$/.test(segment)))
    return "package name component contains only '.' characters";
  // Printable 7-bit characters but ':' and '\'.
  if (/[^ -9;-[\]-~]/.test(path)) {
    return "package names may contain A-Z, a-z, 0-9, or any of ' !\"#$%&'()*+,-./;<=>?[]^_`{|}~' (most 7-bit ascii characters except 0-31, 127, ':', or '\\')";
  }
  return undefined;
}

function isTraversed(reader: FileReader, tree: PackageTree, directory: string): boolean {
  return (
    directory !== "external" &&
    !tree.ignored.covers(directory) &&
    enclosingLocalRepository(reader, tree, directory) === undefined
  );
}

/** The local repository that a directory lies in. Bazel asks that its root holds a WORKSPACE file, and compares the declared path as text. */
function enclosingLocalRepository(reader: FileReader, tree: PackageTree, directory: string): string | undefined {
  for (const [path, repository] of tree.localRepositories) {
    if (path === "" || pathBelow(path, directory) === undefined) continue;
    const root = joinPath(tree.root, path);
    const marked = ["WORKSPACE.bazel", "WORKSPACE"].some((name) => reader.kind(joinPath(root, name)) === "file");
    if (marked) return repository;
  }
  return undefined;
}

function subdirectories(reader: FileReader, tree: PackageTree, directory: string): string[] {
  const absolute = joinPath(tree.root, directory);
  const entries = reader.list(absolute) ?? [];
  const followSymlinks = !entries.some((entry) => entry.name === NO_SYMLINKS_FILE);
  return entries
    .filter((entry) => entry.kind === "directory")
    .filter((entry) => !entry.isSymlink || (followSymlinks && isFollowed(reader, tree, joinPath(absolute, entry.name))))
    .filter((entry) => isDirectoryName(entry))
    .map((entry) => (directory === "" ? entry.name : `${directory}/${entry.name}`));
}

/** Names with which no package can be below: they are not even looked into. */
function isDirectoryName(entry: DirectoryEntry): boolean {
  return packageNameProblem(entry.name) === undefined;
}

function isFollowed(reader: FileReader, tree: PackageTree, link: string): boolean {
  const target = reader.realPath(link);
  if (target === undefined) return false;
  for (
    let above = parentPath(link);
    above !== undefined && above.length >= tree.root.length;
    above = parentPath(above)
  ) {
    if (pathBelow(target, reader.realPath(above) ?? above) !== undefined) return false;
  }
  if (!baseName(link).startsWith("bazel-")) return true;
  return pathBelow(reader.realPath(tree.root) ?? tree.root, target) !== undefined;
}
