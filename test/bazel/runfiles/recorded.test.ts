/** Flattening, held against the trees that a real Bazel wrote of the same contenders. */
import { describe, expect, it } from "vitest";
import { flatten } from "../../../server/src/bazel/runfiles/tree.ts";
import type { BazelRunfiles } from "../../../server/src/bazelTool/runfilesFormat.ts";
import type { RealEntry } from "../../harness/bazel.ts";
import { recordedFiles } from "../../harness/recordedFiles.ts";
import type { RecordedHeader } from "../../harness/recordedTree.ts";
import { withoutMappingTarget } from "../../harness/recordedTree.ts";
import { toRunfiles } from "../../harness/recordedRunfiles.ts";

function treeOf(
  recorded: BazelRunfiles,
  header: RecordedHeader,
  legacyExternalRunfiles: boolean,
): readonly RealEntry[] {
  const options = {
    workspaceName: header.runfilesDirectory,
    legacyExternalRunfiles,
    externalDirectory: header.bazel.startsWith("4.") ? "external" : "..",
    repoMapping: !header.bazel.startsWith("4."),
  } as const;
  const { entries } = flatten(toRunfiles(recorded), options);
  return entries.map(({ path, contender }) => ({
    path,
    execPath: "artifact" in contender ? contender.artifact.path : null,
  }));
}

for (const [path, { header, targets }] of recordedFiles()) {
  describe(path, () => {
    for (const { runfiles, legacyTree, noLegacyTree } of targets) {
      it.skipIf(legacyTree === null)(runfiles.label, () => {
        expect(treeOf(runfiles, header, true)).toEqual(withoutMappingTarget(legacyTree ?? []));
        expect(treeOf(runfiles, header, false)).toEqual(withoutMappingTarget(noLegacyTree ?? []));
      });
    }
  });
}
