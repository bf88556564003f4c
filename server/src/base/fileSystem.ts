/**
 * The file system as the core sees it: an argument, never an import. Paths are absolute and use `/`.
 *
 * A host answers synchronously what it can (a disk in a worker thread, a map in a test) and otherwise answers `"pending"`: the driver then awaits `fetch` and
 * runs the query again (see graph.ts). Errors are values, so that an unreadable file becomes an Unknown on the right line instead of an exception.
 */

export type FileKind = "file" | "directory" | "symlink-broken" | "symlink-loop" | "other";

export interface DirectoryEntry {
  readonly name: string;
  /** What the entry is after following symlinks. */
  readonly kind: FileKind;
  readonly isSymlink: boolean;
}

export type ReadResult =
  | {
      readonly kind: "text";
      readonly text: string;
      /** Of the text. */
      readonly digest: string;
      /** A byte order mark stands before the text. */
      readonly isMarked?: true;
    }
  | { readonly kind: "missing" }
  | { readonly kind: "error"; readonly message: string };

export type ListResult =
  | { readonly kind: "entries"; readonly entries: readonly DirectoryEntry[]; readonly digest: string }
  | { readonly kind: "missing" }
  | { readonly kind: "error"; readonly message: string };

export type StatResult = FileKind | "missing" | "error";

export interface FileSystem {
  /** The text of a file (an editor's buffer where one is open), without byte order mark. */
  readFile(path: string): ReadResult | "pending";
  /** The entries of a directory, sorted by name in code unit order. */
  readDirectory(path: string): ListResult | "pending";
  /** What stands at a path after following symlinks. */
  stat(path: string): StatResult | "pending";
  /** The path with its symlinks resolved, or undefined where that fails. */
  realPath(path: string): string | undefined | "pending";
  /** The bytes of a file on disk, or undefined where there is none. */
  size(path: string): number | undefined | "pending";
  /** The SHA-256 of the bytes of a file on disk, 64 hex digits; undefined where there is none that can be read. */
  sha256(path: string): string | undefined | "pending";
  /** Resolves when everything that was answered `"pending"` can be answered. */
  settled(): Promise<void>;
}
