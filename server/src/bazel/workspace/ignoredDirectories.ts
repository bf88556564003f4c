/**
 * The directories of a repository that Bazel does not look into (IgnoredSubdirectoriesFunction.java). `ignore_directories()` of REPO.bazel is read by loading/repoFile.ts, `.bazelignore` here. Its lines are paths, not patterns: `#` begins a comment only
 * at the start of a line, blanks belong to the name, `./a/../b` is `b`.
 */
import { isAbsolutePath, joinPath, normalizePath, pathBelow } from "../../base/path.ts";
import type { FileReader } from "./fileReader.ts";

export interface IgnoredDirectories {
  /** Whether a directory, given relative to the repository's root, lies at or below an ignored one. */
  covers(directory: string): boolean;
}

const IGNORE_FILE = ".bazelignore";

export function ignoredDirectoriesOf(reader: FileReader, root: string): IgnoredDirectories {
  return parseBazelignore(reader.text(joinPath(root, IGNORE_FILE)) ?? "");
}

/** Absolute lines, which Bazel refuses, and lines that leave the repository cover nothing. */
export function parseBazelignore(text: string): IgnoredDirectories {
  const prefixes = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== "" && !line.startsWith("#") && !isAbsolutePath(line))
    .map(normalizePath)
    .filter((path) => path !== "");
  return { covers: (directory) => prefixes.some((prefix) => pathBelow(prefix, directory) !== undefined) };
}

export function anyOf(...all: readonly IgnoredDirectories[]): IgnoredDirectories {
  return { covers: (directory) => all.some((one) => one.covers(directory)) };
}
