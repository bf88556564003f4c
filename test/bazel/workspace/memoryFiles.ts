/**
 * A file reader over files in memory, with symlinks. For tests.
 */
import type { DirectoryEntry, StatResult } from "../../../server/src/base/fileSystem.ts";
import { baseName, joinPath, parentPath, pathBelow } from "../../../server/src/base/path.ts";
import type { FileReader } from "../../../server/src/bazel/workspace/fileReader.ts";

/** A file's text, or where a symlink points. */
export type MemoryEntry = string | { readonly symlink: string };

/** Paths are taken relative to `/w` unless absolute. Directories are there when something is in them; `"dir/"` makes an empty one. */
export function memoryFiles(files: Readonly<Record<string, MemoryEntry>>): FileReader {
  const entries = new Map<string, MemoryEntry | "directory">([["/", "directory"]]);
  for (const [name, entry] of Object.entries(files)) {
    const path = joinPath("/w", name);
    entries.set(path, name.endsWith("/") ? "directory" : entry);
    for (let dir = parentPath(path); dir !== undefined; dir = parentPath(dir)) entries.set(dir, "directory");
  }

  function realPath(path: string, depth = 0): string | undefined {
    if (depth > 40) return undefined;
    const parent = parentPath(path);
    if (parent === undefined) return path;
    const realParent = realPath(parent, depth);
    if (realParent === undefined) return undefined;
    const here = joinPath(realParent, baseName(path));
    const entry = entries.get(here);
    if (entry === undefined) return undefined;
    if (typeof entry !== "object") return here;
    return realPath(joinPath(realParent, entry.symlink), depth + 1);
  }

  function kind(path: string): StatResult {
    const real = realPath(path);
    if (real === undefined) return "missing";
    return entries.get(real) === "directory" ? "directory" : "file";
  }

  function list(path: string): readonly DirectoryEntry[] | undefined {
    const real = realPath(path);
    if (real === undefined || entries.get(real) !== "directory") return undefined;
    const found: DirectoryEntry[] = [];
    for (const [other, entry] of entries) {
      const name = pathBelow(real, other);
      if (name === undefined || name === "" || name.includes("/")) continue;
      const isSymlink = typeof entry === "object";
      const what = kind(other);
      found.push({ name, isSymlink, kind: what === "missing" || what === "error" ? "symlink-broken" : what });
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  return {
    text: (path) => {
      const entry = entries.get(realPath(path) ?? "");
      return typeof entry === "string" && kind(path) === "file" ? entry : undefined;
    },
    list,
    kind,
    realPath: (path) => realPath(path),
  };
}
