/** Counting a tree without making it (summary.ts) gives what counting the tree gives: on the recorded trees, and on random graphs of depsets. */
import { describe, expect, it } from "vitest";
import { Depset } from "../../../server/src/bazel/depset.ts";
import { Runfiles } from "../../../server/src/bazel/runfiles/runfiles.ts";
import { summarize, type TreeSummary } from "../../../server/src/bazel/runfiles/summary.ts";
import { flatten, type TreeOptions } from "../../../server/src/bazel/runfiles/tree.ts";
import { Random } from "../../fuzz/random.ts";
import { everyOption, randomRunfiles, source } from "../../harness/randomRunfiles.ts";
import { recordedFiles } from "../../harness/recordedFiles.ts";
import { toRunfiles } from "../../harness/recordedRunfiles.ts";

const SEEDS = 120;

/** The definition of a summary: what is counted in the flattened tree. */
function counted(runfiles: Runfiles, options: TreeOptions): TreeSummary {
  const { entries, collisions } = flatten(runfiles, options);
  const links = entries.filter(({ contender }) => "artifact" in contender || contender.kind === "repo_mapping");
  return {
    links: links.length,
    legacyCopies: links.filter((entry) => entry.legacyCopy).length,
    emptyFiles: entries.length - links.length,
    collisions,
  };
}

describe("recorded trees", () => {
  for (const [path, { header, targets }] of recordedFiles()) {
    it(path, () => {
      for (const { runfiles: recorded } of targets) {
        const runfiles = toRunfiles(recorded);
        for (const options of everyOption(header.runfilesDirectory)) {
          expect(summarize(runfiles, options)).toEqual(counted(runfiles, options));
        }
      }
    });
  }
});

describe("random graphs", () => {
  const heavySeeds: number[] = [];

  it.each(Array.from({ length: SEEDS / 10 }, (_, index) => index * 10))("seeds from %i", (first) => {
    for (let seed = first; seed < first + 10; seed++) {
      const { runfiles, isHeavy } = randomRunfiles(new Random(seed));
      if (isHeavy) heavySeeds.push(seed);
      for (const options of everyOption("ws")) {
        // Twice: the second time from the indexes that the first one made.
        expect(summarize(runfiles, options), `seed ${String(seed)}`).toEqual(counted(runfiles, options));
        expect(summarize(runfiles, options), `seed ${String(seed)}`).toEqual(counted(runfiles, options));
      }
    }
  });

  it("have heavy nodes often enough for the shortcut to be what is tested", () => {
    expect(heavySeeds.length).toBeGreaterThan(SEEDS / 2);
  });

  it("share the index of a heavy node between trees with different files of their own", () => {
    const heavy = new Depset(
      "postorder",
      Array.from({ length: 500 }, (_, index) => source(`../python/lib/m${String(index)}.py`)),
    );
    for (const own of ["a.py", "../python/lib/m1.py", "../python/__init__.py", "lib/b.txt", "../python/lib"]) {
      const runfiles = new Runfiles({
        artifacts: new Depset("postorder", [source(own)], [heavy]),
        emptyFiles: "python-init",
      });
      for (const options of everyOption("ws")) expect(summarize(runfiles, options)).toEqual(counted(runfiles, options));
    }
  });
});
