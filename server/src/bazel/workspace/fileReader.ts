/**
 * What this room asks of the files of a workspace. Paths are absolute, normalised and use `/`.
 *
 * The query graph answers these calls and remembers them as dependencies; where an answer is not there yet it leaves through an exception of its own (graph.ts), which nothing here may catch.
 */
import type { DirectoryEntry, StatResult } from "../../base/fileSystem.ts";

export interface FileReader {
  /** The text of a file; undefined where there is none that can be read. */
  text(path: string): string | undefined;
  /** The entries of a directory, sorted by name; undefined where there is none that can be read. */
  list(path: string): readonly DirectoryEntry[] | undefined;
  /** What stands at a path after following symlinks. */
  kind(path: string): StatResult;
  /** The path with its symlinks resolved; undefined where that fails. */
  realPath(path: string): string | undefined;
}
