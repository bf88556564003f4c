/** The hermetic-python workspace at its full size, against the digests of the trees that a real Bazel built (test/recorded/hermetic-python/full.txt). The interpreter of 2,300 files is made in a temporary copy. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openProject, WORKSPACES } from "../harness/project.ts";
import { digestOfTree } from "../harness/recording.ts";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";
import type { BuildRequest, Snapshot } from "../../server/src/project.ts";
import type { TreeDocument } from "../../server/src/project/treeDocument.ts";

const RECORDED = fileURLToPath(new URL("../recorded/hermetic-python/full.txt", import.meta.url));
const TESTS = 500;

interface RecordedDigest {
  readonly label: string;
  readonly flag: string;
  readonly lines: number;
  readonly sha256: string;
}

/** The lines `tree TAB label TAB flag TAB lines TAB digest`. */
function recordedTrees(): readonly RecordedDigest[] {
  const rows = readFileSync(RECORDED, "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([kind]) => kind === "tree");
  return rows.map(([, label = "", flag = "", lines = "", sha256 = ""]) => ({
    label,
    flag,
    lines: Number(lines),
    sha256,
  }));
}

function request(flag: string): BuildRequest {
  return { command: "build", configs: [], flags: [flag] };
}

function treeOf(snapshot: Snapshot, label: string): TreeDocument {
  const [found] = snapshot.expand(label, { includeManual: true }).labels;
  if (!found) throw new Error(`no target ${label}`);
  return snapshot.tree(found);
}

describe("hermetic-python with 500 tests", async () => {
  const directory = mkdtempSync(join(tmpdir(), "hermetic-python-"));
  const root = join(directory, "workspace");
  cpSync(join(WORKSPACES, "hermetic-python/local"), root, { recursive: true });
  makeInterpreter(join(root, "interpreter"));
  const project = await openProject(root, { bazelVersion: "4.2.3" });

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(recordedTrees())("predicts the tree of $label with $flag", async ({ label, flag, lines, sha256 }) => {
    const tree = await project.run(request(flag), (snapshot) => treeOf(snapshot, label));
    expect(tree.completeness).toBe("complete");
    expect(digestOfTree(tree.entries)).toEqual({ lines, sha256 });
  });

  it.each([
    ["--legacy_external_runfiles", 4602, 80, 2300],
    ["--nolegacy_external_runfiles", 2302, 40, 0],
  ])("counts links with %s", async (flag, links, emptyFiles, legacyCopies) => {
    const tree = await project.run(request(flag), (snapshot) => treeOf(snapshot, "//:test_0"));
    expect({ links: tree.links, legacyCopies: tree.legacyCopies }).toEqual({ links, legacyCopies });
    expect(tree.entries.filter(({ kind }) => kind === "empty")).toHaveLength(emptyFiles);
  });

  it("sums up all tests at their one call site", async () => {
    const sites = await project.run(request("--legacy_external_runfiles"), (snapshot) =>
      snapshot.callSites(join(root, "BUILD.bazel")),
    );
    expect(sites).toHaveLength(1);
    expect(sites[0]?.targets).toHaveLength(TESTS);
    expect(sites[0]).toMatchObject({ tests: TESTS, links: { least: 4602, most: 4602 }, partial: 0 });
  });

  it("reports the interpreter where it is registered, besides its legacy copies", async () => {
    const findings = await project.run(request("--legacy_external_runfiles"), (snapshot) => snapshot.findings());
    const found = findings.map(({ lint, location: { path, range } }) => [lint, basename(path), range.start.line + 1]);
    expect(found).toContainEqual(["hermetic-toolchain-links", "WORKSPACE", 9]);
    expect(found).toContainEqual(["legacy-external-runfiles", "WORKSPACE", 1]);
  });

  it("says what the interpreter costs the workspace", async () => {
    const cost = await project.run(request("--legacy_external_runfiles"), (snapshot) =>
      snapshot.workspaceCost(undefined),
    );
    expect(cost).toMatchObject({ links: 4602 * TESTS, legacyCopies: 2300 * TESTS, emptyFiles: 80 * TESTS });
    expect(cost).toMatchObject({ estimated: false, partialTargets: 0, sandboxFiles: 4682 * TESTS });
    expect(cost.contributors.map(({ kind, name, links, targets }) => [kind, name, links, targets])).toEqual([
      ["runtime", "python_interpreter", 4600 * TESTS, TESTS],
      ["code", "", 2 * TESTS, TESTS],
      ["bazel", "", 0, TESTS],
    ]);
    expect(project.computed.get("files of toolchains")).toBe(1); // All tests share the answer, and so what is counted by it.
  });
});
