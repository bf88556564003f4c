/** Puts the extension's parts together and starts the server: in windows that have to do with Bazel. */
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
import type { TestParts } from "./testApi.ts";
import { testParts } from "./testApi.ts";
import { VerifyReports } from "./verifyReports.ts";

export interface Running {
  readonly server: Server;
  readonly parts: TestParts;
}

/** `onParts` is told before the server starts. */
export async function start(context: vscode.ExtensionContext, onParts: (running: Running) => void): Promise<void> {
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
  onParts({ server, parts: testParts(server, view, status, report) });
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
