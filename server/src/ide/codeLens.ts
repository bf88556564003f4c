/** The line above each call that makes executable targets: "500 tests · 4,612 links each · 3 collisions". */
import { counted } from "../base/counts.ts";
import type { Range } from "../base/text.ts";
import type { Snapshot } from "../project.ts";
import { linksText, targetsText } from "./texts.ts";
import type { CallSiteSummary } from "../project/treeDocument.ts";

export interface CodeLensData {
  readonly range: Range;
  readonly title: string;
  readonly targets: readonly string[];
}

export function codeLenses(snapshot: Snapshot, params: { readonly path: string }): readonly CodeLensData[] {
  return snapshot
    .callSites(params.path)
    .filter((site) => site.targets.length > 0)
    .map((site) => ({ range: site.range, title: lensTitle(site), targets: site.targets }));
}

export function lensTitle(site: CallSiteSummary): string {
  const parts = [
    targetsText(site),
    linksText(site),
    site.collisions > 0 ? counted(site.collisions, "collision") : "",
    partialText(site),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function partialText(site: CallSiteSummary): string {
  if (site.partial === 0) return "";
  return site.partial === site.targets.length ? "partial" : `${counted(site.partial, "target")} partial`;
}
