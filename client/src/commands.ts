/** All commands of the extension, by id. The manifest names, places and hides them. */
import * as vscode from "vscode";
import { activeWorkspace } from "./activeWorkspace.ts";
import type { BazelRuns } from "./bazelRuns.ts";
import { selectBuild } from "./buildPicker.ts";
import type { Server } from "./client.ts";
import type { EntryCommands } from "./entryCommands.ts";
import { showFilterBox } from "./filterBox.ts";
import { showLintDocumentation } from "./lintDocumentation.ts";
import { measure } from "./measureCommand.ts";
import type { MeasurePlan } from "./measurePlan.ts";
import type { MeasureReports } from "./measureReports.ts";
import { showPlace } from "./navigation.ts";
import type { ReportPanel } from "./reportPanel.ts";
import type { RunfilesNode } from "./runfilesModel.ts";
import type { RunfilesView } from "./runfilesView.ts";
import { selectTarget, showTree, showTreeOfPackage } from "./showTree.ts";
import { pickFromWorkspace } from "./targetPicker.ts";
import { verify } from "./verifyCommand.ts";

export interface Parts {
  readonly server: Server;
  readonly view: RunfilesView;
  readonly runs: BazelRuns;
  readonly plan: MeasurePlan;
  readonly measurements: MeasureReports;
  readonly report: ReportPanel;
  readonly entries: EntryCommands;
  readonly log: vscode.LogOutputChannel;
  readonly context: vscode.ExtensionContext;
}

type Handler = (argument: unknown) => unknown;

/** Registers every command; each answers its own errors with one message, since the user asked for it. */
export function registerCommands(parts: Parts): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers(parts)).map(([id, handler]) =>
      vscode.commands.registerCommand(`runfilesLens.${id}`, async (argument: unknown) => {
        try {
          await handler(argument);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          parts.log.error(`${id}: ${message}`);
          void vscode.window.showErrorMessage(`Runfiles Lens: ${message}`);
        }
      }),
    ),
  );
}

function handlers({
  server,
  view,
  runs,
  plan,
  measurements,
  report,
  entries,
  log,
  context,
}: Parts): Readonly<Record<string, Handler>> {
  const workspace = (root?: unknown) =>
    activeWorkspace(
      server.workspaces,
      typeof root === "string" ? `${root}/` : vscode.window.activeTextEditor?.document.uri.toString(),
      view.subject?.root,
    );
  const subject = async () => view.subject ?? (await pickFromWorkspace(server));
  return {
    showTree: (argument) => showTree(server, view, argument),
    showTreeOfPackage: (argument) => showTreeOfPackage(server, view, argument),
    selectTarget: () => selectTarget(server, view),
    refresh: () => view.showPrediction(),
    showPrediction: () => view.showPrediction(),
    showBuilt: async () => {
      const chosen = await subject();
      if (chosen !== undefined) await view.showBuilt(chosen);
    },
    pin: () => {
      view.setPinned(true);
    },
    unpin: () => {
      view.setPinned(false);
    },
    filter: () => {
      showFilterBox(view);
    },
    filterByNode: (argument) => {
      view.setFilter(filterOf(asNode(argument) ?? view.selected) ?? view.filter);
    },
    clearFilter: () => {
      view.setFilter("");
    },
    showMore: (argument) => {
      const node = asNode(argument) ?? view.selected;
      if (node?.kind === "more") view.showMore(node);
    },
    openEntry: (argument) => entries.open(asNode(argument)),
    goToOwner: (argument) => entries.goToOwner(asNode(argument)),
    goToTarget: () => entries.goToTarget(),
    openReason: (argument) => entries.openReason(asNode(argument)),
    revealEntry: (argument) => entries.reveal(asNode(argument)),
    copyRunfilesPath: (argument) => entries.copyPath(asNode(argument)),
    why: (argument) => entries.why(asNode(argument)),
    resolveWithBazel: async () => {
      const chosen = await subject();
      if (chosen !== undefined) await runs.resolve(chosen);
    },
    verify: () => verify(runs, workspace()?.rootUri, view.subject),
    showReport: async (argument) => {
      const chosen = workspace(argument);
      if (chosen !== undefined) await report.show(chosen.rootUri);
    },
    openContributor: async (argument) => {
      const node = asNode(argument) ?? view.selected;
      if (node?.kind === "contributor" && node.contributor.declaredAt !== null)
        await showPlace(node.contributor.declaredAt);
    },
    measure: () => measure(runs, plan, workspace()?.rootUri),
    changeMeasurement: (argument) => plan.change(argument),
    runMeasurement: () => plan.run(),
    saveMeasurement: () => measurements.save(),
    compareMeasurements: () => measurements.compare(),
    cancelBazel: () => {
      runs.cancel();
    },
    selectBuild: async (argument) => {
      const chosen = workspace(argument);
      if (chosen !== undefined) await selectBuild(server, context.workspaceState, chosen);
    },
    showLintDocumentation: (argument) => showLintDocumentation(context.extensionUri, argument),
    showLog: () => {
      log.show();
    },
    restartServer: () => server.restart(),
  };
}

/** The node that a menu or a click hands over; anything else a keybinding may pass is no node. */
function asNode(argument: unknown): RunfilesNode | undefined {
  return typeof argument === "object" && argument !== null && "kind" in argument && "id" in argument
    ? (argument as RunfilesNode)
    : undefined;
}

function filterOf(node: RunfilesNode | undefined): string | undefined {
  switch (node?.kind) {
    case "folder":
      return node.folder.path;
    case "entry":
      return node.entry.owner ?? node.entry.path;
    case "collisions":
      return "is:collision";
    default:
      return undefined;
  }
}
