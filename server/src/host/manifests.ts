/** Bazel's own flattening of targets: the manifests that it would write (from version 6), or has written. */
import { realpath } from "node:fs/promises";
import type { Bazel, BazelResult } from "../bazelTool/bazel.ts";
import { execPathOfTarget } from "../bazelTool/manifest.ts";
import { readManifestBeside } from "../bazelTool/manifestBuild.ts";
import type { PredictedManifest } from "../bazelTool/manifestQuery.ts";
import { queryManifests } from "../bazelTool/manifestQuery.ts";
import { comparable } from "../bazelTool/printedLabel.ts";
import type { ManifestLine } from "../ide/bazelTree.ts";

/** An executable target, by label and exec path of its executable. */
export interface Executable {
  readonly label: string;
  /** Another label for an alias: the actions are those of the actual target. */
  readonly actual: string;
  readonly execPath: string;
}

export type Manifests = ReadonlyMap<string, readonly ManifestLine[]>;

/** The manifests that there are, and why others are not. */
export interface FoundManifests {
  readonly manifests: Manifests;
  readonly failure: ManifestFailure | undefined;
}

export type ManifestFailure = Exclude<BazelResult<never>, { readonly kind: "ok" }>;

/** So often Bazel is asked in vain. */
const TRIES = 7;

/** What Bazel would write, from `aquery`. */
export async function printedManifests(
  bazel: Bazel,
  executables: readonly Executable[],
  signal: AbortSignal | undefined,
): Promise<FoundManifests> {
  const labels = executables.map(({ actual }) => actual);
  const { found, failure } = await queriedInParts(bazel, labels, signal);
  const root = bazel.workspaceRoot;
  const roots = [root, await realpath(root)];
  const lines = new Map<string, readonly ManifestLine[]>();
  for (const executable of executables) {
    const entries = manifestOf(found, executable)?.entries;
    if (!entries) continue;
    const withExecPaths = entries.map(({ path, target }) => ({
      path,
      execPath: target === null ? null : (execPathOfTarget(target, roots) ?? null),
    }));
    lines.set(executable.label, withExecPaths);
  }
  return { manifests: lines, failure };
}

/** Bazel prints nothing where it cannot print one manifest, as one with a symlink that only an action makes (`SourceManifestAction`, seen with 7.7.1). Then it is asked for halves, as long as some are printed. */
async function queriedInParts(
  bazel: Bazel,
  labels: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ readonly found: readonly PredictedManifest[]; readonly failure: ManifestFailure | undefined }> {
  const found: PredictedManifest[] = [];
  const failures: ManifestFailure[] = [];
  const parts = labels.length === 0 ? [] : [labels];
  for (const part of parts) {
    const result = await queryManifests(bazel, part, signal);
    if (result.kind === "ok") {
      found.push(...result.value);
      continue;
    }
    failures.push(result);
    if (result.kind !== "failed" || (found.length === 0 && failures.length === TRIES)) break;
    const middle = Math.ceil(part.length / 2);
    if (part.length > 1) parts.push(part.slice(0, middle), part.slice(middle));
  }
  return { found, failure: failures.at(-1) };
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
