/**
 * Where a Bazel workspace begins, as Bazel's client finds it (src/main/cpp/workspace_layout.cc): the nearest directory upwards that holds one of the boundary files.
 */
import { joinPath, parentPath } from "../../base/path.ts";
import type { FileReader } from "./fileReader.ts";

/** The files that mark a workspace root, in the order in which Bazel looks for them. */
export const BOUNDARY_FILES = ["MODULE.bazel", "REPO.bazel", "WORKSPACE.bazel", "WORKSPACE"] as const;

/** The names of a BUILD file: the first that is a file is the one. */
export const BUILD_FILES = ["BUILD.bazel", "BUILD"] as const;

export function isWorkspaceRoot(reader: FileReader, directory: string): boolean {
  return BOUNDARY_FILES.some((name) => reader.kind(joinPath(directory, name)) === "file");
}

/** The workspace that Bazel would use when started in `directory`. */
export function workspaceRootOf(reader: FileReader, directory: string): string | undefined {
  return workspaceRootsAbove(reader, directory)[0];
}

/**
 * All workspace roots at and above `directory`, innermost first, up to and including `ceiling` (default: the file system's root). The last one is the outermost: a project
 * is made per outermost root, and what it reaches through local repositories belongs to it.
 */
export function workspaceRootsAbove(reader: FileReader, directory: string, ceiling?: string): readonly string[] {
  const roots: string[] = [];
  for (let current: string | undefined = directory; current !== undefined; current = parentPath(current)) {
    if (isWorkspaceRoot(reader, current)) roots.push(current);
    if (current === ceiling) break;
  }
  return roots;
}

/** The BUILD file of a directory. A directory that is called BUILD does not count. */
export function buildFileOf(reader: FileReader, directory: string): string | undefined {
  return BUILD_FILES.map((name) => joinPath(directory, name)).find((path) => reader.kind(path) === "file");
}

/** The file that Bazel evaluates as WORKSPACE: WORKSPACE.bzlmod in its stead where bzlmod is on, WORKSPACE.bazel before WORKSPACE. */
export function workspaceFileOf(reader: FileReader, root: string, bzlmod: boolean): string | undefined {
  const names = bzlmod ? ["WORKSPACE.bzlmod", "WORKSPACE.bazel", "WORKSPACE"] : ["WORKSPACE.bazel", "WORKSPACE"];
  return names.map((name) => joinPath(root, name)).find((path) => reader.kind(path) === "file");
}
