/** Reads the manifest that a former build left under `bazel-bin`. It is free, and it may be old: with which flags it was built is not known. */
import { readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { execPathOfTarget, parseManifest } from "./manifest.ts";

export interface BuiltManifest {
  /** Absolute path of the manifest. */
  readonly file: string;
  /** When it was written, in milliseconds since 1970. */
  readonly modified: number;
  /** `execPath` is null for an empty file, and for a link to somewhere outside of the workspace and of Bazel's directories. */
  readonly entries: readonly BuiltEntry[];
}

export interface BuiltEntry {
  readonly path: string;
  readonly kind: "link" | "empty";
  readonly execPath: string | null;
  /** Absolute; null for an empty file. */
  readonly target: string | null;
}

/**
 * The manifest of the executable with this short path (`pkg/name`, or `../repo/pkg/name`), below the convenience symlink `bazel-bin`. Undefined where there is none: never built, built in a configuration
 * other than the last build's, or with another symlink prefix.
 */
export async function readBuiltManifest(
  workspaceRoot: string,
  executableShortPath: string,
  convenienceSymlink = "bazel-bin",
): Promise<BuiltManifest | undefined> {
  const file = join(
    workspaceRoot,
    convenienceSymlink,
    `${executableShortPath.replace(/^\.\.\//, "external/")}.runfiles_manifest`,
  );
  try {
    const [text, { mtimeMs }, real] = await Promise.all([readFile(file, "utf8"), stat(file), realpath(workspaceRoot)]);
    return { file, modified: mtimeMs, entries: entriesOf(text, [workspaceRoot, real]) };
  } catch {
    return undefined;
  }
}

function entriesOf(text: string, workspaceRoots: readonly string[]): readonly BuiltEntry[] {
  return parseManifest(text).map(({ path, target }) => ({
    path,
    kind: target === null ? "empty" : "link",
    execPath: target === null ? null : (execPathOfTarget(target, workspaceRoots) ?? null),
    target,
  }));
}
