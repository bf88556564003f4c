/**
 * The JSON of `runfiles-lens verify --format json`: predictions held against Bazel's own answers, target by target. Stable: scripts depend on it (documented in docs/verify.md).
 */
import type { Completeness, TreeDocument, TreeUnknown } from "../project/treeDocument.ts";

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

/** A target on the way to what is not known, and the attribute that leads to the next one; null at the end. */
export interface ReasonStep {
  readonly target: string;
  readonly attribute: string | null;
}

/** Why a prediction is partial. */
export interface VerifyReason extends TreeUnknown {
  /** From the target to the one in which the reason arose, as far as it can be followed; empty where it concerns no single target. */
  readonly via: readonly ReasonStep[];
}

export interface TargetVerdict {
  readonly target: string;
  /** What an alias stands for; null for any other target. */
  readonly actual: string | null;
  /** An executable is judged by its tree, any other target by its default runfiles. */
  readonly executable: boolean;
  readonly completeness: Completeness;
  readonly verdict: Verdict;
  readonly judge: Judge | null;
  readonly links: number;
  /** All differences are counted, the first ones are listed. */
  readonly differenceCount: number;
  /** Of a partial tree: differences that what is unknown does not explain. Unknown parts are missing; they put nothing else in a path's place. */
  readonly unexplainedCount: number;
  readonly differences: readonly TreeDifference[];
  /** Collisions for which the prediction names the kept contender, and for how many of these Bazel keeps the same. */
  readonly keptNamed: number;
  readonly keptConfirmed: number;
  /** The reasons of a partial prediction. */
  readonly reasons: readonly VerifyReason[];
  /** Why there is no verdict, or the error of a rejected target. */
  readonly message: string | null;
}

export type VerdictCounts = Readonly<Record<Verdict, number>> & {
  readonly targets: number;
  /** Targets whose prediction is called complete. */
  readonly complete: number;
};

/** A reason that partial targets have in common. */
export interface PartialCause {
  readonly kind: TreeUnknown["kind"];
  readonly reason: string;
  /** How many targets have it. */
  readonly targets: number;
  readonly firstTarget: string;
  /** Where it arises for the first target, as in `TreeUnknown`. */
  readonly file: string | null;
  readonly line: number | null;
  readonly via: readonly ReasonStep[];
}

export interface VerifyReport {
  readonly bazelVersion: string | null;
  readonly command: TreeDocument["command"];
  readonly flags: readonly string[];
  /** False where Bazel ended before it had answered for every target; `notes` say why. */
  readonly whole: boolean;
  /** What limits the report, in sentences. */
  readonly notes: readonly string[];
  readonly targets: readonly TargetVerdict[];
  readonly summary: VerdictCounts;
  readonly executables: VerdictCounts;
  readonly others: VerdictCounts;
  /** The most frequent first. */
  readonly causes: readonly PartialCause[];
}
