/** `Resolve with Bazel` and `Verify`: the only commands that start a process. One at a time, with progress in the view, cancellable, never in Restricted Mode. */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { BazelFailure } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";
import type { Server } from "./client.ts";
import { setContext } from "./contextKeys.ts";
import type { RunfilesView } from "./runfilesView.ts";
import type { Subject } from "./viewContent.ts";
import { viewId } from "./runfilesView.ts";
import type { VerifyReports } from "./verifyReports.ts";

interface Failed {
  readonly kind: "failed";
  readonly failure: BazelFailure;
  readonly message: string;
}

export class BazelRuns implements vscode.Disposable {
  readonly #server: Server;
  readonly #view: RunfilesView;
  readonly #reports: VerifyReports;
  #running: vscode.CancellationTokenSource | undefined;

  constructor(server: Server, view: RunfilesView, reports: VerifyReports) {
    this.#server = server;
    this.#view = view;
    this.#reports = reports;
  }

  async resolve(subject: Subject): Promise<void> {
    const result = await this.#run("Asking Bazel", subject.target, (workDoneToken, token) =>
      this.#server.request(Request.resolveWithBazel, { ...subject, workDoneToken }, token),
    );
    if (result?.kind === "resolved") this.#view.showResolved(subject, result);
    else if (result !== undefined) await this.#tellFailure(result);
  }

  /** `patterns` as on Bazel's command line; none means the whole workspace. */
  async verify(root: string, patterns: readonly string[]): Promise<void> {
    const result = await this.#run("Verifying with Bazel", patterns.join(" "), (workDoneToken, token) =>
      this.#server.request(Request.verify, { root, patterns, workDoneToken }, token),
    );
    if (result?.kind === "report") await this.#reports.show(root, result.report);
    else if (result !== undefined) await this.#tellFailure(result);
  }

  cancel(): void {
    this.#running?.cancel();
  }

  dispose(): void {
    this.cancel();
  }

  /** Undefined where nothing was run. */
  async #run<T>(
    title: string,
    what: string,
    task: (workDoneToken: string, token: vscode.CancellationToken) => Promise<T>,
  ): Promise<T | Failed | undefined> {
    if (!(await isTrusted())) return undefined;
    if (this.#running !== undefined) {
      void vscode.window.showInformationMessage("Bazel is already at work for this view; cancel that first.");
      return undefined;
    }
    const cancellation = new vscode.CancellationTokenSource();
    this.#running = cancellation;
    await setContext("runfilesLens.bazelRunning", true);
    this.#view.setProgress(`${title}: ${what} …`);
    const workDoneToken = randomUUID();
    const progress = this.#server.onProgress(workDoneToken, (message) => {
      this.#view.setProgress(`${title}: ${message}`);
    });
    try {
      await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
      return await vscode.window.withProgress({ location: { viewId } }, () => task(workDoneToken, cancellation.token));
    } catch (error) {
      if (cancellation.token.isCancellationRequested) return { kind: "failed", failure: "cancelled", message: "" };
      return { kind: "failed", failure: "failed", message: error instanceof Error ? error.message : String(error) };
    } finally {
      progress.dispose();
      cancellation.dispose();
      this.#running = undefined;
      this.#view.setProgress(undefined);
      await setContext("runfilesLens.bazelRunning", false);
    }
  }

  /** The user asked, so the user is told. */
  async #tellFailure({ failure, message }: Failed): Promise<void> {
    switch (failure) {
      case "cancelled":
        return;
      case "untrusted":
        await isTrusted();
        return;
      case "busy":
        await vscode.window.showWarningMessage(message);
        return;
      case "not-found":
        await offer(message, "Open Setting", "workbench.action.openSettings", "runfilesLens.bazel.executable");
        return;
      case "failed":
        await offer(message, "Show Log", "runfilesLens.showLog");
        return;
      default:
        failure satisfies never;
    }
  }
}

async function offer(message: string, title: string, command: string, ...args: readonly string[]): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, title);
  if (chosen !== undefined) await vscode.commands.executeCommand(command, ...args);
}

/** The menus hide what needs trust; a keybinding may still call it. */
async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  const chosen = await vscode.window.showInformationMessage(
    "In Restricted Mode no process is started, so Bazel cannot be asked. Predictions work all the same.",
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
