/** Predictions of the hermetic-python workspace with its generated interpreter: in full for a small one, by digest for 500 tests that share 2,300 files. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TreeDocument } from "../../server/src/project/treeDocument.ts";
import { openProject, WORKSPACES } from "../harness/project.ts";
import { recordedFiles } from "../harness/recordedFiles.ts";
import { digestOfTree, prepareSmallPython } from "../harness/recording.ts";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";

const recorded = fileURLToPath(new URL("../recorded/hermetic-python/full.txt", import.meta.url));
const FLAGS = ["--legacy_external_runfiles", "--nolegacy_external_runfiles"];
let root = "";

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  for (const size of ["small", "full"])
    cpSync(join(WORKSPACES, "hermetic-python/local"), join(root, size), { recursive: true });
  prepareSmallPython(join(root, "small"));
  makeInterpreter(join(root, "full/interpreter"));
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

async function predict(
  size: "small" | "full",
  labels: readonly string[],
  flag: string,
): Promise<readonly TreeDocument[]> {
  const project = await openProject(join(root, size), { bazelVersion: "4.2.3" });
  return project.run({ command: "build", configs: [], flags: [flag] }, (snapshot) =>
    labels
      .flatMap((label) => snapshot.expand(label, { includeManual: true }).labels)
      .map((label) => snapshot.tree(label)),
  );
}

function pathsOf({ entries }: TreeDocument): readonly { readonly path: string; readonly execPath: string | null }[] {
  return entries.map(({ path, execPath }) => ({ path, execPath }));
}

describe.each(FLAGS)("hermetic-python with %s", (flag) => {
  it("has the trees that Bazel wrote with a small interpreter", async () => {
    const targets = recordedFiles().get("hermetic-python/small/_top.txt")?.targets ?? [];
    expect(targets.map(({ runfiles }) => runfiles.label)).toEqual(["//:test_0", "//:test_1"]);
    const trees = await predict(
      "small",
      targets.map(({ runfiles }) => runfiles.label),
      flag,
    );
    for (const [index, tree] of trees.entries()) {
      expect(tree).toMatchObject({ completeness: "complete", unknowns: [] });
      expect(pathsOf(tree)).toEqual(flag === FLAGS[0] ? targets[index]?.legacyTree : targets[index]?.noLegacyTree);
    }
    expect(trees).toHaveLength(targets.length);
  });

  it("has the digests of the trees that Bazel wrote with the full one", async () => {
    const rows = readFileSync(recorded, "utf8")
      .split("\n")
      .map((line) => line.split("\t"));
    const wanted = rows.filter(([kind, , rowFlag]) => kind === "tree" && rowFlag === flag);
    const trees = await predict(
      "full",
      wanted.map(([, label = ""]) => label),
      flag,
    );
    const found = trees.map((tree) => ({ label: tree.target, ...digestOfTree(pathsOf(tree)) }));
    expect(found).toEqual(wanted.map(([, label, , lines, sha256]) => ({ label, lines: Number(lines), sha256 })));
    expect(found).toHaveLength(2);
    expect(trees.map(({ links }) => links)).toEqual(trees.map(() => (flag === FLAGS[0] ? 4602 : 2302)));
  });
});
