/**
 * Bazel's runfiles manifest, after `SourceManifestAction.java`: a line is a path in the tree, a space and the absolute path that it links to, or nothing for an empty file. Since Bazel 7.4 a line
 * that begins with a space has `\s`, `\n` and `\b` for space, line feed and backslash in its path, and the latter two in its target.
 */

export interface ManifestEntry {
  readonly path: string;
  /** Absolute; null for an empty file. */
  readonly target: string | null;
}

export function parseManifest(text: string): readonly ManifestEntry[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map(parseLine);
}

function parseLine(line: string): ManifestEntry {
  const isEscaped = line.startsWith(" ");
  const content = isEscaped ? line.slice(1) : line;
  const space = content.indexOf(" ");
  const path = space < 0 ? content : content.slice(0, space);
  const target = space < 0 ? "" : content.slice(space + 1);
  return {
    path: isEscaped ? unescapeText(path) : path,
    target: target === "" ? null : isEscaped ? unescapeText(target) : target,
  };
}

function unescapeText(text: string): string {
  return text.replace(/\\([snb])/g, (_, letter: string) => (letter === "s" ? " " : letter === "n" ? "\n" : "\\"));
}

/**
 * The exec path (relative to the execution root) of what a manifest links to: outputs stand under the execution root, sources under the workspace, sources of other repositories under Bazel's `external`.
 * Undefined for a path that is none of these.
 *
 * `workspaceRoots` are the workspace's absolute path as it was opened and as it really is.
 */
export function execPathOfTarget(target: string, workspaceRoots: readonly string[]): string | undefined {
  const output = /\/execroot\/[^/]+\/(.+)$/.exec(target)?.[1];
  if (output !== undefined) return output;
  // Before the workspace: an output base may lie within it.
  const external = /\/[0-9a-f]{32}\/(external\/.+)$/.exec(target)?.[1];
  if (external !== undefined) return external;
  const root = workspaceRoots.find((candidate) => target.startsWith(`${candidate}/`));
  if (root !== undefined) return target.slice(root.length + 1);
  // An output base with a name of the user's choice.
  return /\/(external\/.+)$/.exec(target)?.[1];
}
