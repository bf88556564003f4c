/** What a real Bazel said of a target's runfiles, as the value that analysis would have made of them. */
import { Artifact, Root } from "../../server/src/bazel/artifact.ts";
import { Depset } from "../../server/src/bazel/depset.ts";
import { Label } from "../../server/src/bazel/label.ts";
import { Runfiles, SymlinkEntry } from "../../server/src/bazel/runfiles/runfiles.ts";
import type { BazelFile, BazelRunfiles, BazelSymlink } from "../../server/src/bazelTool/runfilesFormat.ts";

const OWNER = new Label("", "", "owner");

export function toRunfiles(recorded: BazelRunfiles): Runfiles {
  const entries = (symlinks: readonly BazelSymlink[]) =>
    symlinks.map(({ path, target }) => new SymlinkEntry(path, toArtifact(target), OWNER));
  return new Runfiles({
    artifacts: new Depset("postorder", recorded.files.map(toArtifact)),
    symlinks: new Depset("default", entries(recorded.symlinks)),
    rootSymlinks: new Depset("default", entries(recorded.rootSymlinks)),
    emptyFiles: recorded.emptyFilenames.length > 0 ? "python-init" : "none",
  });
}

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
