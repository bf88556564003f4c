/** Shows the outcome of `Verify` as a read-only document, in which targets and places can be clicked. */
import * as vscode from "vscode";
import type { ShowTreeArguments, VerifyReport } from "../../server/src/protocol.ts";
import { Command } from "../../server/src/protocol.ts";
import { reportLinks } from "./verifyReportLinks.ts";
import { verifyReportText } from "./verifyReportText.ts";

const scheme = "runfiles-lens-report";
const uri = vscode.Uri.from({ scheme, path: "/Runfiles verified with Bazel.md" });

export class VerifyReports implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = "";
  /** URI of the workspace that the report is about. */
  #root = "";

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: () => this.#text,
      }),
      vscode.languages.registerDocumentLinkProvider(
        { scheme },
        { provideDocumentLinks: (document) => this.#links(document) },
      ),
    );
  }

  async show(root: string, report: VerifyReport): Promise<void> {
    this.#root = root;
    this.#text = verifyReportText(report);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #links(document: vscode.TextDocument): vscode.DocumentLink[] {
    return reportLinks(document.getText()).map(({ start, end, to }) => {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const link = new vscode.DocumentLink(range, to.kind === "target" ? this.#treeOf(to.label) : this.#placeOf(to));
      link.tooltip = to.kind === "target" ? "Show Runfiles Tree" : "Open";
      return link;
    });
  }

  #treeOf(label: string): vscode.Uri {
    const argument: ShowTreeArguments = { root: this.#root, targets: [label] };
    return vscode.Uri.parse(`command:${Command.showTree}?${encodeURIComponent(JSON.stringify([argument]))}`);
  }

  #placeOf({ file, line }: { readonly file: string; readonly line: number }): vscode.Uri {
    const path = file.startsWith("/") ? vscode.Uri.file(file) : vscode.Uri.joinPath(vscode.Uri.parse(this.#root), file);
    return path.with({ fragment: `L${line}` });
  }
}
