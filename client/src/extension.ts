/** The extension's entry. In a window that has nothing to do with Bazel it waits for a Bazel file to be opened, and does nothing else. */
import * as vscode from "vscode";
import type { InitializationOptions } from "../../server/src/protocol.ts";
import { BazelRuns } from "./bazelRuns.ts";
import { storedBuilds } from "./buildPicker.ts";
import { Server } from "./client.ts";
import { registerCommands } from "./commands.ts";
import { setContext } from "./contextKeys.ts";
import { registerDecorations } from "./decorations.ts";
import { EntryCommands } from "./entryCommands.ts";
import { MeasurePlan } from "./measurePlan.ts";
import { MeasureReports } from "./measureReports.ts";
import { ReportPanel } from "./reportPanel.ts";
import { RunfilesView } from "./runfilesView.ts";
import { StatusItems } from "./statusItems.ts";
import type { TestApi, TestParts } from "./testApi.ts";
import { testParts } from "./testApi.ts";
import { VerifyReports } from "./verifyReports.ts";
import { isBazelDocument, isBazelWindow } from "./workspaceRoot.ts";

let running: { readonly server: Server; readonly parts: TestParts } | undefined;

/** Returns at once; the server starts in the background. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const look = () => {
    void startInBazelWindow(context);
  };
  context.subscriptions.push(
    vscode.workspace.onDidChangeWorkspaceFolders(look),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isBazelDocument(document)) look();
    }),
  );
  look();
  return context.extensionMode === vscode.ExtensionMode.Test ? { parts: () => running?.parts } : undefined;
}

export async function deactivate(): Promise<void> {
  await running?.server.stop();
}

async function startInBazelWindow(context: vscode.ExtensionContext): Promise<void> {
  if (running !== undefined || !(await isBazelWindow())) return;
  // Another look may have started it meanwhile; `start` sets `running` before it yields.
  if ((running as unknown) === undefined) await start(context);
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Runfiles Lens", { log: true });
  const initialization = (): InitializationOptions => ({
    trusted: vscode.workspace.isTrusted,
    customProtocol: true,
    showTreeCommand: true,
    builds: storedBuilds(context.workspaceState),
    ...(context.storageUri === undefined ? {} : { storagePath: context.storageUri.fsPath }),
  });
  const server = new Server({ module: context.asAbsolutePath("dist/server.cjs"), log, initialization });
  const view = new RunfilesView(server);
  const status = new StatusItems(server);
  const reports = new VerifyReports();
  const runs = new BazelRuns(server, view, reports);
  const measurements = new MeasureReports(server);
  const plan = new MeasurePlan(server, runs, measurements);
  const report = new ReportPanel(server, view, context.extensionUri);
  const entries = new EntryCommands(server, view);
  running = { server, parts: testParts(server, view, status, report) };
  context.subscriptions.push(
    log,
    server,
    view,
    status,
    reports,
    measurements,
    plan,
    report,
    runs,
    registerDecorations(),
    registerCommands({ server, view, runs, plan, measurements, report, entries, log, context }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      void server.grantTrust();
    }),
  );
  await setContext("runfilesLens.active", true);
  await server.start();
}
