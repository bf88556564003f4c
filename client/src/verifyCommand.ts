/** Asks what `Verify` is to compare. */
import * as vscode from "vscode";
import type { BazelRuns } from "./bazelRuns.ts";
import type { Subject } from "./viewContent.ts";

export async function verify(runs: BazelRuns, root: string | undefined, subject: Subject | undefined): Promise<void> {
  const place = subject?.root ?? root;
  if (place === undefined) return;
  const chosen = await vscode.window.showQuickPick(scopes(subject), {
    title: "Verify Predictions with Bazel",
    placeHolder: "Bazel is asked for its own runfiles of",
  });
  if (chosen !== undefined) await runs.verify(place, chosen.patterns);
}

interface Scope extends vscode.QuickPickItem {
  readonly patterns: readonly string[];
}

function scopes(subject: Subject | undefined): Scope[] {
  const everything: Scope = { label: "//...", description: "the whole workspace", patterns: ["//..."] };
  if (subject === undefined) return [everything];
  const { target } = subject;
  const packagePattern = `${target.slice(0, target.indexOf(":"))}:all`;
  return [
    { label: target, description: "the target that is shown", patterns: [target] },
    { label: packagePattern, description: "its package", patterns: [packagePattern] },
    everything,
  ];
}
