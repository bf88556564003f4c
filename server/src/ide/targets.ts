/** Targets for pickers, and those of the call at the cursor. */
import type { Location } from "../base/text.ts";
import type { Label } from "../bazel/label.ts";
import type { Snapshot, TargetInfo } from "../project.ts";

export function targetsAt(
  snapshot: Snapshot,
  params: { readonly path: string; readonly offset: number },
): readonly TargetInfo[] {
  return infos(snapshot, snapshot.targetsAt(params.path, params.offset));
}

/** The rule targets of a pattern. */
export function targets(snapshot: Snapshot, params: { readonly pattern: string }): readonly TargetInfo[] {
  return infos(snapshot, snapshot.expand(params.pattern, { includeManual: true }).labels);
}

/** The label that a pattern names when it names exactly one target. */
export function singleTarget(
  snapshot: Snapshot,
  pattern: string,
): { readonly kind: "label"; readonly label: Label } | { readonly kind: "error"; readonly message: string } {
  const { labels, errors } = snapshot.expand(pattern, { includeManual: true });
  const [label] = labels;
  if (!label || labels.length > 1) {
    const problem = label ? `'${pattern}' stands for ${labels.length} targets, not for one` : `no target '${pattern}'`;
    return { kind: "error", message: errors[0] ?? problem };
  }
  return { kind: "label", label };
}

/** Where a target is declared, by its label as text. */
export function locationOf(snapshot: Snapshot, label: string): Location | undefined {
  const found = singleTarget(snapshot, label);
  return found.kind === "label" ? snapshot.target(found.label)?.location : undefined;
}

function infos(snapshot: Snapshot, labels: readonly Label[]): readonly TargetInfo[] {
  return labels.map((label) => snapshot.target(label)).filter((info) => info !== undefined);
}
