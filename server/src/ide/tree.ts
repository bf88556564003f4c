/** The tree of one target for the view: the document, its reasons with their remedies, what an entry leads to, and the chains that brought it. */
import type { TargetCost } from "../bazel/analysis/treeCost.ts";
import type { Location } from "../base/text.ts";
import { joinPath } from "../base/path.ts";
import type { ProvenanceStep, Snapshot } from "../project.ts";
import { remedyOf } from "./remedies.ts";
import { locationOf, singleTarget } from "./targets.ts";
import type { TreeDocument } from "../project/treeDocument.ts";

export interface ReasonData {
  readonly reason: string;
  /** Absolute path and one-based line. */
  readonly location: { readonly path: string; readonly line: number } | null;
  readonly remedy: string | null;
}

export type TreeData =
  | {
      readonly kind: "tree";
      readonly tree: TreeDocument;
      readonly reasons: readonly ReasonData[];
      readonly location: Location | undefined;
      /** Null where nothing is known of the tree. */
      readonly cost: TargetCost | null;
    }
  | { readonly kind: "none"; readonly message: string };

export interface ContenderData {
  readonly execPath: string;
  /** Absolute path of the source file; undefined for a generated one. */
  readonly path: string | undefined;
  readonly owner: string | null;
  readonly ownerLocation: Location | undefined;
}

export function tree(snapshot: Snapshot, params: { readonly target: string }): TreeData {
  const found = singleTarget(snapshot, params.target);
  if (found.kind === "error") return { kind: "none", message: found.message };
  const document = snapshot.tree(found.label);
  return {
    kind: "tree",
    tree: document,
    reasons: document.unknowns.map((unknown) => ({
      reason: unknown.reason,
      location: unknown.file === null ? null : { path: joinPath(snapshot.root, unknown.file), line: unknown.line ?? 1 },
      remedy: remedyOf(unknown.kind),
    })),
    location: snapshot.target(found.label)?.location,
    cost: snapshot.cost(found.label) ?? null,
  };
}

/** The contenders of a path, the kept one first where it is known; empty for a path that the tree has not. */
export function entry(
  snapshot: Snapshot,
  params: { readonly target: string; readonly path: string },
): readonly ContenderData[] {
  const found = singleTarget(snapshot, params.target);
  if (found.kind === "error") return [];
  const document = snapshot.tree(found.label);
  const kept = document.entries.find((one) => one.path === params.path);
  const collision = document.collisions.find((one) => one.path === params.path);
  const execPaths = new Set([...(kept?.execPath ? [kept.execPath] : []), ...(collision?.contenders ?? [])]);
  return [...execPaths].map((execPath) => {
    const owner = execPath === kept?.execPath || execPaths.size === 1 ? (kept?.owner ?? null) : null;
    return {
      execPath,
      path: snapshot.sourceOf(execPath),
      owner,
      ownerLocation: owner === null ? undefined : locationOf(snapshot, owner),
    };
  });
}

export function why(
  snapshot: Snapshot,
  params: { readonly target: string; readonly path: string },
): readonly (readonly ProvenanceStep[])[] {
  const found = singleTarget(snapshot, params.target);
  return found.kind === "error" ? [] : snapshot.why(found.label, params.path);
}
