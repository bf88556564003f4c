/** Which of the window's Bazel workspaces a command or the status item is about. */
import type { WorkspaceStatus } from "../../server/src/protocol.ts";

/** The innermost workspace that holds the document, else the one whose root is `fallback`, else the first. */
export function activeWorkspace(
  workspaces: readonly WorkspaceStatus[],
  documentUri: string | undefined,
  fallback: string | undefined,
): WorkspaceStatus | undefined {
  const holding = workspaces
    .filter(({ rootUri }) => documentUri?.startsWith(`${rootUri.replace(/\/$/, "")}/`))
    .sort((a, b) => b.rootUri.length - a.rootUri.length);
  return holding[0] ?? workspaces.find(({ rootUri }) => rootUri === fallback) ?? workspaces[0];
}
