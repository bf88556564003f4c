import { describe, expect, test } from "vitest";
import { ignoredBy } from "../../../server/src/bazel/loading/repoFile.ts";
import type { FileReader } from "../../../server/src/bazel/workspace/fileReader.ts";
import { ignoredDirectoriesOf, parseBazelignore } from "../../../server/src/bazel/workspace/ignoredDirectories.ts";
import type { PackageTree } from "../../../server/src/bazel/workspace/packages.ts";
import { lookUpPackage, packagesBelow } from "../../../server/src/bazel/workspace/packages.ts";
import { buildFileOf, workspaceRootOf, workspaceRootsAbove } from "../../../server/src/bazel/workspace/root.ts";
import { memoryFiles } from "./memoryFiles.ts";

/** The workspace that Bazel 4.2.3 was asked `query //...` about; its answer is the expectation below. */
const files = memoryFiles({
  WORKSPACE: "",
  ".bazelignore": "ignored\nsub/dir\ns1/\n s2\ns3 \n#s4\n./s4/../s4\ncrlf\r\nlast",
  BUILD: "",
  "a/BUILD": "",
  "a/BUILD.bazel": "",
  "a/c/BUILD": "",
  "a/loop_up": { symlink: "../a" },
  "nested/WORKSPACE": "",
  "nested/BUILD": "",
  "nested/p/BUILD": "",
  "declared/WORKSPACE": "",
  "declared/BUILD": "",
  "declared/p/BUILD": "",
  "modonly/MODULE.bazel": "",
  "modonly/BUILD": "",
  "bazel-real/BUILD": "",
  "bazel-linked": { symlink: "a" },
  "bazel-w": { symlink: "/out/execroot/w" },
  "/out/execroot/w/BUILD": "",
  linked: { symlink: "a" },
  extlink: { symlink: "/ext" },
  "/ext/q/BUILD": "",
  "ignored/x/BUILD": "",
  "sub/dir/BUILD": "",
  "s1/x/BUILD": "",
  "s2/x/BUILD": "",
  "s3/x/BUILD": "",
  "s4/x/BUILD": "",
  "crlf/BUILD": "",
  "last/BUILD": "",
  "sp ace/BUILD": "",
  "at@dir/BUILD": "",
  "col:on/BUILD": "",
  ".hidden/BUILD": "",
  "BUILDdir/BUILD/": "",
  "BUILDdir2/BUILD.bazel/": "",
  "BUILDdir2/BUILD": "",
  "nofollow/DONT_FOLLOW_SYMLINKS_WHEN_TRAVERSING_THIS_DIRECTORY_VIA_A_RECURSIVE_TARGET_PATTERN": "",
  "nofollow/l": { symlink: "../a" },
  "nofollow/real/BUILD": "",
  "external/e/BUILD": "",
  "other/external/BUILD": "",
  "x/BUILD": "",
  "x/ly": { symlink: "../y" },
  "y/BUILD": "",
  "y/lx": { symlink: "../x" },
});

function treeOf(reader: FileReader): PackageTree {
  return {
    root: "/w",
    ignored: ignoredDirectoriesOf(reader, "/w"),
    localRepositories: new Map([["declared", "declared"]]),
    deletedPackages: new Set(),
  };
}

const tree = treeOf(files);

test("//... names what Bazel names", () => {
  expect(packagesBelow(files, tree, "").toSorted()).toEqual(
    [
      "",
      ".hidden",
      "BUILDdir2",
      "a",
      "a/c",
      "at@dir",
      "bazel-linked",
      "bazel-linked/c",
      "bazel-real",
      "extlink/q",
      "linked",
      "linked/c",
      "modonly",
      "nested",
      "nested/p",
      "nofollow/real",
      "other/external",
      "s2/x",
      "s3/x",
      "sp ace",
      "x",
      "x/ly",
      "y",
      "y/lx",
    ].toSorted(),
  );
});

test("//dir/... begins at the directory", () => {
  expect(packagesBelow(files, tree, "nested")).toEqual(["nested", "nested/p"]);
  expect(packagesBelow(files, tree, "declared")).toEqual([]);
});

describe("one package", () => {
  test.each([
    ["a", "package"],
    ["external/e", "package"],
    ["declared/p", "other-repository"],
    ["ignored/x", "deleted"],
    ["nope", "no-build-file"],
    ["BUILDdir", "no-build-file"],
    ["col:on", "invalid-name"],
    ["a/./b", "invalid-name"],
  ])("%s: %s", (path, kind) => {
    expect(lookUpPackage(files, tree, path).kind).toBe(kind);
  });

  test("a deleted package is none", () => {
    expect(lookUpPackage(files, { ...tree, deletedPackages: new Set(["a"]) }, "a").kind).toBe("deleted");
  });

  test("a declared local repository without a WORKSPACE file is still a package", () => {
    const reader = memoryFiles({ WORKSPACE: "", "declared/BUILD": "" });
    expect(lookUpPackage(reader, treeOf(reader), "declared").kind).toBe("package");
  });

  test("BUILD.bazel goes before BUILD, and a directory of that name does not count", () => {
    expect(buildFileOf(files, "/w/a")).toBe("/w/a/BUILD.bazel");
    expect(buildFileOf(files, "/w/BUILDdir2")).toBe("/w/BUILDdir2/BUILD");
  });
});

test(".bazelignore lines that Bazel refuses or that leave the repository ignore nothing", () => {
  const ignored = parseBazelignore("/abs\n../up\n.\n\n");
  expect(["abs", "up", "", "a"].filter((directory) => ignored.covers(directory))).toEqual([]);
});

test("ignore_directories() has patterns of glob, and ignores what is below", () => {
  const ignored = ignoredBy(["**/dist", "examples/*", "out*", "plain"]);
  const directories = [
    ...["", "dist", "a/dist", "a/dist/b", "a/distant", "examples", "examples/.x/y"],
    ...["out", "output/x", "a/out", ".out", "plain/x", "a/plain"],
  ];
  expect(directories.filter((directory) => ignored.covers(directory))).toEqual([
    ...["dist", "a/dist", "a/dist/b", "examples/.x/y", "out", "output/x", "plain/x"],
  ]);
});

test("roots are found upwards, innermost first", () => {
  expect(workspaceRootOf(files, "/w/nested/p")).toBe("/w/nested");
  expect(workspaceRootsAbove(files, "/w/nested/p")).toEqual(["/w/nested", "/w"]);
  expect(workspaceRootsAbove(files, "/w/nested/p", "/w/nested")).toEqual(["/w/nested"]);
  expect(workspaceRootOf(files, "/ext/q")).toBeUndefined();
  expect(workspaceRootOf(memoryFiles({ "WORKSPACE/x": "" }), "/w")).toBeUndefined();
});
