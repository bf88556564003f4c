/**
 * The hermetic-python workspace at its full size: 500 tests that share an interpreter of 2,300 files. A few trees are really built, links and all; of all 500 Bazel is asked. What it says is recorded as digests in
 * test/recorded/hermetic-python/full.txt; with UPDATE set that file is written again.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queryRunfiles } from "../../server/src/bazelTool/runfilesQuery.ts";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";
import { installedBazel, RealWorkspace } from "../harness/bazel.ts";
import { digestOfTree } from "../harness/recording.ts";

const recorded = fileURLToPath(new URL("../recorded/hermetic-python/full.txt", import.meta.url));
const TESTS = 500;
const BUILT = ["test_0", "test_499"];
const installed = await installedBazel();
const findings: string[] = [];

describe.skipIf(installed === undefined)("hermetic-python with 500 tests", () => {
  let workspace: RealWorkspace;

  beforeAll(() => {
    if (installed === undefined) return;
    workspace = new RealWorkspace(installed, {
      source: "hermetic-python/local",
      prepare: (root) => makeInterpreter(join(root, "interpreter")),
    });
    findings.push("# Written by a real Bazel; npm run update -- --project real-bazel writes it again.");
    findings.push(
      `# bazel: ${installed.version}`,
      "# workspace: hermetic-python/local",
      "# Digests are SHA-256 of the lines `PATH TAB EXEC-PATH` in the order of the manifest (trees) or of cquery (files).",
    );
  });

  afterAll(async () => {
    await workspace.close();
  });

  it.each([
    ["--legacy_external_runfiles", 4602, 80],
    ["--nolegacy_external_runfiles", 2302, 40],
  ])("builds the trees with %s", async (flag, links, emptyFiles) => {
    await workspace.build(
      BUILT.map((name) => `//:${name}`),
      [flag],
    );
    for (const name of BUILT) {
      const tree = workspace.tree(`bazel-out/k8-fastbuild/bin/${name}`) ?? [];
      expect(tree.filter(({ execPath }) => execPath !== null)).toHaveLength(links);
      expect(tree.filter(({ execPath }) => execPath === null)).toHaveLength(emptyFiles);
      const onDisk = readdirSync(join(workspace.root, `bazel-bin/${name}.runfiles`), {
        recursive: true,
        withFileTypes: true,
      });
      // MANIFEST itself is no link.
      expect(onDisk.filter((entry) => entry.isSymbolicLink())).toHaveLength(links);
      expect(onDisk.filter((entry) => entry.isFile() && entry.name !== "MANIFEST")).toHaveLength(emptyFiles);
      const { lines, sha256 } = digestOfTree(tree);
      findings.push(["tree", `//:${name}`, flag, lines, sha256].join("\t"));
    }
  });

  it("has the same files for all of them", async () => {
    const digests = new Map<string, string>();
    const result = await queryRunfiles(workspace.bazel(), {
      patterns: ["//:all"],
      onTarget: ({ label, executable, files }) => {
        if (executable === null) return;
        const entries = files.map(({ shortPath, execPath }) => ({ path: shortPath, execPath }));
        const { lines, sha256 } = digestOfTree(entries);
        digests.set(label, ["files", label, lines, sha256].join("\t"));
      },
    });
    expect(result).toMatchObject({ kind: "ok", value: { errors: [] } });
    const labels = Array.from({ length: TESTS }, (_, index) => `//:test_${index}`);
    expect([...digests.keys()].sort()).toEqual([...labels].sort());
    findings.push(...labels.map((label) => digests.get(label) ?? ""));
  });

  it("is as recorded", ({ skip }) => {
    const text = `${findings.join("\n")}\n`;
    if (process.env.UPDATE !== undefined) writeFileSync(recorded, text);
    const before = readFileSync(recorded, "utf8");
    if (!before.includes(`# bazel: ${String(installed?.version)}\n`)) skip("recorded with another Bazel");
    expect(text).toBe(before);
  });
});
