/** What the status item shows: the workspace in force, and how much is known about the executable targets of the open documents. */
import type { Snapshot, WorkspaceSummary } from "../project.ts";

export interface StatusData {
  readonly workspace: WorkspaceSummary;
  readonly complete: number;
  readonly partial: number;
}

export function status(snapshot: Snapshot, params: { readonly paths: readonly string[] }): StatusData {
  const sites = params.paths.flatMap((path) => snapshot.callSites(path));
  const targets = sites.reduce((sum, site) => sum + site.targets.length, 0);
  const partial = sites.reduce((sum, site) => sum + site.partial, 0);
  return { workspace: snapshot.workspace(), complete: targets - partial, partial };
}
