/** Which command, with which configs, the trees are for: asked of the user, told to the server, and remembered for the workspace. */
import * as vscode from "vscode";
import type { BuildRequest, SelectBuildParams, WorkspaceStatus } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";
import type { Server } from "./client.ts";
import { buildText } from "./statusText.ts";

const storageKey = "builds";

/** What was chosen in earlier sessions, by root. */
export function storedBuilds(storage: vscode.Memento): readonly SelectBuildParams[] {
  return storage.get<readonly SelectBuildParams[]>(storageKey, []);
}

export async function selectBuild(server: Server, storage: vscode.Memento, workspace: WorkspaceStatus): Promise<void> {
  const command = await pickCommand(workspace);
  if (command === undefined) return;
  const build = command === "settings" ? null : await withConfigs(workspace, command);
  if (build === undefined) return;
  const chosen: SelectBuildParams = { root: workspace.rootUri, build };
  await server.request(Request.selectBuild, chosen);
  const others = storedBuilds(storage).filter(({ root }) => root !== workspace.rootUri);
  await storage.update(storageKey, build === null ? others : [...others, chosen]);
}

const commands = {
  build: "Trees as `bazel build` makes them",
  test: "Adds the `test` lines of .bazelrc",
  run: "Adds the `run` lines of .bazelrc",
} as const satisfies Record<BuildRequest["command"], string>;

async function pickCommand({
  build,
  name,
}: WorkspaceStatus): Promise<BuildRequest["command"] | "settings" | undefined> {
  const choices = (Object.keys(commands) as BuildRequest["command"][]).map((command) => ({
    label: command,
    description: command === build.command ? `now: ${buildText(build)}` : "",
    detail: commands[command].replaceAll("`", ""),
    choice: command,
  }));
  const settings = {
    label: "as in the settings",
    description: "",
    detail: "runfilesLens.command, runfilesLens.configs, runfilesLens.flags",
    choice: "settings" as const,
  };
  const chosen = await vscode.window.showQuickPick([...choices, settings], {
    title: `Runfiles of ${name}`,
    placeHolder: "Bazel command that the trees are for",
  });
  return chosen?.choice;
}

/** Undefined where the user gave up. */
async function withConfigs(
  { build, configs }: WorkspaceStatus,
  command: BuildRequest["command"],
): Promise<BuildRequest | undefined> {
  if (configs.length === 0) return { ...build, command, configs: [] };
  const chosen = await vscode.window.showQuickPick(
    configs.map((config) => ({
      label: config,
      description: `--config=${config}`,
      picked: build.configs.includes(config),
    })),
    {
      canPickMany: true,
      title: `bazel ${command}`,
      placeHolder: "Configs of .bazelrc that are in force; none is fine",
    },
  );
  return chosen === undefined ? undefined : { ...build, command, configs: chosen.map(({ label }) => label) };
}
