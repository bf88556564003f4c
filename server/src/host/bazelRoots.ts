/** Which Bazel workspaces and Pants build roots a folder or file of the editor belongs to or holds. */
import { joinPath, parentPath, pathBelow } from "../base/path.ts";
import type { FileSystem } from "../base/fileSystem.ts";
import type { FileReader } from "../bazel/workspace/fileReader.ts";
import { PANTS_CONFIG } from "../pants/pantsRoot.ts";
import { isWorkspaceRoot, workspaceRootOf, workspaceRootsAbove } from "../bazel/workspace/root.ts";

/** How far below a folder that is no workspace itself its workspaces are looked for, and in how many directories at most. */
const SEARCH_DEPTH = 3;
const SEARCHED_DIRECTORIES = 2_000;

/** The workspace around a folder, or a build root of Pants; else the outermost ones below it, in order. */
export function rootsOfFolder(files: FileSystem, folder: string): readonly string[] {
  const reader = fileReader(files);
  if (isProjectRoot(reader, folder)) return [folder];
  const around = rootOfDirectory(files, folder);
  return around === undefined ? rootsBelow(reader, folder) : [around];
}

/** The workspace that Bazel would use in a directory, or else Pants' build root. */
export function rootOfDirectory(files: FileSystem, directory: string): string | undefined {
  const reader = fileReader(files);
  return workspaceRootOf(reader, directory) ?? pantsRootOf(reader, directory);
}

function isProjectRoot(reader: FileReader, directory: string): boolean {
  return isWorkspaceRoot(reader, directory) || hasPantsConfig(reader, directory);
}

function pantsRootOf(reader: FileReader, directory: string): string | undefined {
  if (hasPantsConfig(reader, directory)) return directory;
  const parent = parentPath(directory);
  return parent === undefined ? undefined : pantsRootOf(reader, parent);
}

function hasPantsConfig(reader: FileReader, directory: string): boolean {
  return reader.kind(joinPath(directory, PANTS_CONFIG)) === "file";
}

/** The outermost workspace between a file and the folder it was opened in; without a folder the one Bazel would use. */
export function rootOfFile(files: FileSystem, path: string, folder: string | undefined): string | undefined {
  const directory = parentPath(path);
  if (directory === undefined) return undefined;
  const reader = fileReader(files);
  if (folder === undefined) return rootOfDirectory(files, directory);
  const outermost = workspaceRootsAbove(reader, directory, folder).at(-1) ?? pantsRootOf(reader, directory);
  return outermost !== undefined && pathBelow(folder, outermost) !== undefined ? outermost : undefined;
}

function rootsBelow(reader: FileReader, folder: string): readonly string[] {
  const roots: string[] = [];
  let level = [folder];
  let searched = 0;
  for (let depth = 0; depth < SEARCH_DEPTH; depth++) {
    const next: string[] = [];
    for (const directory of level) {
      if (++searched > SEARCHED_DIRECTORIES) return roots;
      for (const child of childDirectories(reader, directory))
        (isProjectRoot(reader, child) ? roots : next).push(child);
    }
    level = next;
  }
  return roots.sort();
}

/** Without hidden ones, symlinks (Bazel's convenience links among them) and installed modules. */
function childDirectories(reader: FileReader, directory: string): readonly string[] {
  return (reader.list(directory) ?? [])
    .filter((entry) => entry.kind === "directory" && !entry.isSymlink)
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .map(({ name }) => joinPath(directory, name));
}

/** The plain reading of a file system that never answers "pending". */
function fileReader(files: FileSystem): FileReader {
  return {
    text: (path) => {
      const read = present(files.readFile(path));
      return read.kind === "text" ? read.text : undefined;
    },
    list: (path) => {
      const read = present(files.readDirectory(path));
      return read.kind === "entries" ? read.entries : undefined;
    },
    kind: (path) => present(files.stat(path)),
    realPath: (path) => present(files.realPath(path)),
  };
}

function present<T>(answer: T | "pending"): T {
  if (answer === "pending") throw new Error("this file system was expected to answer at once");
  return answer;
}
