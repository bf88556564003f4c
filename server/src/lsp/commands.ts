/**
 * `runfilesLens.showEdit`: shows what a code action has edited in a file that was not at hand, and saves that file where it had no other changes.
 * The edit itself travels in the action: VS Code forgets the arguments of a command as soon as it has asked for newer actions, even while the menu with the older ones is open.
 */
import type { ExecuteCommandParams } from "vscode-languageserver/node";
import type { ShowEditArguments } from "../protocol.ts";
import { Command, ServerRequest } from "../protocol.ts";
import type { ServerContext } from "./context.ts";

export const COMMANDS: readonly string[] = [Command.showEdit];

export async function executeCommand(context: ServerContext, params: ExecuteCommandParams): Promise<null> {
  const [argument] = (params.arguments ?? []) as readonly unknown[];
  if (params.command !== Command.showEdit || !isShowEditArguments(argument)) return null;
  const { connection, capabilities, options } = context;
  const { uri, line, save } = argument;
  const at = { line, character: 0 };
  if (capabilities.window?.showDocument?.support)
    await connection.window.showDocument({ uri, takeFocus: true, selection: { start: at, end: at } });
  if (save && options.customProtocol) await connection.sendRequest(ServerRequest.save, { uri });
  return null;
}

function isShowEditArguments(value: unknown): value is ShowEditArguments {
  return (
    typeof value === "object" &&
    value !== null &&
    "uri" in value &&
    typeof value.uri === "string" &&
    "line" in value &&
    typeof value.line === "number" &&
    "save" in value &&
    typeof value.save === "boolean"
  );
}
