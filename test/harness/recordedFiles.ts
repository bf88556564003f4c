/** The recorded trees as they lie on disk. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseRecorded } from "./recordedTree.ts";
import type { RecordedFile } from "./recordedTree.ts";

const directory = fileURLToPath(new URL("../recorded", import.meta.url));

/** Recorded trees by their path below test/recorded. Digests and refusals are no trees, and left out. */
export function recordedFiles(): ReadonlyMap<string, RecordedFile> {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        entry.name.endsWith(".txt") &&
        entry.name !== "full.txt" &&
        !entry.name.startsWith("refusals"),
    )
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
  return new Map(paths.map((path) => [path, parseRecorded(readFileSync(join(directory, path), "utf8"))]));
}
