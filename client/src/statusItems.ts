/** The language status of Bazel's files: root, Bazel version, command and flags, completeness, and what is wrong with the server. */
import * as vscode from "vscode";
import type { WorkspaceStatus } from "../../server/src/protocol.ts";
import { activeWorkspace } from "./activeWorkspace.ts";
import type { Server } from "./client.ts";
import { documentSelector } from "./client.ts";
import { buildText, completenessText, versionText } from "./statusText.ts";

export class StatusItems implements vscode.Disposable {
  readonly #server: Server;
  readonly #workspace = vscode.languages.createLanguageStatusItem("runfilesLens.workspace", documentSelector);
  readonly #build = vscode.languages.createLanguageStatusItem("runfilesLens.build", documentSelector);
  readonly #completeness = vscode.languages.createLanguageStatusItem("runfilesLens.completeness", documentSelector);
  readonly #disposables: readonly vscode.Disposable[];

  constructor(server: Server) {
    this.#server = server;
    this.#workspace.name = "Runfiles Lens: Bazel Workspace";
    this.#build.name = "Runfiles Lens: Build";
    this.#completeness.name = "Runfiles Lens: Completeness";
    const update = () => {
      this.#update();
    };
    this.#disposables = [
      this.#workspace,
      this.#build,
      this.#completeness,
      server.onDidChangeState(update),
      server.onDidChangeStatus(update),
      vscode.window.onDidChangeActiveTextEditor(update),
    ];
    this.#update();
  }

  /** What the items say, for tests. */
  texts(): readonly string[] {
    return [this.#workspace, this.#build, this.#completeness].map(({ text, detail }) => `${text} | ${detail ?? ""}`);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #update(): void {
    const { state, workspaces } = this.#server;
    const document = vscode.window.activeTextEditor?.document.uri.toString();
    const workspace = activeWorkspace(workspaces, document, undefined);
    if (state.kind === "failed") this.#showFailure(state.message);
    else if (workspace === undefined) this.#showNoWorkspace(state.kind === "starting");
    else this.#showWorkspace(workspace);
  }

  #showFailure(message: string): void {
    this.#workspace.text = "$(error) Runfiles Lens has stopped";
    this.#workspace.detail = message;
    this.#workspace.severity = vscode.LanguageStatusSeverity.Error;
    this.#workspace.command = { title: "Restart", command: "runfilesLens.restartServer" };
    this.#workspace.busy = false;
    clear(this.#build);
    clear(this.#completeness);
  }

  #showNoWorkspace(starting: boolean): void {
    this.#workspace.text = starting ? "Runfiles Lens is starting" : "No Bazel workspace";
    this.#workspace.detail = starting
      ? ""
      : "no MODULE.bazel, REPO.bazel or WORKSPACE in or above the window's folders";
    this.#workspace.severity = vscode.LanguageStatusSeverity.Information;
    this.#workspace.command = undefined;
    this.#workspace.busy = starting;
    clear(this.#build);
    clear(this.#completeness);
  }

  #showWorkspace(status: WorkspaceStatus): void {
    const { problem, bazelVersion, name, bazelVersionSource, busy } = status;
    const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
    this.#workspace.text = problem === null ? versionText(status) : `$(error) ${problem}`;
    this.#workspace.detail = `${name} (${status.root}) · ${bazelVersionSource}`;
    this.#workspace.severity = problem !== null ? Error : bazelVersion === null ? Warning : Information;
    this.#workspace.command =
      problem !== null
        ? { title: "Show Log", command: "runfilesLens.showLog" }
        : { title: "Set Version", command: "workbench.action.openSettings", arguments: ["runfilesLens.bazel.version"] };
    this.#workspace.busy = busy;

    this.#build.text = `bazel ${buildText(status.build)}`;
    this.#build.detail = status.flags.length === 0 ? "no flags that matter for runfiles" : status.flags.join(" ");
    this.#build.command = { title: "Change", command: "runfilesLens.selectBuild", arguments: [status.rootUri] };

    this.#completeness.text = completenessText(status);
    this.#completeness.detail = "targets in the open files";
    this.#completeness.severity = status.partial > 0 ? Warning : Information;
    this.#completeness.command = { title: "Show Tree", command: "runfilesLens.showTree" };
  }
}

function clear(item: vscode.LanguageStatusItem): void {
  item.text = "—";
  item.detail = "";
  item.command = undefined;
  item.severity = vscode.LanguageStatusSeverity.Information;
}
