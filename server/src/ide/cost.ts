/** What runfiles trees cost: of the whole workspace, of some patterns, of one target. */
import type { Snapshot } from "../project.ts";
import type { WorkspaceCost } from "../project/costDocument.ts";
import { expand, type ExpandParams } from "./check.ts";

export type CostData =
  | { readonly kind: "cost"; readonly cost: WorkspaceCost }
  /** A pattern stands for nothing. */
  | { readonly kind: "none"; readonly errors: readonly string[] };

/** No patterns: everything that a build of `//...` makes. */
export function cost(snapshot: Snapshot, params: ExpandParams): CostData {
  if (params.patterns.length === 0 && !params.includeManual)
    return { kind: "cost", cost: snapshot.workspaceCost(undefined) };
  const patterns = params.patterns.length === 0 ? ["//..."] : params.patterns;
  const { labels, errors } = expand(snapshot, { ...params, patterns });
  if (errors.length > 0) return { kind: "none", errors };
  return { kind: "cost", cost: snapshot.workspaceCost(labels, patterns.join(" ")) };
}
