/** Tree documents for tests: complete and empty but for what the test says. */
import type { TreeDocument, TreeEntry } from "../../server/src/project/treeDocument.ts";

export function treeDocument(spec: Partial<TreeDocument>): TreeDocument {
  const entries = spec.entries ?? [];
  return {
    target: "//:target",
    source: "predicted",
    completeness: "complete",
    bazelVersion: "7.4.0",
    verifiedAgainst: [],
    command: "build",
    flags: [],
    hostPlatform: "linux-x86_64",
    notExecutable: false,
    links: entries.filter((entry) => entry.kind !== "empty").length,
    materialisedFiles: entries.length,
    legacyCopies: entries.filter((entry) => entry.legacyCopy).length,
    entries,
    collisions: [],
    unknowns: [],
    error: null,
    ...spec,
  };
}

/** A source file under `_main`. */
export function sourceEntry(path: string): TreeEntry {
  return { path: `_main/${path}`, kind: "file", execPath: path, owner: `//:${path}`, legacyCopy: false };
}
