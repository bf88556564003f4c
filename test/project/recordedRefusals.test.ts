/** What a real Bazel refuses is refused, in its words; what it accepts is accepted (test/recorded/refusals*.txt). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openProject, WORKSPACES } from "../harness/project.ts";
import { parseVerdicts, REFUSALS } from "../harness/recordedRefusals.ts";
import type { TreeDocument } from "../../server/src/project/treeDocument.ts";

describe.each(REFUSALS)("%s", async (name) => {
  const file = fileURLToPath(new URL(`../recorded/${name}.txt`, import.meta.url));
  const { bazel, verdicts } = parseVerdicts(readFileSync(file, "utf8"));
  const project = await openProject(join(WORKSPACES, name), { bazelVersion: bazel });
  const trees = await project.run({ command: "build", configs: [], flags: [] }, (snapshot) => {
    const { labels } = snapshot.expand("//...", { includeManual: true });
    return new Map(
      labels.map((label): [string, TreeDocument] => {
        const tree = snapshot.tree(label);
        return [tree.target, tree];
      }),
    );
  });

  test("every target is told of", () => {
    expect([...trees.keys()].sort()).toEqual(verdicts.map(({ label }) => label));
  });

  for (const { label, isRefused, message } of verdicts) {
    test(label, () => {
      const tree = trees.get(label);
      expect(tree?.completeness).toBe(isRefused ? "rejected" : "complete");
      if (message !== undefined) expect(tree?.error).toBe(message);
    });
  }
});
