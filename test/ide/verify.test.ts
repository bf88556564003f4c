import { describe, expect, it } from "vitest";
import type { TreeDocument, TreeEntry } from "../../server/src/project/treeDocument.ts";
import { compareTrees, judge } from "../../server/src/ide/verify.ts";
import { sourceEntry, treeDocument } from "../harness/treeDocuments.ts";

const PATH = "_main/out.txt";
const LINUX = "bazel-out/[platforms=//p:linux]/bin/out.txt";
const MAC = "bazel-out/[platforms=//p:mac]/bin/out.txt";
const REAL_LINUX = "bazel-out/k8-fastbuild-ST-1111/bin/out.txt";
const REAL_MAC = "bazel-out/k8-fastbuild-ST-2222/bin/out.txt";

function generated(path: string, execPath: string | null): TreeEntry {
  return { path, kind: "file", execPath, owner: "//:out", legacyCopy: false };
}

function collision(kept: string | null, ...contenders: readonly string[]): TreeDocument["collisions"] {
  return [{ path: PATH, kind: "configuration", contenders, kept }];
}

describe("compareTrees", () => {
  it("takes the directory of a configuration that only a hash names for what it is called", () => {
    const predicted = treeDocument({ entries: [generated(PATH, LINUX)] });
    const actual = treeDocument({ entries: [generated(PATH, REAL_LINUX)] });
    expect(compareTrees(predicted, actual).differences).toEqual([]);
  });

  it("tells another artifact, a missing and an unexpected path", () => {
    const predicted = treeDocument({ entries: [sourceEntry("a"), sourceEntry("b")] });
    const other = { ...sourceEntry("a"), execPath: "elsewhere/a" };
    const actual = treeDocument({ entries: [other, sourceEntry("c")] });
    expect(compareTrees(predicted, actual).differences).toEqual([
      { path: "_main/a", kind: "other-artifact", predicted: "a", actual: "elsewhere/a" },
      { path: "_main/b", kind: "unexpected", predicted: "b", actual: null },
      { path: "_main/c", kind: "missing", predicted: null, actual: "c" },
    ]);
  });

  it("accepts any contender where none is called kept", () => {
    const predicted = treeDocument({ entries: [generated(PATH, null)], collisions: collision(null, LINUX, MAC) });
    const actual = treeDocument({
      entries: [generated(PATH, REAL_LINUX)],
      collisions: collision(REAL_LINUX, REAL_MAC, REAL_LINUX),
    });
    expect(compareTrees(predicted, actual)).toEqual({ differences: [], keptNamed: 0, keptConfirmed: 0 });
  });

  it("wants a contender that is called kept to be the kept one", () => {
    const actual = treeDocument({
      entries: [generated(PATH, REAL_MAC)],
      collisions: collision(REAL_MAC, REAL_LINUX, REAL_MAC),
    });
    const right = treeDocument({ entries: [generated(PATH, MAC)], collisions: collision(MAC, LINUX, MAC) });
    expect(compareTrees(right, actual)).toMatchObject({ differences: [], keptNamed: 1, keptConfirmed: 1 });
    const wrong = treeDocument({ entries: [generated(PATH, LINUX)], collisions: collision(LINUX, LINUX, MAC) });
    expect(compareTrees(wrong, actual)).toMatchObject({
      differences: [{ path: PATH, kind: "other-artifact" }],
      keptNamed: 1,
      keptConfirmed: 0,
    });
  });

  it("knows a configuration by the files that nobody contends for", () => {
    const own = [generated("_main/only", "bazel-out/[platforms=//p:mac]/bin/only")];
    const real = [generated("_main/only", "bazel-out/k8-fastbuild-ST-2222/bin/only")];
    const predicted = treeDocument({
      entries: [...own, generated(PATH, MAC)],
      collisions: collision(MAC, MAC, LINUX), // In another order than Bazel's.
    });
    const actual = treeDocument({
      entries: [...real, generated(PATH, REAL_MAC)],
      collisions: collision(REAL_MAC, REAL_LINUX, REAL_MAC),
    });
    expect(compareTrees(predicted, actual)).toMatchObject({ differences: [], keptConfirmed: 1 });
  });

  it("wants the contenders of every collision", () => {
    const predicted = treeDocument({ entries: [generated(PATH, LINUX)] });
    const actual = treeDocument({
      entries: [generated(PATH, REAL_LINUX)],
      collisions: collision(REAL_LINUX, REAL_MAC, REAL_LINUX),
    });
    expect(compareTrees(predicted, actual).differences).toMatchObject([{ path: PATH, kind: "other-contenders" }]);
  });
});

describe("judge", () => {
  const tree = treeDocument({ source: "bazel", entries: [sourceEntry("a")] });
  const answer = { kind: "tree", tree, judge: "built-manifest" } as const;

  it.each([
    ["equal", treeDocument({ entries: [sourceEntry("a")] }), answer],
    ["wrong", treeDocument({ entries: [] }), answer],
    ["partial", treeDocument({ entries: [], completeness: "partial" }), answer],
    ["wrong", treeDocument({ completeness: "rejected", error: "no" }), answer],
    ["rejected", treeDocument({ completeness: "rejected" }), { kind: "refused", message: "no" }],
    ["wrong", treeDocument({}), { kind: "refused", message: "no" }],
    ["unjudged", treeDocument({}), { kind: "none", message: "?" }],
  ] as const)("%s", (verdict, predicted, of) => {
    expect(judge(predicted, of).verdict).toBe(verdict);
  });
});
