/** Bazel's own flattening of targets: the manifests that it would write (from version 6), or has written. */
import { realpath } from "node:fs/promises";
import type { Bazel, BazelResult } from "../bazelTool/bazel.ts";
import { execPathOfTarget } from "../bazelTool/manifest.ts";
import { readManifestBeside } from "../bazelTool/manifestBuild.ts";
import type { PredictedManifest } from "../bazelTool/manifestQuery.ts";
import { queryManifests } from "../bazelTool/manifestQuery.ts";
import { comparable } from "./answers.ts";
import type { ManifestLine } from "../ide/bazelTree.ts";

/** An executable target, by label and exec path of its executable. */
export interface Executable {
  readonly label: string;
  /** Another label for an alias: the actions are those of the actual target. */
  readonly actual: string;
  readonly execPath: string;
}

export type Manifests = ReadonlyMap<string, readonly ManifestLine[]>;

/** What Bazel would write, from one `aquery`. */
export async function printedManifests(
  bazel: Bazel,
  executables: readonly Executable[],
  signal: AbortSignal | undefined,
): Promise<BazelResult<Manifests>> {
  if (executables.length === 0) return { kind: "ok", value: new Map() };
  const labels = executables.map(({ actual }) => actual);
  const result = await queryManifests(bazel, labels, signal);
  if (result.kind !== "ok") return result;
  const root = bazel.workspaceRoot;
  const roots = [root, await realpath(root)];
  const lines = new Map<string, readonly ManifestLine[]>();
  for (const executable of executables) {
    const entries = manifestOf(result.value, executable)?.entries;
    if (!entries) continue;
    const withExecPaths = entries.map(({ path, target }) => ({
      path,
      execPath: target === null ? null : (execPathOfTarget(target, roots) ?? null),
    }));
    lines.set(executable.label, withExecPaths);
  }
  return { kind: "ok", value: lines };
}

/** What a build has just written. */
export async function builtManifests(root: string, executables: readonly Executable[]): Promise<Manifests> {
  const lines = new Map<string, readonly ManifestLine[]>();
  for (const { label, execPath } of executables) {
    const manifest = await readManifestBeside(root, execPath);
    if (manifest) lines.set(label, manifest.entries);
  }
  return lines;
}

/** A label may have actions in several configurations; the executable says which is asked for. */
function manifestOf(
  manifests: readonly PredictedManifest[],
  { actual, execPath }: Executable,
): PredictedManifest | undefined {
  const own = manifests.filter((manifest) => comparable(manifest.label) === comparable(actual));
  const directory = execPath.split("/")[1];
  return own.find((manifest) => manifest.configuration === directory) ?? (own.length === 1 ? own[0] : undefined);
}
