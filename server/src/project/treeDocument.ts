/**
 * The JSON of a runfiles tree, as `runfiles-lens tree --format json` prints it and the editor receives it. Stable: scripts depend on it (documented in the README).
 */
import type { Range } from "../base/text.ts";
import type { UnknownKind } from "../starlark/unknown.ts";

export type EntryKind = "file" | "symlink" | "root_symlink" | "empty" | "repo_mapping" | "workspace_marker";
export type CollisionKind = "configuration" | "source-and-generated" | "symlink" | "root_symlink" | "obscured";
export type Completeness = "complete" | "partial" | "rejected";

export interface TreeEntry {
  /** Path under the runfiles directory. */
  readonly path: string;
  readonly kind: EntryKind;
  /** Path of the artifact under the execution root; null where the kept contender is not known, and for entries without a target. */
  readonly execPath: string | null;
  /** Label of the target that owns the artifact, null where nobody does. */
  readonly owner: string | null;
  readonly legacyCopy: boolean;
}

export interface TreeCollision {
  readonly path: string;
  readonly kind: CollisionKind;
  /** Exec paths in Bazel's order, the configuration written by its name: `bazel-out/[platforms=//platform:linux_amd64]/bin/x`. */
  readonly contenders: readonly string[];
  /** One of `contenders`, or null where only a hash decides. */
  readonly kept: string | null;
}

export interface TreeUnknown {
  readonly kind: UnknownKind;
  readonly reason: string;
  /** Relative to the workspace, or null. */
  readonly file: string | null;
  /** One-based, or null. */
  readonly line: number | null;
}

export interface TreeDocument {
  readonly target: string;
  readonly source: "predicted" | "bazel" | "built";
  readonly completeness: Completeness;
  /** Null where the version could not be determined. */
  readonly bazelVersion: string | null;
  readonly verifiedAgainst: readonly string[];
  readonly command: "build" | "test" | "run";
  readonly flags: readonly string[];
  readonly hostPlatform: string;
  /** The target is not executable: these are the runfiles it would bring to a binary. */
  readonly notExecutable: boolean;
  readonly links: number;
  readonly materialisedFiles: number;
  readonly legacyCopies: number;
  readonly entries: readonly TreeEntry[];
  readonly collisions: readonly TreeCollision[];
  readonly unknowns: readonly TreeUnknown[];
  /** Why Bazel would refuse the target, for `rejected`. */
  readonly error: string | null;
}

/** A call site that makes executable targets, for code lenses and the target picker. */
export interface CallSiteSummary {
  readonly range: Range;
  /** Labels in order of creation. */
  readonly targets: readonly string[];
  readonly tests: number;
  readonly binaries: number;
  /** Smallest and largest number of links among the targets; null where none is known. */
  readonly links: { readonly least: number; readonly most: number } | null;
  /** Published figures of what is not on disk are among the links. */
  readonly isEstimate: boolean;
  /** Number of colliding paths over all targets, each path counted once. */
  readonly collisions: number;
  readonly partial: number;
}
