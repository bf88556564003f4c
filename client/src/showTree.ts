/** `Show Runfiles Tree`, from wherever it is asked: a lens, the cursor, a BUILD file in the explorer, or nowhere in particular. */
import * as vscode from "vscode";
import type { ShowTreeArguments } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";
import { activeWorkspace } from "./activeWorkspace.ts";
import { isBuildFile, packagePattern } from "./bazelFiles.ts";
import type { Server } from "./client.ts";
import type { RunfilesView } from "./runfilesView.ts";
import type { Subject } from "./viewContent.ts";
import { pickFromWorkspace, pickTarget } from "./targetPicker.ts";

export async function showTree(server: Server, view: RunfilesView, argument: unknown): Promise<void> {
  const subject = isShowTreeArguments(argument) ? await ofLens(server, argument) : await ofCursor(server);
  if (subject !== undefined) await view.show(subject);
}

/** From the explorer: the targets of the package whose BUILD file was clicked. */
export async function showTreeOfPackage(server: Server, view: RunfilesView, argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const subject = uri === undefined ? await pickFromWorkspace(server) : await ofBuildFile(server, uri);
  if (subject !== undefined) await view.show(subject);
}

/** Lets the user choose among all targets, whatever the cursor stands in. */
export async function selectTarget(server: Server, view: RunfilesView): Promise<void> {
  const subject = await pickFromWorkspace(server);
  if (subject !== undefined) await view.show(subject);
}

async function ofLens(server: Server, { root, targets }: ShowTreeArguments): Promise<Subject | undefined> {
  const [only, ...others] = targets;
  if (only === undefined) return pickFromWorkspace(server);
  if (others.length === 0) return { root, target: only };
  const wanted = new Set(targets);
  const summaries = server.request(Request.targets, { root }).then((result) => {
    return result === null ? null : { root, targets: result.targets.filter(({ label }) => wanted.has(label)) };
  });
  return pickTarget("Show Runfiles Tree", summaries);
}

/** The target that the cursor stands in; a picker where it names none or several. */
async function ofCursor(server: Server): Promise<Subject | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isBuildFile(editor.document.uri.path)) return pickFromWorkspace(server);
  const { line, character } = editor.selection.active;
  const textDocument = { uri: editor.document.uri.toString() };
  const found = await server.request(Request.targetsAt, { textDocument, position: { line, character } });
  const [only, ...others] = found?.targets ?? [];
  if (found === null || only === undefined) return ofBuildFile(server, editor.document.uri);
  return others.length === 0
    ? { root: found.root, target: only.label }
    : pickTarget("Show Runfiles Tree", Promise.resolve(found));
}

async function ofBuildFile(server: Server, uri: vscode.Uri): Promise<Subject | undefined> {
  const workspace = activeWorkspace(server.workspaces, uri.toString(), undefined);
  if (workspace === undefined) return pickFromWorkspace(server);
  const pattern = packagePattern(vscode.Uri.parse(workspace.rootUri).path, uri.path);
  if (pattern === undefined) return pickFromWorkspace(server);
  return pickTarget(
    `Show Runfiles Tree: ${pattern}`,
    server.request(Request.targets, { root: workspace.rootUri, pattern }),
  );
}

function isShowTreeArguments(value: unknown): value is ShowTreeArguments {
  return (
    typeof value === "object" && value !== null && "root" in value && "targets" in value && Array.isArray(value.targets)
  );
}
