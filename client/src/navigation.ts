/** Going to places that the server names. */
import * as vscode from "vscode";
import type { TargetLocation } from "../../server/src/protocol.ts";

export async function showLocation({ uri, range: { start } }: TargetLocation): Promise<void> {
  const position = new vscode.Position(start.line, start.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(position, position) });
}

/** A place on this machine's disk, as the server's documents name it. */
export async function showPlace({
  path,
  range,
}: {
  readonly path: string;
  readonly range: TargetLocation["range"];
}): Promise<void> {
  await showLocation({ uri: vscode.Uri.file(path).toString(), range });
}

/** `line` is one-based, as people count. */
export async function showLine({ uri, line }: { readonly uri: string; readonly line: number }): Promise<void> {
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(position, position) });
}

/** Opens any file as VS Code would, images and binaries too. */
export async function openFile(uri: string): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(uri));
}
