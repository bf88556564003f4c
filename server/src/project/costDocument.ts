/**
 * What runfiles trees cost, as `runfiles-lens report --format json` prints it and the editor receives it. Stable: scripts depend on it (documented in the README).
 *
 * Three costs, three counts: links are made in the output tree, sandboxes stage files for each action and test, and remote execution is sent every file. A directory is one link; a sandbox sees one file in a source
 * directory, remote execution all of them, and both all files of a directory that an action makes, whose number nobody knows before it has run.
 */
import type { ContributorKind } from "../bazel/runfiles/shares.ts";

export type { ContributorKind } from "../bazel/runfiles/shares.ts";

export interface CostFigures {
  /** Symlinks in the output tree, legacy copies included. */
  readonly links: number;
  readonly legacyCopies: number;
  /** Empty `__init__.py` files and markers. */
  readonly emptyFiles: number;
  /** What the sandbox of an action or a test that uses the tree stages. */
  readonly sandboxFiles: number;
  /** The inputs that remote execution is told of. */
  readonly remoteFiles: number;
  /** Directories that actions make: each counts as one file, and stands for more. */
  readonly generatedDirectories: number;
}

export interface ContributorCost extends CostFigures {
  readonly kind: ContributorKind;
  /** Canonical name of the repository, label of the toolchain for a runtime in the main repository, what an estimate is about, else empty. */
  readonly name: string;
  /** False where the figures are published ones because the files are not on disk. */
  readonly counted: boolean;
  /** Where an estimate comes from; null where things were counted. */
  readonly source: string | null;
}

export interface TargetCost extends CostFigures {
  readonly target: string;
  readonly test: boolean;
  /** False where something of the tree is not known: the figures are a lower bound, but for what is estimated. */
  readonly complete: boolean;
  readonly contributors: readonly ContributorCost[];
}

export interface WorkspaceContributor extends ContributorCost {
  /** Trees that it contributes to. */
  readonly targets: number;
}

export interface WorkspaceCost extends CostFigures {
  readonly root: string;
  readonly command: "build" | "test" | "run";
  readonly flags: readonly string[];
  /** Null where the version could not be determined. */
  readonly bazelVersion: string | null;
  /** Whether a build of everything makes the links; else only for what is run (`--nobuild_runfile_links`), or never. */
  readonly linksAreMade: "always" | "on demand" | "never";
  /** Whether any figure is an estimate. */
  readonly estimated: boolean;
  readonly partialTargets: number;
  /** Most links first. */
  readonly contributors: readonly WorkspaceContributor[];
  readonly targets: readonly TargetCost[];
}
