/** Another client of another make: Debian's neovim pulls no diagnostics and knows nothing of our requests. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bundle, copyOfWorkspace } from "../harness/bundle.ts";

interface Report {
  readonly problem?: string;
  readonly codes: readonly string[];
  readonly sources: readonly string[];
  readonly lenses: readonly string[];
  readonly actions: readonly string[];
  readonly codesAfterEdit: readonly string[];
  readonly bazelrc?: readonly string[];
}

const isInstalled = spawnSync("nvim", ["--version"]).status === 0;
if (!isInstalled) console.warn("neovim is not on PATH: its suite is skipped");

const scratch = mkdtempSync(join(tmpdir(), "runfiles-lens-neovim-"));
const removals: (() => void)[] = [];
afterAll(() => {
  for (const remove of removals) remove();
  rmSync(scratch, { recursive: true, force: true });
});

function runNeovim(root: string, file: string): Report {
  const report = join(scratch, "report.json");
  rmSync(report, { force: true });
  const { status, stderr } = spawnSync(
    "nvim",
    ["--headless", "--clean", "-n", "-c", `luafile ${join(import.meta.dirname, "client.lua")}`],
    {
      encoding: "utf8",
      env: {
        ...process.env,
        NODE: process.execPath,
        CLI: bundle("cli"),
        ROOT: root,
        FILE: file,
        REPORT: report,
        XDG_STATE_HOME: scratch,
        XDG_CACHE_HOME: scratch,
        XDG_DATA_HOME: scratch,
      },
      timeout: 150_000,
    },
  );
  const seen = JSON.parse(readFileSync(report, "utf8")) as Report;
  expect({ status, problem: seen.problem }, stderr).toEqual({ status: 0, problem: undefined });
  return seen;
}

describe.skipIf(!isInstalled)("neovim", () => {
  it("shows findings, lenses and actions of a workspace with collisions", () => {
    const { root, remove } = copyOfWorkspace("split-transition/workspace");
    removals.push(remove);
    const seen = runNeovim(root, "BUILD.bazel");
    expect(seen.codes).toContain("runfiles-collision");
    expect(new Set(seen.sources)).toEqual(new Set(["Runfiles Lens"]));
    expect([...seen.codesAfterEdit].sort()).toEqual([...seen.codes].sort());
    expect(seen.lenses).toContain("1 binary · 2 links · 1 collision");
    expect(seen.actions).toContain("Ignore runfiles-collision here with a comment");
  });

  it("applies the .bazelrc fix to its own buffer", () => {
    const { root, remove } = copyOfWorkspace("hermetic-python/workspace");
    removals.push(remove);
    writeFileSync(join(root, ".bazelrc"), "build --keep_going\n");
    const seen = runNeovim(root, "WORKSPACE");
    expect(seen.codes).toEqual(["hermetic-toolchain-links"]);
    expect(seen.bazelrc).toEqual(["build --keep_going", "build --nolegacy_external_runfiles"]);
    expect(readFileSync(join(root, ".bazelrc"), "utf8")).toBe("build --keep_going\n");
  });
});
