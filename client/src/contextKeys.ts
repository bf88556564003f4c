/** The context keys that the manifest's `when` clauses read. */
import * as vscode from "vscode";

interface ContextKeys {
  /** The window has to do with Bazel. */
  readonly "runfilesLens.active": boolean;
  /** What the view shows; see `ViewContent`. */
  readonly "runfilesLens.view": string;
  readonly "runfilesLens.pinned": boolean;
  readonly "runfilesLens.filtered": boolean;
  /** The tree is Bazel's own, not the prediction. */
  readonly "runfilesLens.exact": boolean;
  readonly "runfilesLens.bazelRunning": boolean;
}

export async function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): Promise<void> {
  await vscode.commands.executeCommand("setContext", key, value);
}
