/** The shares of contributors (shares.ts) are those of the entries that flattening gives, each entry counted for whom its file belongs to: on random graphs of depsets, and where many trees share an index. */
import { describe, expect, it } from "vitest";
import { Artifact } from "../../../server/src/bazel/artifact.ts";
import { Depset } from "../../../server/src/bazel/depset.ts";
import { Runfiles } from "../../../server/src/bazel/runfiles/runfiles.ts";
import { treeShares, type Attribution, type TreeShares } from "../../../server/src/bazel/runfiles/shares.ts";
import { summarize } from "../../../server/src/bazel/runfiles/summary.ts";
import { flatten, type TreeOptions } from "../../../server/src/bazel/runfiles/tree.ts";
import { Random } from "../../fuzz/random.ts";
import { everyOption, randomRunfiles, source } from "../../harness/randomRunfiles.ts";

const TOOLCHAIN = "//toolchains:python";

/** Repository `r` belongs to a toolchain, and so does the folder `c`; Python files are code. */
const RUNTIMES = {
  toolchainOf: ({ owner }: Artifact) =>
    owner.repository === "r" || owner.name.startsWith("c/") ? TOOLCHAIN : undefined,
};

function contributor({ owner }: Artifact): string {
  if (owner.repository === "r") return "runtime r";
  if (owner.name.startsWith("c/") && owner.repository === "") return `runtime ${TOOLCHAIN}`;
  if (owner.repository !== "")
    return owner.name.startsWith("c/") ? `runtime ${owner.repository}` : `repository ${owner.repository}`;
  return owner.name.endsWith(".py") ? "code " : "data ";
}

/** The definition: what is counted in the flattened tree. */
function counted(runfiles: Runfiles, options: TreeOptions): ReadonlyMap<string, readonly number[]> {
  const shares = new Map<string, [links: number, copies: number, files: number]>();
  for (const { contender, legacyCopy } of flatten(runfiles, options).entries) {
    if (!("artifact" in contender) && contender.kind !== "repo_mapping") continue;
    const key = "artifact" in contender ? contributor(contender.artifact) : "bazel ";
    const [links, copies, files] = shares.get(key) ?? [0, 0, 0];
    const isFile = "artifact" in contender && !legacyCopy;
    shares.set(key, [links + 1, copies + (legacyCopy ? 1 : 0), files + (isFile ? 1 : 0)]);
  }
  return sorted(shares);
}

function told({ shares }: TreeShares): ReadonlyMap<string, readonly number[]> {
  return sorted(
    new Map(
      shares.map(({ contributor: { kind, name }, links, legacyCopies, sharedFiles, ownFiles }) => {
        const files = sharedFiles.reduce((sum, list) => sum + list.length, ownFiles.length);
        return [`${kind} ${name}`, [links, legacyCopies, files]];
      }),
    ),
  );
}

function sorted(shares: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, readonly number[]> {
  return new Map([...shares].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function codeOf(runfiles: Runfiles): ReadonlySet<string> {
  const files = (runfiles.artifacts.toList() as readonly Artifact[]).map(({ owner }) => owner);
  const targets = [...runfiles.symlinks.toList(), ...runfiles.rootSymlinks.toList()].flatMap((entry) =>
    typeof entry === "object" && entry !== null && "target" in entry ? [(entry.target as Artifact).owner] : [],
  );
  return new Set([...files, ...targets].filter(({ name }) => name.endsWith(".py")).map(String));
}

describe("random graphs", () => {
  it.each(Array.from({ length: 12 }, (_, index) => index * 10))("seeds from %i", (first) => {
    for (let seed = first; seed < first + 10; seed++) {
      const { runfiles } = randomRunfiles(new Random(seed));
      const attribution: Attribution = { runtimes: RUNTIMES, code: codeOf(runfiles) };
      for (const options of everyOption("ws")) {
        const shares = treeShares(runfiles, options, attribution);
        expect(told(shares), `seed ${String(seed)}`).toEqual(counted(runfiles, options));
        expect(shares.emptyFiles).toBe(summarize(runfiles, options).emptyFiles);
      }
    }
  });
});

describe("trees that share an index", () => {
  const heavy = new Depset("postorder", [
    ...Array.from({ length: 300 }, (_, index) => source(`lib/m${String(index)}.py`)),
    ...Array.from({ length: 300 }, (_, index) => source(`../r/m${String(index)}.txt`)),
    new Artifact({ ...source("lib/directory"), kind: "directory" }),
  ]);
  const runfiles = new Runfiles({ artifacts: new Depset("postorder", [source("main.py")], [heavy]) });
  const [options] = everyOption("ws");

  it.each([
    ["none of it", ["//:main.py"], { "code ": [1, 0, 1], "data ": [301, 0, 301] }, "data"],
    [
      "some of it",
      ["//:main.py", "//:lib/m1.py", "//:lib/directory"],
      { "code ": [3, 0, 3], "data ": [299, 0, 299] },
      "code",
    ],
  ])("tell their own code apart: %s", (_what, code, own, ownerOfDirectory) => {
    const shares = treeShares(runfiles, options!, { runtimes: RUNTIMES, code: new Set(code) });
    expect(Object.fromEntries(told(shares))).toEqual({ ...own, "bazel ": [1, 0, 0], "runtime r": [600, 300, 300] });
    const withDirectory = shares.shares.filter(({ directories }) => directories.length > 0);
    expect(withDirectory.map(({ contributor: { kind } }) => kind)).toEqual([ownerOfDirectory]);
  });
});
