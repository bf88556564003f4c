/**
 * The JSON of `runfiles-lens verify --format json`: a prediction held against Bazel's own answer, target by target. Stable: scripts depend on it.
 */
import type { TreeDocument } from "../project/treeDocument.ts";

/** What Bazel's answer was read from; a manifest is Bazel's own flattening, `ingredients` (cquery) are flattened by us and prove less. */
export type Judge = "aquery-manifest" | "built-manifest" | "ingredients";

/** One path on which prediction and Bazel differ; what one of them has not is null. */
export interface TreeDifference {
  readonly path: string;
  readonly kind: "missing" | "unexpected" | "other-artifact" | "other-contenders";
  /** Exec path or description of what was predicted. */
  readonly predicted: string | null;
  readonly actual: string | null;
}

/**
 * - `equal`: complete, and Bazel's, path for path.
 * - `partial`: the prediction said itself that something is unknown; `differences` tell what.
 * - `rejected`: both refuse the target.
 * - `wrong`: called complete (or rejected) and not what Bazel has.
 * - `unjudged`: Bazel gave no answer for the target.
 */
export type Verdict = "equal" | "partial" | "rejected" | "wrong" | "unjudged";

export interface TargetVerdict {
  readonly target: string;
  readonly verdict: Verdict;
  readonly judge: Judge | null;
  readonly links: number;
  /** All differences are counted, the first ones are listed. */
  readonly differenceCount: number;
  readonly differences: readonly TreeDifference[];
  /** Collisions for which the prediction names the kept contender, and for how many of these Bazel keeps the same. */
  readonly keptNamed: number;
  readonly keptConfirmed: number;
  /** The reasons of a partial prediction. */
  readonly reasons: TreeDocument["unknowns"];
  /** Why there is no verdict, or the error of a rejected target. */
  readonly message: string | null;
}

export interface VerifyReport {
  readonly bazelVersion: string | null;
  readonly command: TreeDocument["command"];
  readonly flags: readonly string[];
  readonly targets: readonly TargetVerdict[];
  readonly summary: Readonly<Record<Verdict, number>>;
}
