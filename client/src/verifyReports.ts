/** Shows the outcome of `Verify` as a read-only document. */
import * as vscode from "vscode";
import type { VerifyReport } from "../../server/src/protocol.ts";
import { verifyReportText } from "./verifyReportText.ts";

const scheme = "runfiles-lens-report";
const uri = vscode.Uri.from({ scheme, path: "/Runfiles verified with Bazel.md" });

export class VerifyReports implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = "";

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  async show(report: VerifyReport): Promise<void> {
    this.#text = verifyReportText(report);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
