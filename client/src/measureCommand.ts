/** Asks what `Measure Runfiles Cost…` is to do, and shows what that would run before anything does. */
import * as vscode from "vscode";
import type { BazelRuns } from "./bazelRuns.ts";
import type { Server } from "./client.ts";
import type { MeasureReports } from "./measureReports.ts";
import type { Goal, MeasureParams, MeasurePlanResult, Step } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";

type Plan = Extract<MeasurePlanResult, { readonly kind: "plan" }>;
type Choice = Omit<MeasureParams, "root" | "workDoneToken">;

export async function measure(
  { runs, server, reports }: { readonly runs: BazelRuns; readonly server: Server; readonly reports: MeasureReports },
  root: string | undefined,
): Promise<void> {
  if (root === undefined || !(await runs.mayRun())) return;
  const preset = await pickPreset(root);
  if (preset === undefined) return;
  const choice = await settle(server, reports, root, { preset, patterns: [] });
  if (choice === undefined) return;
  const measured = await runs.measure(root, choice);
  if (measured) reports.show(measured);
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

// The plan --------------------------------------------------------------------------------------------------------------------------------------------------

interface PlanItem extends vscode.QuickPickItem {
  /** What the choice becomes; undefined where the user thinks better of it, `go` to run it. */
  readonly next: (() => Promise<Choice | undefined>) | "go";
}

/** Shows the plan and lets it be changed, until the user runs it or leaves. */
async function settle(
  server: Server,
  reports: MeasureReports,
  root: string,
  first: Choice,
): Promise<Choice | undefined> {
  let choice = first;
  for (;;) {
    const plan = await server.request(Request.measurePlan, { root, ...choice });
    if (plan.kind === "faults") {
      await vscode.window.showErrorMessage(`This cannot be measured: ${plan.messages.join("; ")}`);
      return undefined;
    }
    await reports.showPlan(plan.text);
    const chosen = await vscode.window.showQuickPick(planItems(choice, plan), {
      title: `Measure Runfiles Cost: ${choice.preset}`,
      placeHolder: "The document behind this list says what will be run",
      ignoreFocusOut: true,
    });
    if (chosen === undefined) return undefined;
    if (chosen.next === "go") return choice;
    choice = (await chosen.next()) ?? choice;
  }
}

function planItems(choice: Choice, plan: Plan): PlanItem[] {
  return [
    {
      label: "$(play) Measure",
      description: `${String(plan.runs)} runs, ${String(plan.timed)} of them timed`,
      detail: "In output bases of its own; the workspace, its outputs and its server stay as they are.",
      next: "go",
    },
    { label: "Targets", description: plan.targets.join(" "), next: () => askTargets(choice, plan) },
    { label: "Goals", description: plan.goals.join(", "), next: () => askGoals(choice, plan) },
    { label: "Steps", description: plan.steps.join(", "), next: () => askSteps(choice, plan) },
    { label: "Rounds", description: String(plan.repeat), next: () => askRepeat(choice, plan) },
  ];
}

async function askTargets(choice: Choice, { targets }: Plan): Promise<Choice | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Target patterns, with blanks between them",
    value: targets.join(" "),
  });
  const patterns = text?.split(/\s+/).filter((word) => word !== "");
  return patterns === undefined || patterns.length === 0 ? undefined : { ...choice, patterns };
}

async function askGoals(choice: Choice, { allGoals, goals }: Plan): Promise<Choice | undefined> {
  const chosen = await pickSome<Goal>("What each variant is measured at", allGoals, goals);
  return chosen && { ...choice, goals: chosen };
}

const STEPS: readonly Step[] = ["clean", "no-op", "incremental"];

async function askSteps(choice: Choice, { steps }: Plan): Promise<Choice | undefined> {
  const chosen = await pickSome<Step>("The states in which it is measured", STEPS, steps);
  return chosen && { ...choice, steps: chosen };
}

async function askRepeat(choice: Choice, { repeat }: Plan): Promise<Choice | undefined> {
  const text = await vscode.window.showInputBox({
    title: "How often each cell of the table is measured",
    value: String(repeat),
    validateInput: (value) => (/^[1-9]\d{0,2}$/.test(value) ? undefined : "A whole number from 1 on"),
  });
  return text === undefined ? undefined : { ...choice, repeat: Number(text) };
}

async function pickSome<T extends string>(
  title: string,
  all: readonly T[],
  picked: readonly T[],
): Promise<readonly T[] | undefined> {
  const items = all.map((label) => ({ label, picked: picked.includes(label) }));
  const chosen = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ label }) => label);
}
