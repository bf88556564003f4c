/** `Resolve with Bazel`, `Verify` and `Measure`: the only commands that start a process. One at a time, with progress, cancellable, never in Restricted Mode. */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { BazelFailure, MeasuredTable, MeasureParams } from "../../server/src/protocol.ts";
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

  /** An experiment takes minutes: its progress is a notification, from which it can be cancelled. Undefined where there is no result. */
  async measure(
    root: string,
    choice: Omit<MeasureParams, "root" | "workDoneToken">,
  ): Promise<MeasuredTable | undefined> {
    const result = await this.#run(
      "Measuring",
      choice.preset,
      (workDoneToken, token) => this.#server.request(Request.measure, { root, ...choice, workDoneToken }, token),
      vscode.ProgressLocation.Notification,
    );
    if (result?.kind === "measured") return result;
    if (result?.kind === "faults") await vscode.window.showErrorMessage(result.messages.join("; "));
    else if (result !== undefined) await this.#tellFailure(result);
    return undefined;
  }

  /** Tells the user why not. */
  mayRun(): Promise<boolean> {
    return isTrusted();
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
    location: vscode.ProgressLocation | undefined = undefined,
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
    try {
      return await this.#withProgress(title, location, cancellation, task);
    } catch (error) {
      if (cancellation.token.isCancellationRequested) return { kind: "failed", failure: "cancelled", message: "" };
      return { kind: "failed", failure: "failed", message: error instanceof Error ? error.message : String(error) };
    } finally {
      cancellation.dispose();
      this.#running = undefined;
      this.#view.setProgress(undefined);
      await setContext("runfilesLens.bazelRunning", false);
    }
  }

  /** In the view, or where `location` says. */
  async #withProgress<T>(
    title: string,
    location: vscode.ProgressLocation | undefined,
    cancellation: vscode.CancellationTokenSource,
    task: (workDoneToken: string, token: vscode.CancellationToken) => Promise<T>,
  ): Promise<T> {
    if (location === undefined) await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
    const options = location === undefined ? { location: { viewId } } : { location, title, cancellable: true };
    return vscode.window.withProgress(options, async (shown, token) => {
      const workDoneToken = randomUUID();
      let reached = 0;
      const listener = this.#server.onProgress(workDoneToken, (message, percentage) => {
        this.#view.setProgress(`${title}: ${message}`);
        shown.report({ message, increment: Math.max(0, percentage - reached) });
        reached = Math.max(reached, percentage);
      });
      token.onCancellationRequested(() => {
        cancellation.cancel();
      });
      try {
        return await task(workDoneToken, cancellation.token);
      } finally {
        listener.dispose();
      }
    });
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
