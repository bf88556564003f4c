/** What `verify` compares: the predicted tree of one target, and where each of its reasons comes from. */
import type { Snapshot } from "../project.ts";
import type { TreeDocument } from "../project/treeDocument.ts";
import { singleTarget } from "./targets.ts";
import type { VerifyReason } from "./verifyReport.ts";

export type PredictionData =
  | { readonly kind: "prediction"; readonly tree: TreeDocument; readonly reasons: readonly VerifyReason[] }
  /** There is no such target. */
  | { readonly kind: "none"; readonly message: string };

export function prediction(snapshot: Snapshot, params: { readonly target: string }): PredictionData {
  const found = singleTarget(snapshot, params.target);
  if (found.kind === "error") return { kind: "none", message: found.message };
  const tree = snapshot.tree(found.label);
  const chains = tree.unknowns.length === 0 ? [] : snapshot.reasonChains(found.label);
  const reasons = tree.unknowns.map((unknown, index) => ({ ...unknown, via: chains[index] ?? [] }));
  return { kind: "prediction", tree, reasons };
}
