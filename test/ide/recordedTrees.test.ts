/** The second flattening (ide/bazelTree.ts) and the comparison (ide/verify.ts), against what a real Bazel wrote. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bazelTree } from "../../server/src/ide/bazelTree.ts";
import type { TreeDocument, TreeEntry } from "../../server/src/project/treeDocument.ts";
import { compareTrees } from "../../server/src/ide/verify.ts";
import type { RecordedHeader, RecordedTarget } from "../harness/recordedTree.ts";
import { parseRecorded, withoutMappingTarget } from "../harness/recordedTree.ts";
import { treeDocument } from "../harness/treeDocuments.ts";

const REPO_MAPPING: TreeEntry = {
  path: "_repo_mapping",
  kind: "repo_mapping",
  execPath: null,
  owner: null,
  legacyCopy: false,
};

const recorded = join(import.meta.dirname, "../recorded");
const files = readdirSync(recorded, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".txt"));

describe.each(files)("%s", (file) => {
  const { header, targets } = parseRecorded(readFileSync(join(recorded, file), "utf8"));

  it("flattening cquery's ingredients gives the tree that Bazel wrote", () => {
    for (const target of targets) {
      for (const [legacyExternalRunfiles, tree] of [
        [true, target.legacyTree],
        [false, target.noLegacyTree],
      ] as const) {
        if (!tree) continue;
        const flattened = flatten(target, legacyExternalRunfiles, header);
        const entries = flattened.entries.map(({ path, execPath }) => ({ path, execPath }));
        expect(entries, target.runfiles.label).toEqual(withoutMappingTarget(tree));
      }
    }
  });

  it("a tree equals itself, and without any one entry it does not", () => {
    for (const target of targets) {
      if (!target.legacyTree) continue;
      const tree = flatten(target, true, header);
      expect(compareTrees(tree, tree).differences).toEqual([]);
      const [first, ...others] = tree.entries;
      const missing = { path: first?.path, kind: "missing" };
      expect(compareTrees({ ...tree, entries: others }, tree).differences).toMatchObject([missing]);
    }
  });
});

function flatten({ runfiles }: RecordedTarget, legacyExternalRunfiles: boolean, header: RecordedHeader): TreeDocument {
  const configuration = { ...runfiles.configuration, legacyExternalRunfiles };
  // Whether there is a mapping of repositories is taken from the prediction.
  const entries = header.bazel.startsWith("4.") ? [] : [REPO_MAPPING];
  const predicted = treeDocument({ target: runfiles.label, bazelVersion: header.bazel, entries });
  return bazelTree({ ...runfiles, configuration }, undefined, header.runfilesDirectory, predicted);
}
