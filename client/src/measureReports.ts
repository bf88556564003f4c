/** Shows measurements and comparisons, and saves measurements. */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { Server } from "./client.ts";
import { measurePage } from "./measurePage.ts";
import type { MeasuredTable } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";

const scheme = "runfiles-lens-measure";
const comparisonUri = vscode.Uri.from({ scheme, path: "/Runfiles measurements compared.md" });

export class MeasureReports implements vscode.Disposable {
  readonly #server: Server;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #comparison: string | undefined;
  #panel: vscode.WebviewPanel | undefined;
  #measured: MeasuredTable | undefined;

  constructor(server: Server) {
    this.#server = server;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#comparison,
    });
  }

  show(measured: MeasuredTable): void {
    this.#measured = measured;
    const panel = this.#panel ?? this.#createPanel();
    panel.title = `Runfiles Cost: ${measured.experiment}`;
    panel.webview.html = measurePage(measured, randomUUID());
    panel.reveal(vscode.ViewColumn.Active);
  }

  /** Asks in which form and where. */
  async save(): Promise<void> {
    const measured = this.#measured;
    if (measured === undefined) {
      await vscode.window.showInformationMessage("Nothing has been measured in this window yet.");
      return;
    }
    const form = await vscode.window.showQuickPick(forms(measured), {
      title: "Save the Measurement",
      placeHolder: "As what? JSON is what can be compared with another measurement",
    });
    if (form === undefined) return;
    if (form.extension === undefined) {
      await vscode.env.clipboard.writeText(form.text);
      return;
    }
    const file = await vscode.window.showSaveDialog({
      filters: { [form.label]: [form.extension] },
      ...defaultUri(`runfiles-${measured.experiment}.${form.extension}`),
    });
    if (file !== undefined) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(form.text));
  }

  /** Two saved measurements, or a saved one and the one that is shown. */
  async compare(): Promise<void> {
    const before = await openMeasurement("The Measurement Before");
    if (before === undefined) return;
    const shown = this.#measured && { name: "the one that is shown", text: this.#measured.json };
    const after = await afterOf(shown);
    if (after === undefined) return;
    const result = await this.#server.request(Request.compareMeasurements, { before, after });
    if (result.kind === "fault") await vscode.window.showErrorMessage(result.message);
    else await this.#showComparison(result.markdown);
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #createPanel(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      "runfilesLens.measurement",
      "Runfiles Cost",
      vscode.ViewColumn.Active,
      {
        enableScripts: false,
        localResourceRoots: [],
        enableFindWidget: true,
        enableCommandUris: ["runfilesLens.saveMeasurement", "runfilesLens.compareMeasurements"],
      },
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel = panel;
    return panel;
  }

  async #showComparison(text: string): Promise<void> {
    this.#comparison = text;
    this.#changed.fire(comparisonUri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(comparisonUri));
  }
}

interface Form extends vscode.QuickPickItem {
  /** Undefined for the clipboard. */
  readonly extension: string | undefined;
  readonly text: string;
}

function forms({ csv, json, markdown }: MeasuredTable): Form[] {
  return [
    { label: "Markdown", extension: "md", text: markdown },
    { label: "CSV", extension: "csv", text: csv },
    { label: "JSON", extension: "json", text: json },
    { label: "Markdown, into the Clipboard", extension: undefined, text: markdown },
  ];
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

async function afterOf(shown: NamedText | undefined): Promise<NamedText | undefined> {
  if (shown === undefined) return openMeasurement("The Measurement After");
  const file = "From a File…";
  const chosen = await vscode.window.showQuickPick(["The measurement that is shown", file], {
    title: "The Measurement After",
  });
  if (chosen === undefined) return undefined;
  return chosen === file ? openMeasurement("The Measurement After") : shown;
}

async function openMeasurement(title: string): Promise<NamedText | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({ title, openLabel: "Compare", filters: { Measurements: ["json"] } })) ?? [];
  if (file === undefined) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return { name: file.path.slice(file.path.lastIndexOf("/") + 1), text };
}

function defaultUri(name: string): { readonly defaultUri: vscode.Uri } | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) };
}
