/** Sums of trees for advice: those of the report, whichever way they were counted. */
import { expect, test } from "vitest";
import { openCase } from "../harness/literateProject.ts";

const FILES = new Map([
  [
    "WORKSPACE",
    'workspace(name = "w")\nload("@rules_python//python:repositories.bzl", "python_register_toolchains")\npython_register_toolchains(name = "python", python_version = "3.10")\nlocal_repository(name = "data", path = "data")\n',
  ],
  ["data/WORKSPACE", ""],
  ["data/BUILD.bazel", 'exports_files(["a.txt"])\n'],
  ["data/a.txt", ""],
  ["app.sh", ""],
  ["main.py", ""],
  [
    "BUILD.bazel",
    `load("@rules_python//python:defs.bzl", "py_test")
sh_binary(name = "app", srcs = ["app.sh"], data = ["@data//:a.txt"])
sh_binary(name = "manual", srcs = ["app.sh"], tags = ["manual"])
[py_test(name = "test%d" % i, srcs = ["main.py"], main = "main.py") for i in range(3)]
`,
  ],
]);

test.each(["4.2.3", "6.5.0"])("are the report's, Bazel %s", async (version) => {
  const { ask } = await openCase({ files: new Map([...FILES, [".bazelversion", `${version}\n`]]), settings: {} });
  const { counts, cost, flags } = await ask((snapshot) => {
    const { flags } = snapshot.rc();
    const inForce = snapshot.treeCounts(flags.boolean("legacy_external_runfiles").value);
    return { counts: inForce, cost: snapshot.workspaceCost(undefined), flags };
  });
  expect(counts).toEqual({
    targets: cost.targets.length,
    links: cost.links,
    legacyCopies: cost.legacyCopies,
    emptyFiles: cost.emptyFiles,
    isEstimate: cost.estimated,
    isLeast: cost.partialTargets > 0,
  });
  expect(counts.targets).toBeGreaterThan(0);
  const other = await ask((snapshot) => snapshot.treeCounts(!flags.boolean("legacy_external_runfiles").value));
  expect(other.links - other.legacyCopies).toBe(counts.links - counts.legacyCopies);
});
