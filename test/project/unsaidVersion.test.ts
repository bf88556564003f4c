/** A Bazel of a distribution, as Debian's 4.2.3, does not say its version, and files that ask see none: measured, `native.bazel_version` of it is empty. */
import { expect, test } from "vitest";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

const FILES: Readonly<Record<string, MemoryEntry>> = {
  WORKSPACE: 'workspace(name = "m")\nload("//:define.bzl", "define")\ndefine()\n',
  "define.bzl": `def define():
    native.new_local_repository(
        name = "made",
        path = "made",
        build_file_content = "filegroup(name = 'of_%s', srcs = ['file.txt'], visibility = ['//visibility:public'])" % native.bazel_version,
    )
`,
  "made/file.txt": "",
  BUILD: `sh_binary(name = "said", srcs = ["bin.sh"], data = ["@made//:of_4.2.3"])
sh_binary(name = "unsaid", srcs = ["bin.sh"], data = ["@made//:of_"])
`,
  "bin.sh": "",
};

test.each([
  ["4.2.3", "//:said", "//:unsaid"],
  ["4.2.3+unsaid", "//:unsaid", "//:said"],
])("told as %s, %s is there and %s is not", async (bazelVersion, there, not) => {
  const disk = new MemoryFileSystem(ROOT, Object.entries(FILES));
  const project = await projectOver(disk, { bazelVersion });
  const first = async (label: string) =>
    project.run({ command: "build", configs: [], flags: [] }, (snapshot) =>
      runfilesText(treeOf(snapshot, label)).split("\n"),
    );
  expect((await first(there))[0]).toBe("complete");
  expect((await first(not))[0]).toBe("rejected");
});

/** Measured with a 7.7.1 of that kind. */
test.each([
  ["7.7.1", "partial"],
  ["7.7.1+unsaid", "complete"],
])("of a Bazel told as %s modules that want a later one leave trees %s", async (bazelVersion, completeness) => {
  const files = {
    "MODULE.bazel": 'module(name = "m", bazel_compatibility = [">=9.0.0"])\n',
    BUILD: 'filegroup(name = "f")\n',
  };
  const project = await projectOver(new MemoryFileSystem(ROOT, Object.entries(files)), { bazelVersion });
  const tree = await project.run({ command: "build", configs: [], flags: [] }, (snapshot) =>
    runfilesText(treeOf(snapshot, "//:f")).split("\n"),
  );
  expect(tree[0]).toBe(completeness);
});
