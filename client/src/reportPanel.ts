/** Shows the workspace report in a webview: asks the server again when something changed while the page is visible, and opens what is clicked. */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { ReportContent, ReportMessage } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";
import type { Server } from "./client.ts";
import { isOvertaken } from "./client.ts";
import { Coalescer } from "./coalescer.ts";
import { showPlace } from "./navigation.ts";
import type { RunfilesView } from "./runfilesView.ts";

const viewType = "runfilesLens.report";

/** Milliseconds between the last change and the question that follows it. */
const refreshDelay = 500;

export class ReportPanel implements vscode.Disposable {
  readonly #server: Server;
  readonly #view: RunfilesView;
  readonly #script: vscode.Uri;
  readonly #refresh = new Coalescer(refreshDelay, () => this.#load());
  readonly #statusListener: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #root = "";
  #content: ReportContent | undefined;
  /** What the answer depended on, as text. */
  #inputs = "";

  constructor(server: Server, view: RunfilesView, extension: vscode.Uri) {
    this.#server = server;
    this.#view = view;
    this.#script = vscode.Uri.joinPath(extension, "dist/report.js");
    this.#statusListener = server.onDidChangeStatus(() => {
      if (this.#panel?.visible && this.#inputs !== this.#server.predictionInputs) this.#refresh.request();
    });
  }

  /** What is shown; undefined while there is nothing. */
  get content(): ReportContent | undefined {
    return this.#panel && this.#content;
  }

  async show(root: string): Promise<void> {
    this.#root = root;
    const panel = this.#panel ?? this.#create();
    panel.reveal();
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: "Runfiles report" }, () =>
      this.#load(),
    );
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#statusListener.dispose();
    this.#refresh.dispose();
  }

  #create(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(viewType, "Runfiles Report", vscode.ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      retainContextWhenHidden: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#script, "..")],
    });
    panel.webview.onDidReceiveMessage((message: ReportMessage) => this.#receive(message));
    panel.onDidChangeViewState(() => {
      if (panel.visible && this.#inputs !== this.#server.predictionInputs) this.#refresh.request();
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#content = undefined;
    });
    panel.webview.html = reportFrame(panel.webview.asWebviewUri(this.#script).toString(), randomUUID());
    this.#panel = panel;
    return panel;
  }

  async #load(): Promise<void> {
    const inputs = this.#server.predictionInputs;
    try {
      const result = await this.#server.request(Request.cost, { root: this.#root });
      if (this.#panel === undefined || result?.kind !== "cost") return;
      this.#inputs = inputs;
      this.#content = result.content;
      this.#panel.title = `Runfiles of ${result.content.name}`;
      await this.#send();
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      this.#refresh.request();
    }
  }

  async #send(): Promise<void> {
    if (this.#content !== undefined) await this.#panel?.webview.postMessage(this.#content);
  }

  async #receive(message: ReportMessage): Promise<void> {
    if (message.kind === "ready") {
      await this.#send();
      return;
    }
    const { cost } = this.#content ?? {};
    if (message.what === "target") {
      const target = cost?.targets[message.index]?.target;
      if (target !== undefined) await this.#view.show({ root: this.#root, target });
      return;
    }
    const place = cost?.contributors[message.index]?.declaredAt;
    if (place) await showPlace(place);
  }
}

/** Only our script runs, and nothing is loaded from anywhere else; the page sets its styles itself. */
function reportFrame(script: string, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
<title>Runfiles Report</title>
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
