/** What we lack of Bazel, counted over our own workspaces: the list of API names that real code asked for and did not get is kept here. A name that goes is progress; a name that comes is to be explained. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { GapCounter } from "../../server/src/ide/gaps.ts";
import { rootOfDirectory } from "../../server/src/host/bazelRoots.ts";
import { DiskFileSystem } from "../../server/src/host/diskFileSystem.ts";
import { expectGolden } from "../harness/golden.ts";
import { openProject, WORKSPACES } from "../harness/project.ts";

const BUILD = { command: "build", configs: [], flags: [] } as const;

it("the APIs that are missing for our workspaces are those of the list", async () => {
  const names = new Set<string>();
  for (const root of workspaces()) {
    const project = await openProject(root, { bazelVersion: "4.2.3" });
    const counter = new GapCounter();
    const paths = await project.run(BUILD, (snapshot) => snapshot.packagePaths());
    for (const path of paths) counter.add(path, await project.run(BUILD, (snapshot) => snapshot.packageGaps(path)));
    for (const gap of counter.gaps()) if (gap.kind === "api") names.add(gap.name);
    const { complete, partial, rejected, targets } = counter.totals;
    expect(complete + partial + rejected, root).toBe(targets);
    project.dispose();
  }
  expectGolden(
    join(import.meta.dirname, "golden/missingApis.txt"),
    [...names]
      .sort()
      .map((name) => `${name}\n`)
      .join(""),
  );
});

it("counts a reason once for each target, and messages that differ in names as one", () => {
  const counter = new GapCounter();
  const gap = (message: string, name = "") => ({ kind: "rejected", name, message, place: null }) as const;
  counter.add("a", {
    state: "loaded",
    own: [],
    targets: [
      {
        target: "//a:x",
        completeness: "rejected",
        gaps: [gap("no such target '//a:y'"), gap("no such target '//a:z'")],
      },
      { target: "//a:v", completeness: "complete", gaps: [] },
    ],
  });
  counter.add("b", { state: "open", own: [gap("no such target '//b:q'")], targets: [] });
  expect(counter.gaps()).toMatchObject([
    { kind: "rejected", name: "no such target '…'", targets: 1, packages: 2, firstTarget: "//a:x" },
  ]);
  expect(counter.totals).toEqual({
    packages: 2,
    open: 1,
    unknown: 0,
    targets: 2,
    complete: 1,
    partial: 0,
    rejected: 1,
  });
});

/** Outermost roots below test/workspaces. */
function workspaces(): readonly string[] {
  const disk = new DiskFileSystem();
  const directories = readdirSync(WORKSPACES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(WORKSPACE|MODULE)(\.bazel)?$/.test(entry.name))
    .map((entry) => rootOfDirectory(disk, entry.parentPath));
  return [...new Set(directories.filter((root) => root !== undefined))].sort();
}
