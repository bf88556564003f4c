/**
 * The disk as the core's file system: synchronous, for a thread that does nothing else. Errors are values. Paths use `/`, also on Windows.
 */
import { createHash } from "node:crypto";
import { closeSync, lstatSync, openSync, readFileSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import type { Dirent } from "node:fs";
import { digestOf } from "../base/digest.ts";
import type { DirectoryEntry, FileKind, FileSystem, ListResult, ReadResult, StatResult } from "../base/fileSystem.ts";

/** Larger files are not read as text: nobody writes them by hand, and they are more than the evaluator's memory can bear. */
const LARGEST_TEXT = 64 * 1024 * 1024;

export class DiskFileSystem implements FileSystem {
  readFile(path: string): ReadResult {
    return attempt(() => {
      const { size } = statSync(path);
      if (size > LARGEST_TEXT) return { kind: "error", message: `the file is larger than ${LARGEST_TEXT} bytes` };
      const whole = readFileSync(path, "utf8");
      const isMarked = whole.startsWith("\uFEFF");
      const text = isMarked ? whole.slice(1) : whole;
      return { kind: "text", text, digest: digestOf(text), ...(isMarked && { isMarked }) };
    });
  }

  readDirectory(path: string): ListResult {
    return attempt(() => {
      const entries = readdirSync(path, { withFileTypes: true })
        .map((entry) => directoryEntry(path, entry))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const digest = digestOf(...entries.flatMap((entry) => [entry.name, entry.kind, String(entry.isSymlink)]));
      return { kind: "entries", entries, digest };
    });
  }

  stat(path: string): StatResult {
    try {
      return kindOf(statSync(path));
    } catch (error) {
      if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") return symlinkKind(path) ?? "error";
      return symlinkKind(path) ?? "missing";
    }
  }

  realPath(path: string): string | undefined {
    try {
      return slashed(realpathSync(path));
    } catch {
      return undefined;
    }
  }

  size(path: string): number | undefined {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.size : undefined;
  }

  sha256(path: string): string | undefined {
    try {
      return digestOfFile(path);
    } catch {
      return undefined;
    }
  }

  async settled(): Promise<void> {}
}

/** Read in pieces: interpreters and compilers are larger than what should be held at once. */
function digestOfFile(path: string): string {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(1024 * 1024);
  const file = openSync(path, "r");
  try {
    for (let length; (length = readSync(file, piece)) > 0;) hash.update(piece.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}

/** A path of the host with `/` between its segments. */
export function slashed(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

type Failure = { readonly kind: "missing" } | { readonly kind: "error"; readonly message: string };

function attempt<T>(read: () => T): T | Failure {
  try {
    return read();
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: "error", message: describe(error) };
  }
}

function directoryEntry(directory: string, entry: Dirent): DirectoryEntry {
  const { name } = entry;
  if (!entry.isSymbolicLink()) return { name, kind: kindOf(entry), isSymlink: false };
  const path = `${directory}/${name}`;
  try {
    return { name, kind: kindOf(statSync(path)), isSymlink: true };
  } catch {
    return { name, kind: symlinkKind(path) ?? "symlink-broken", isSymlink: true };
  }
}

/** For a path that cannot be followed: which kind of bad symlink it is, undefined where it is none. */
function symlinkKind(path: string): "symlink-broken" | "symlink-loop" | undefined {
  try {
    if (!lstatSync(path).isSymbolicLink()) return undefined;
    statSync(path);
    return undefined;
  } catch (error) {
    if (codeOf(error) === "ELOOP") return "symlink-loop";
    return isSymlink(path) ? "symlink-broken" : undefined;
  }
}

function isSymlink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function kindOf(stats: { isFile(): boolean; isDirectory(): boolean }): FileKind {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : "other";
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The system's sentence without path and code: they say nothing more, and differ between machines. */
function describe(error: unknown): string {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EISDIR":
      return "is a directory";
    case "ELOOP":
      return "too many levels of symbolic links";
    default:
      return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
  }
}
