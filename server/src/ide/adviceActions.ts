/** Advice as code actions: in a .bazelrc for the whole workspace, at a call of a BUILD file for the targets that it makes. */
import { counted } from "../base/counts.ts";
import { adviceFor } from "../advice/adviceList.ts";
import type { Advice, Gain } from "../advice/advice.ts";
import { howSure } from "../advice/advice.ts";
import type { Range } from "../base/text.ts";
import type { Label } from "../bazel/label.ts";
import type { Snapshot } from "../project.ts";
import type { CodeActionData } from "./codeActions.ts";
import { comparePositions } from "./diagnostics.ts";

/** What a fix at the same place does already is not offered again. */
export function adviceActions(
  snapshot: Snapshot,
  { path, range }: { readonly path: string; readonly range: Range },
  fixes: readonly CodeActionData[],
): readonly CodeActionData[] {
  const labels = labelsAt(snapshot, path, range);
  if (!labels) return [];
  const { flags, hostOs, reader, inputs } = snapshot.rc();
  const copies = flags.boolean("legacy_external_runfiles").value;
  const counts = snapshot.treeCounts(copies, labels === "all" ? undefined : labels);
  const done = new Set(fixes.map(editsText));
  return adviceFor({ flags, hostOs, counts, reader, rc: inputs })
    .map((advice) => adviceAction(advice, howSure(counts)))
    .filter((action) => !done.has(editsText(action)));
}

/** The targets that advice at a place is about; undefined where there are none. */
function labelsAt(snapshot: Snapshot, path: string, range: Range): readonly Label[] | "all" | undefined {
  if (snapshot.rc().files.paths.has(path)) return "all";
  const site = snapshot.callSites(path).find(({ range: { start, end } }) => {
    return comparePositions(start, range.start) <= 0 && comparePositions(range.end, end) <= 0;
  });
  const labels = site?.targets.flatMap((target) => snapshot.expand(target, { includeManual: true }).labels) ?? [];
  return labels.length > 0 ? labels : undefined;
}

function adviceAction({ option, gain, tradeOff, files }: Advice, sure: string): CodeActionData {
  const edits = files.map(({ path, create, edits }) => ({ path, create, edits }));
  return {
    kind: "edit",
    title: `Set \`${option}\` in .bazelrc${gainText(gain, sure)}`,
    actionKind: "refactor.rewrite",
    preferred: false,
    finding: undefined,
    edits,
    confirm: `${gain.text.charAt(0).toUpperCase()}${gain.text.slice(1)}. ${tradeOff}`,
    isPreview: false,
  };
}

function gainText({ links, emptyFiles }: Gain, sure: string): string {
  if (links > 0) return ` (${sure}${counted(links, "link")} fewer)`;
  return emptyFiles > 0 ? ` (${sure}${counted(emptyFiles, "empty file")} fewer)` : "";
}

function editsText({ edits }: CodeActionData): string {
  return JSON.stringify(edits);
}
