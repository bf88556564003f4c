/**
 * File events from the client. They are hints: VS Code reports one event for a directory that appears, moves or goes, and none from under symlinks. So an event for what is or was a directory has everything below
 * it read again, and a save, too, compares what was read with the disk.
 */
import type { FileEvent } from "vscode-languageserver/node";
import { DidChangeWatchedFilesNotification, FileChangeType, WatchKind } from "vscode-languageserver/node";
import { baseName, pathBelow } from "../base/path.ts";
import { BOUNDARY_FILES } from "../bazel/workspace/root.ts";
import { PANTS_CONFIG } from "../pants/pantsRoot.ts";
import { pathOfUri } from "../host/fileUris.ts";
import { dialectOfFileName } from "../syntax/dialect.ts";
import type { ServerContext } from "./context.ts";

/** What changed, as the evaluator wants to know it. */
export interface FileChanges {
  /** Undefined: anything, since a directory is concerned. */
  readonly paths: readonly string[] | undefined;
  /** A workspace may have appeared or gone. */
  readonly boundary: boolean;
}

/** Files of any name appear and disappear in globs; of changes only those matter whose text is read. */
export async function watchFiles({ capabilities, connection }: ServerContext): Promise<void> {
  if (!capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  const texts =
    "{BUILD,BUILD.pants,WORKSPACE,*.bazel,*.bzl,*.scl,*.bzlmod,*bazelrc*,platform_mappings,.bazelignore,.bazelversion,.bazeliskrc}";
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [
      { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
      { globPattern: `**/${texts}`, kind: WatchKind.Change },
    ],
  });
}

/** Undefined where nothing that matters has changed. */
export function relevantChanges(
  { host, workspaces }: ServerContext,
  events: readonly FileEvent[],
): FileChanges | undefined {
  const paths: string[] = [];
  let all = false;
  let boundary = false;
  for (const event of events) {
    const path = pathOfUri(event.uri);
    if (path === undefined || isBazelOutput(workspaces.rootOf(path), path)) continue;
    paths.push(path);
    boundary ||= [...BOUNDARY_FILES, PANTS_CONFIG].includes(baseName(path));
    all ||= event.type === FileChangeType.Created && host.disk.stat(path) === "directory";
    all ||= event.type === FileChangeType.Deleted && mayHaveBeenDirectory(path);
  }
  if (paths.length === 0) return undefined;
  return { paths: all ? undefined : paths, boundary: boundary || all };
}

/** Bazel's convenience links, and what lies behind them, belong to nobody. */
function isBazelOutput(root: string | undefined, path: string): boolean {
  return root !== undefined && pathBelow(root, path)?.startsWith("bazel-") === true;
}

/** What is gone cannot be asked; a name that is some file's, or has an extension, was no directory. */
function mayHaveBeenDirectory(path: string): boolean {
  const name = baseName(path);
  return dialectOfFileName(name) === undefined && !name.slice(1).includes(".");
}
