import { describe, expect, it } from "vitest";
import { bazelTree } from "../../server/src/ide/bazelTree.ts";
import type { Ingredients } from "../../server/src/ide/bazelTree.ts";
import { treeDocument } from "../harness/treeDocuments.ts";

const FILE = {
  shortPath: "../repo/f.py",
  execPath: "external/repo/f.py",
  owner: "@repo//:f.py",
  isSource: true,
};

function ingredients(emptyFilenames: readonly string[], legacyExternalRunfiles: boolean | null = true): Ingredients {
  return {
    label: "//:target",
    configuration: { compilationMode: "fastbuild", legacyExternalRunfiles },
    executable: null,
    files: [FILE],
    symlinks: [],
    rootSymlinks: [],
    emptyFilenames,
  };
}

describe("bazelTree", () => {
  // cquery of 4.2.3: of `ctx.runfiles().merge(a).merge(b)`, where a and b are a program's of another repository.
  it.each(["external/repo/__init__.py", "../repo/__init__.py"])(
    "has an empty file wherever its neighbours are: %s",
    (path) => {
      const tree = bazelTree(ingredients([path]), undefined, "main", treeDocument({ bazelVersion: "4.2.3" }));
      expect(tree.entries.map((entry) => entry.path)).toEqual([
        "main/external/repo/__init__.py",
        "main/external/repo/f.py",
        "repo/__init__.py",
        "repo/f.py",
      ]);
    },
  );

  it.each([
    [1, ["main/external/repo/f.py", "repo/f.py"]],
    [0, ["main/.runfile", "repo/f.py"]],
  ])("has legacy copies as predicted where Bazel does not tell the option: %d", (legacyCopies, paths) => {
    const predicted = treeDocument({ bazelVersion: "4.2.3", legacyCopies });
    const tree = bazelTree(ingredients([], null), undefined, "main", predicted);
    expect(tree.entries.map((entry) => entry.path)).toEqual(paths);
  });
});
