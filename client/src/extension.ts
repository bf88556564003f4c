/** The extension's entry. In a window that has nothing to do with Bazel it waits for a Bazel file to be opened, and does nothing else. */
import * as vscode from "vscode";
import type { Running } from "./start.ts";
import type { TestApi } from "./testApi.ts";
import { isBazelDocument, isBazelWindow } from "./workspaceRoot.ts";

let isStarted = false;
let running: Running | undefined;

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
  if (isStarted || !(await isBazelWindow())) return;
  // Another look may have started it meanwhile.
  if (isStarted as boolean) return;
  isStarted = true;
  // Evaluated here and not before, since most windows have nothing to do with Bazel.
  const { start } = await import("./start.ts");
  await start(context, (parts) => {
    running = parts;
  });
}
