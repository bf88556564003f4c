/** `Measure Runfiles Cost…`: asks which variants are to be compared, and shows the plan of that. */
import * as vscode from "vscode";
import type { BazelRuns } from "./bazelRuns.ts";
import type { MeasurePlan } from "./measurePlan.ts";

export async function measure(runs: BazelRuns, plan: MeasurePlan, root: string | undefined): Promise<void> {
  if (root === undefined || !(await runs.mayRun())) return;
  const preset = await pickPreset(root);
  if (preset !== undefined) await plan.propose(root, { preset, patterns: [] });
}

interface PresetItem extends vscode.QuickPickItem {
  readonly preset: string | undefined;
}

/** `undefined` where nothing was chosen. */
async function pickPreset(root: string): Promise<string | undefined> {
  const items: PresetItem[] = [
    {
      label: "links",
      description: "as it is, without legacy copies, without links, without trees",
      detail: "What the flags that make fewer links save here.",
      preset: "links",
    },
    {
      label: "legacy",
      description: "interpreter of the host, hermetic, hermetic without legacy copies",
      detail: "What a hermetic Python interpreter costs here.",
      preset: "legacy",
    },
    ...((await exists(root, "pants.toml")) ? [PANTS] : []),
    { label: "From a File…", description: "variants in a TOML or JSON file", preset: undefined },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Measure Runfiles Cost",
    placeHolder: "Which variants are to be compared?",
  });
  if (chosen === undefined) return undefined;
  return chosen.preset ?? (await pickExperimentFile(root));
}

const PANTS: PresetItem = { label: "pants", description: "every pex_binary", preset: "pants" };

async function pickExperimentFile(root: string): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: "A File That Describes an Experiment",
      defaultUri: vscode.Uri.parse(root),
      filters: { Experiments: ["toml", "json"] },
    })) ?? [];
  return file?.fsPath;
}

async function exists(root: string, name: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(vscode.Uri.parse(root), name));
    return true;
  } catch {
    return false;
  }
}
