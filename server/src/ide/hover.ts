/** What a hover over a call that makes targets says: its targets, their trees' size, what collides and what is not known. */
import { counted, grouped } from "../base/counts.ts";
import type { TargetCost } from "../bazel/analysis/treeCost.ts";
import type { Snapshot } from "../project.ts";
import { runtimeHover } from "./runtimeHover.ts";
import { contributorText, escapeMarkdown, keptText } from "./texts.ts";
import type { TreeCollision, TreeDocument } from "../project/treeDocument.ts";

export interface HoverData {
  readonly markdown: string;
}

/** So many collisions, reasons and targets are spelled out; the rest is counted. */
const LISTED = 5;

export function hover(
  snapshot: Snapshot,
  params: { readonly path: string; readonly offset: number },
): HoverData | undefined {
  const labels = snapshot.targetsAt(params.path, params.offset);
  const [first] = labels;
  if (!first) return runtimeHover(snapshot, params);
  const info = snapshot.target(first);
  if (!info) return undefined;
  const head =
    labels.length === 1
      ? `**${info.label}** · ${info.ruleClass}`
      : `**${counted(labels.length, "target")}** · ${info.ruleClass} · ${info.label} … ${String(labels.at(-1))}`;
  const lines = [head, ...treeLines(snapshot.tree(first)), ...costLines(snapshot.cost(first))];
  if (labels.length > 1) lines.push(`(the first of ${grouped(labels.length)})`);
  return { markdown: lines.join("\n\n") };
}

function treeLines(tree: TreeDocument): string[] {
  if (tree.completeness === "rejected") return [`Bazel would refuse this target: ${escapeMarkdown(tree.error ?? "")}`];
  const parts = [
    counted(tree.links, "link"),
    tree.materialisedFiles === tree.links ? "" : `${grouped(tree.materialisedFiles)} materialised files`,
    tree.legacyCopies === 0 ? "" : `${grouped(tree.legacyCopies)} of them legacy copies`,
    tree.completeness,
  ];
  const what = tree.notExecutable ? "Runfiles it brings to a binary" : "Runfiles tree";
  return [
    `${what} (\`bazel ${[tree.command, ...tree.flags].join(" ")}\`): ${parts.filter((part) => part !== "").join(", ")}.`,
    ...listed(tree.collisions.map(collisionText), "collision"),
    ...listed(
      tree.unknowns.map((unknown) => `not known: ${escapeMarkdown(unknown.reason)}`),
      "reason",
    ),
  ];
}

/** Who contributes: worth a line only where there are several, or an estimate. */
function costLines(cost: TargetCost | undefined): string[] {
  const contributors = cost?.contributors ?? [];
  const isEstimate = contributors.some(({ counted: isCounted }) => !isCounted);
  if (!cost || (contributors.length < 2 && !isEstimate)) return [];
  const about = isEstimate ? "≈" : "";
  const parts = [
    `${about}${counted(cost.links, "link")}`,
    cost.sandboxFiles === cost.links ? "" : `${about}${counted(cost.sandboxFiles, "file")} in a sandbox`,
    cost.remoteFiles === cost.sandboxFiles ? "" : `${about}${counted(cost.remoteFiles, "file")} for remote execution`,
  ];
  const lines = contributors.map((one) => `${escapeMarkdown(one.title)}: ${escapeMarkdown(contributorText(one))}`);
  return [`Cost: ${parts.filter((part) => part !== "").join(", ")}.`, ...listed(lines, "contributor")];
}

function collisionText(collision: TreeCollision): string {
  const contenders = collision.contenders.map((contender) => `\`${contender}\``).join(", ");
  return `\`${collision.path}\` has ${counted(collision.contenders.length, "contender")}: ${contenders}. ${escapeMarkdown(keptText(collision))}`;
}

function listed(items: readonly string[], noun: string): string[] {
  if (items.length === 0) return [];
  const lines = items.slice(0, LISTED).map((item) => `- ${item}`);
  if (items.length > LISTED) lines.push(`- and ${counted(items.length - LISTED, `more ${noun}`)}`);
  return [lines.join("\n")];
}
