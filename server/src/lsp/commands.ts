/** `runfilesLens.applyBazelrcFlag`: applies a fix at once, shows the line, and saves that one file where it had no other changes. */
import type { CancellationToken, ExecuteCommandParams } from "vscode-languageserver/node";
import { MessageType, ShowMessageNotification } from "vscode-languageserver/node";
import { baseName } from "../base/path.ts";
import type { Fix } from "../lints/finding.ts";
import type { ApplyBazelrcFlagArguments } from "../protocol.ts";
import { Command, ServerRequest } from "../protocol.ts";
import { asked, rootOf } from "./asking.ts";
import type { ServerContext } from "./context.ts";
import { workspaceEdit } from "./workspaceEdits.ts";
import { obstacleTo } from "./writable.ts";

export const COMMANDS: readonly string[] = [Command.applyBazelrcFlag];

export async function executeCommand(
  context: ServerContext,
  params: ExecuteCommandParams,
  token: CancellationToken,
): Promise<null> {
  const [argument] = (params.arguments ?? []) as readonly unknown[];
  if (params.command !== Command.applyBazelrcFlag || !isApplyArguments(argument)) return null;
  const root = rootOf(context, argument.root);
  if (root === undefined) return null;
  context.evaluator.filesChanged(undefined); // The fix is for the files as they are now.
  const fix = await asked(context, "revealingFix", { lint: argument.lint }, root, token);
  if (fix) await applyFix(context, fix);
  else await show(context, MessageType.Info, "There is nothing left to change.");
  return null;
}

async function applyFix(context: ServerContext, fix: Fix): Promise<void> {
  const { capabilities, connection, documents } = context;
  const obstacle = obstacleTo(fix.edits);
  const edit = workspaceEdit(fix.edits, documents, capabilities);
  if (obstacle !== undefined || !edit) {
    const why = obstacle ?? "The editor cannot create the file.";
    await show(context, MessageType.Error, `${why} Nothing was changed.`);
    return;
  }
  const clean = fix.edits.map((one) => one.path).filter((path) => !hasUnsavedChanges(context, path));
  const { applied, failureReason } = await connection.workspace.applyEdit({ label: fix.title, edit });
  if (!applied) {
    const names = fix.edits.map((one) => baseName(one.path)).join(", ");
    const why = failureReason ? ` (${failureReason})` : "";
    await show(
      context,
      MessageType.Error,
      `The edit of ${names} was not applied${why}, perhaps since the file changed meanwhile. Nothing was changed.`,
    );
    return;
  }
  await reveal(context, fix);
  if (!context.options.customProtocol) return;
  for (const path of clean) await connection.sendRequest(ServerRequest.save, { uri: documents.uriOf(path) });
}

async function reveal({ capabilities, connection, documents }: ServerContext, { reveal }: Fix): Promise<void> {
  if (!reveal || !capabilities.window?.showDocument?.support) return;
  const at = { line: reveal.line, character: 0 };
  await connection.window.showDocument({
    uri: documents.uriOf(reveal.path),
    takeFocus: true,
    selection: { start: at, end: at },
  });
}

function show({ connection }: ServerContext, type: MessageType, message: string): Promise<void> {
  return connection.sendNotification(ShowMessageNotification.type, { type, message });
}

function hasUnsavedChanges({ documents, host }: ServerContext, path: string): boolean {
  const text = documents.textOf(path);
  if (text === undefined) return false;
  const disk = host.disk.readFile(path);
  return disk === "pending" || disk.kind !== "text" || disk.text !== text;
}

function isApplyArguments(value: unknown): value is ApplyBazelrcFlagArguments {
  return (
    typeof value === "object" &&
    value !== null &&
    "root" in value &&
    typeof value.root === "string" &&
    "lint" in value &&
    typeof value.lint === "string"
  );
}
