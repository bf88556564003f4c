/**
 * What runfiles trees cost, as `runfiles-lens report --format json` prints it and the editor receives it. Stable: scripts depend on it (documented in the README).
 */
import type { ContributorCost, CostFigures, TargetCost } from "../bazel/analysis/treeCost.ts";

export interface WorkspaceContributor extends ContributorCost {
  /** Trees that it contributes to. */
  readonly targets: number;
}

export interface WorkspaceCost extends CostFigures {
  readonly root: string;
  /** The patterns that it is about: `//...`. */
  readonly scope: string;
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
