/** Flattening, held against the trees that a real Bazel wrote of the same contenders. */
import { describe, expect, it } from "vitest";
import { Artifact, Root } from "../../../server/src/bazel/artifact.ts";
import { Depset } from "../../../server/src/bazel/depset.ts";
import { Label } from "../../../server/src/bazel/label.ts";
import { Runfiles, SymlinkEntry } from "../../../server/src/bazel/runfiles/runfiles.ts";
import { flatten } from "../../../server/src/bazel/runfiles/tree.ts";
import type { BazelFile, BazelRunfiles, BazelSymlink } from "../../../server/src/bazelTool/runfilesFormat.ts";
import type { RealEntry } from "../../harness/bazel.ts";
import { recordedFiles } from "../../harness/recordedFiles.ts";

const OWNER = new Label("", "", "owner");

function toArtifact(file: BazelFile): Artifact {
  const root = /^bazel-out\/[^/]+\/bin|^external\/[^/]+/.exec(file.execPath)?.[0] ?? "";
  return new Artifact({
    root: new Root(root),
    path: file.execPath,
    shortPath: file.shortPath,
    kind: file.isDirectory ? "directory" : "file",
    owner: OWNER,
    configuration: file.isSource ? undefined : root,
  });
}

function toRunfiles(recorded: BazelRunfiles): Runfiles {
  const entries = (symlinks: readonly BazelSymlink[]) =>
    symlinks.map(({ path, target }) => new SymlinkEntry(path, toArtifact(target), OWNER));
  return new Runfiles({
    artifacts: new Depset("postorder", recorded.files.map(toArtifact)),
    symlinks: new Depset("default", entries(recorded.symlinks)),
    rootSymlinks: new Depset("default", entries(recorded.rootSymlinks)),
    emptyFiles: recorded.emptyFilenames.length > 0 ? "python-init" : "none",
  });
}

function treeOf(recorded: BazelRunfiles, workspaceName: string, legacyExternalRunfiles: boolean): readonly RealEntry[] {
  // The recorded trees are Bazel 4.2.3's.
  const options = { workspaceName, legacyExternalRunfiles, externalDirectory: "external", repoMapping: false } as const;
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
        expect(treeOf(runfiles, header.runfilesDirectory, true)).toEqual(legacyTree);
        expect(treeOf(runfiles, header.runfilesDirectory, false)).toEqual(noLegacyTree);
      });
    }
  });
}
