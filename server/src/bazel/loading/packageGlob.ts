/**
 * The globs of packages as queries: a package depends on what a glob matches, not on the directories that were read for it, so that a new file which no glob of a package matches leaves the package alone.
 */
import type { Query, QueryContext } from "../../base/graph.ts";
import { parentPath, pathBelow } from "../../base/path.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { BUILD_FILES } from "../workspace/root.ts";
import type { GlobResult, GlobTree } from "./glob.ts";
import { globPattern, subpackagePattern } from "./glob.ts";
import type { PackageKey, PackageLookupQueries } from "./packageLookup.ts";
import { filesOf, packageKeyText } from "./packageLookup.ts";
import { contentsOf } from "./repositoryFiles.ts";
import type { LoadingDependencies } from "./settings.ts";

export interface GlobKey {
  readonly package: PackageKey;
  readonly pattern: string;
  /** `subpackages` looks for packages, `with-directories` for files and directories. */
  readonly mode: "files" | "with-directories" | "subpackages";
}

export function globQuery(
  dependencies: LoadingDependencies,
  lookups: PackageLookupQueries,
): Query<GlobKey, GlobResult> {
  return {
    name: "glob",
    keyOf: ({ package: key, pattern, mode }) => `${packageKeyText(key)}\0${mode}\0${pattern}`,
    compute: (graph, { package: key, pattern, mode }) => {
      const tree = globTree(graph, dependencies, lookups, key);
      return mode === "subpackages"
        ? subpackagePattern(tree, pattern)
        : globPattern(tree, pattern, mode === "with-directories");
    },
    equals: sameResult,
  };
}

function sameResult(a: GlobResult, b: GlobResult): boolean {
  if (a.kind === "matches" && b.kind === "matches")
    return a.paths.length === b.paths.length && a.paths.every((path, i) => path === b.paths[i]);
  return a.kind === "symlink-loop" && b.kind === "symlink-loop" && a.path === b.path;
}

function globTree(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  lookups: PackageLookupQueries,
  key: PackageKey,
): GlobTree {
  const { id, view } = key;
  const contents = contentsOf(graph, dependencies, view, id.repository);
  const files = filesOf(graph, dependencies, contents);
  const tree =
    contents.kind === "directory" ? dependencies.packageTree(graph, view, id.repository, contents.path) : undefined;
  const inRepository = (directory: string): string =>
    id.path === "" || directory === "" ? id.path + directory : `${id.path}/${directory}`;
  const listed = (directory: string) => files?.list(inRepository(directory)) ?? ({ kind: "missing" } as const);
  const owner = (directory: string): "own" | "package" | "none" => {
    if (tree?.ignored.covers(inRepository(directory))) return "none";
    const listing = listed(directory);
    const hasBuildFile =
      listing.kind === "entries" &&
      listing.entries.some(({ name }) => (BUILD_FILES as readonly string[]).includes(name));
    if (!hasBuildFile && (tree === undefined || tree.localRepositories.size === 0)) return "own";
    const lookup = graph.get(lookups.packageLookup, {
      id: { repository: id.repository, path: inRepository(directory) },
      view,
    });
    if (lookup.kind === "package") return "package";
    return lookup.kind === "none" && lookup.otherRepository ? "none" : "own";
  };
  return {
    list: (directory) => {
      const listing = listed(directory);
      if (listing.kind === "entries") return listing.entries;
      if (listing.kind === "missing") return undefined;
      const message = `the directory ${inRepository(directory)} cannot be read: ${listing.message}`;
      return new Unknown({ kind: "file", name: inRepository(directory), message, site: undefined });
    },
    owner,
    leadsToAncestor: (link) => {
      if (!files) return false;
      const real = (path: string): string | undefined =>
        graph.input(dependencies.files.realPath, files.fileId(inRepository(path)));
      const target = real(link);
      if (target === undefined) return true;
      for (let ancestor = parentPath(link); ancestor !== undefined; ancestor = parentPath(ancestor)) {
        const directory = real(ancestor);
        if (directory !== undefined && pathBelow(target, directory) !== undefined) return true;
      }
      const top = real("");
      return top !== undefined && pathBelow(target, top) !== undefined;
    },
  };
}
