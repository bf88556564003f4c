import { describe, expect, it } from "vitest";
import { recordedFiles } from "./recordedFiles.ts";
import { parseRecorded, printRecorded } from "./recordedTree.ts";

describe("recorded trees", () => {
  const files = recordedFiles();

  it("are there for every recorded workspace", () => {
    const workspaces = new Set([...files.values()].map(({ header }) => header.workspace));
    expect([...workspaces].sort()).toEqual([
      "cc-command-lines",
      "cc-modules",
      "hermetic-python/local",
      "native-cc",
      "native-java",
      "native-rules/basics",
      "native-rules/configurations",
      "native-rules/external",
      "native-rules/settings",
      "native-rules/starlark",
      "repository-rules",
      "split-transition/bzlmod",
      "split-transition/workspace",
      "starlark-features",
    ]);
  });

  it("are read as they are written", () => {
    for (const file of files.values()) expect(parseRecorded(printRecorded(file))).toEqual(file);
  });

  it("tell a tree without an entry from no tree", () => {
    const [file] = files.values();
    const target = file?.targets[0];
    if (file === undefined || target === undefined) throw new Error("nothing is recorded");
    const odd = { header: file.header, targets: [{ ...target, legacyTree: [], noLegacyTree: null }] };
    expect(parseRecorded(printRecorded(odd))).toEqual(odd);
  });
});
