/** The plan of a measurement as a document that cannot be edited: lenses above it change the plan and run it. Nothing is run before that. */
import * as vscode from "vscode";
import type { BazelRuns } from "./bazelRuns.ts";
import type { Server } from "./client.ts";
import type { MeasureReports } from "./measureReports.ts";
import type { Goal, MeasureParams, MeasurePlanResult, Step } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";

const scheme = "runfiles-lens-plan";
const uri = vscode.Uri.from({ scheme, path: "/Runfiles measurement plan.txt" });

type Choice = Omit<MeasureParams, "root" | "workDoneToken">;
type Plan = Extract<MeasurePlanResult, { readonly kind: "plan" }>;

/** What is planned in this window. */
interface Proposal {
  readonly root: string;
  readonly choice: Choice;
  readonly plan: Plan;
}

export class MeasurePlan implements vscode.Disposable {
  readonly #server: Server;
  readonly #runs: BazelRuns;
  readonly #reports: MeasureReports;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly #registrations: vscode.Disposable;
  #proposal: Proposal | undefined;

  constructor(server: Server, runs: BazelRuns, reports: MeasureReports) {
    this.#server = server;
    this.#runs = runs;
    this.#reports = reports;
    this.#registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: () => this.#proposal?.plan.text,
      }),
      vscode.languages.registerCodeLensProvider(
        { scheme },
        {
          onDidChangeCodeLenses: this.#lensesChanged.event,
          provideCodeLenses: () => (this.#proposal ? lenses(this.#proposal.plan) : []),
        },
      ),
    );
  }

  /** Shows what a choice would run; where nothing can be, says why and keeps the plan that was there. */
  async propose(root: string, choice: Choice): Promise<void> {
    const plan = await this.#server.request(Request.measurePlan, { root, ...choice });
    if (plan.kind === "faults") {
      await vscode.window.showErrorMessage(`This cannot be measured: ${plan.messages.join("; ")}`);
      return;
    }
    this.#proposal = { root, choice, plan };
    this.#changed.fire(uri);
    this.#lensesChanged.fire();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  /** Asks for a part of the plan anew: the name of one of `PARTS`. */
  async change(part: unknown): Promise<void> {
    if (this.#proposal === undefined) return;
    const { choice, plan, root } = this.#proposal;
    const changed = await PARTS.find(({ name }) => name === part)?.ask(plan);
    if (changed !== undefined) await this.propose(root, { ...choice, ...changed });
  }

  async run(): Promise<void> {
    if (this.#proposal === undefined) return;
    const { choice, root } = this.#proposal;
    const measured = await this.#runs.measure(root, choice);
    if (measured) this.#reports.show(measured);
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#changed.dispose();
    this.#lensesChanged.dispose();
  }
}

function lenses(plan: Plan): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const run = `$(play) Measure: ${String(plan.runs)} runs, ${String(plan.timed)} of them timed`;
  return [
    new vscode.CodeLens(top, { title: run, command: "runfilesLens.runMeasurement" }),
    ...PARTS.map(
      ({ name, text }) =>
        new vscode.CodeLens(top, {
          title: `${name}: ${text(plan)}`,
          command: "runfilesLens.changeMeasurement",
          arguments: [name],
        }),
    ),
  ];
}

/** What of a plan can be changed. */
interface Part {
  readonly name: string;
  readonly text: (plan: Plan) => string;
  /** `undefined` where the user thinks better of it. */
  readonly ask: (plan: Plan) => Promise<Partial<Choice> | undefined>;
}

const PARTS: readonly Part[] = [
  { name: "Targets", text: ({ targets }) => targets.join(" "), ask: askTargets },
  { name: "Goals", text: ({ goals }) => goals.join(", "), ask: askGoals },
  { name: "Steps", text: ({ steps }) => steps.join(", "), ask: askSteps },
  { name: "Rounds", text: ({ repeat }) => String(repeat), ask: askRepeat },
];

async function askTargets({ targets }: Plan): Promise<Partial<Choice> | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Target patterns, with blanks between them",
    value: targets.join(" "),
  });
  const patterns = text?.split(/\s+/).filter((word) => word !== "");
  return patterns === undefined || patterns.length === 0 ? undefined : { patterns };
}

async function askGoals({ allGoals, goals }: Plan): Promise<Partial<Choice> | undefined> {
  const chosen = await pickSome<Goal>("What each variant is measured at", allGoals, goals);
  return chosen && { goals: chosen };
}

const STEPS: readonly Step[] = ["clean", "no-op", "incremental"];

async function askSteps({ steps }: Plan): Promise<Partial<Choice> | undefined> {
  const chosen = await pickSome<Step>("The states in which it is measured", STEPS, steps);
  return chosen && { steps: chosen };
}

async function askRepeat({ repeat }: Plan): Promise<Partial<Choice> | undefined> {
  const text = await vscode.window.showInputBox({
    title: "How often each cell of the table is measured",
    value: String(repeat),
    validateInput: (value) => (/^[1-9]\d{0,2}$/.test(value) ? undefined : "A whole number from 1 on"),
  });
  return text === undefined ? undefined : { repeat: Number(text) };
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
