/**
 * Asks Bazel for its own answer and holds predictions against it. The judge is the manifest that Bazel would write (from version 6) or has written; only where there is neither, the ingredients flattened by
 * ide/bazelTree.ts.
 */
import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import type { Bazel, BazelResult } from "../bazelTool/bazel.ts";
import { runBazel } from "../bazelTool/bazel.ts";
import { findBazel } from "../bazelTool/executable.ts";
import { execPathOfTarget } from "../bazelTool/manifest.ts";
import { MANIFESTS_ONLY, buildManifests, readManifestBeside } from "../bazelTool/manifestBuild.ts";
import { queryManifests } from "../bazelTool/manifestQuery.ts";
import type { PredictedManifest } from "../bazelTool/manifestQuery.ts";
import type { BazelFile, BazelRunfiles } from "../bazelTool/runfilesFormat.ts";
import { queryRunfiles } from "../bazelTool/runfilesQuery.ts";
import { askVersion } from "../bazelTool/version.ts";
import type { ManifestLine } from "../ide/bazelTree.ts";
import { bazelTree } from "../ide/bazelTree.ts";
import type { BazelAnswer } from "../ide/verify.ts";
import { judge, summarize } from "../ide/verify.ts";
import type { TreeDocument } from "../project/treeDocument.ts";
import type { Judge, TargetVerdict, VerifyReport } from "../ide/verifyReport.ts";
import type { BuildRequest } from "../project.ts";
import type { BazelFailure } from "../protocol.ts";

export interface BazelCall {
  readonly root: string;
  readonly build: BuildRequest;
  /** The setting `bazel.executable`. */
  readonly executable: string;
  /** Flags that the prediction found in force; handed to Bazel where it would not find them itself (`test` and `run`). */
  readonly flagsInForce: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Told what Bazel says on standard error. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface Failed {
  readonly kind: "failed";
  readonly failure: BazelFailure;
  readonly message: string;
}

export interface FoundBazel {
  readonly executable: string;
  /** Null where the binary does not say. */
  readonly version: string | null;
}

export interface Verification extends BazelCall {
  readonly bazel: FoundBazel;
  /** The version to go by where the binary does not say it; null for unknown. */
  readonly toldVersion: string | null;
  /** As given to Bazel. */
  readonly patterns: readonly string[];
  /** What the prediction says the patterns stand for. */
  readonly labels: readonly string[];
  readonly predict: (label: string) => Promise<TreeDocument>;
  /** Build the manifests where Bazel cannot print them. */
  readonly buildManifests: boolean;
  readonly onProgress: (line: string) => void;
}

/** So many manifests are asked for at once: the answer is one text. */
const MANIFESTS_AT_ONCE = 50;

/** Where Bazel is, and which. */
export async function locateBazel(
  call: Pick<BazelCall, "root" | "executable" | "signal">,
): Promise<{ readonly kind: "ok"; readonly value: FoundBazel } | Failed> {
  const found = await findBazel({
    setting: call.executable === "bazel" ? "" : call.executable,
    searchPath: process.env.PATH,
    platform: process.platform,
  });
  if (found.kind !== "ok") return failed(found);
  const version = await askVersion(found.value, call.root, call.signal);
  if (version.kind !== "ok") return failed(version);
  const known = version.value.kind === "known" ? version.value.version : null;
  return { kind: "ok", value: { executable: found.value, version: known } };
}

/** Bazel's tree of one target, from a single `cquery`. */
export async function resolveWithBazel(
  call: BazelCall,
  executable: string,
  predicted: TreeDocument,
): Promise<{ readonly kind: "ok"; readonly tree: TreeDocument } | Failed> {
  const answers: BazelRunfiles[] = [];
  const result = await queryRunfiles(bazelOf(call, executable, []), {
    patterns: [predicted.target],
    onTarget: (target) => answers.push(target),
    signal: call.signal,
  });
  if (result.kind !== "ok") return failed(result);
  const answer = answers.find((one) => one.label === predicted.target) ?? answers[0];
  if (!answer) return { kind: "failed", failure: "failed", message: `Bazel printed nothing for ${predicted.target}.` };
  const workspace = await workspaceDirectory(bazelOf(call, executable, []), call.signal);
  if (workspace.kind !== "ok") return failed(workspace);
  return { kind: "ok", tree: bazelTree(answer, undefined, workspace.value, predicted) };
}

export async function verify(
  request: Verification,
): Promise<{ readonly kind: "report"; readonly report: VerifyReport } | Failed> {
  const version = request.bazel.version ?? request.toldVersion;
  const canPrintManifests = version !== null && Number.parseInt(version, 10) >= 6;
  const builds = request.buildManifests && !canPrintManifests;
  const bazel = bazelOf(request, request.bazel.executable, builds ? [MANIFESTS_ONLY] : []);

  request.onProgress("Bazel: cquery");
  const answers = new Map<string, BazelRunfiles>();
  const share = sharing();
  const queried = await queryRunfiles(bazel, {
    patterns: request.patterns,
    onTarget: (target) => answers.set(target.label, share(target)),
    signal: request.signal,
  });
  if (queried.kind !== "ok") return failed(queried);
  const workspace = await workspaceDirectory(bazel, request.signal);
  if (workspace.kind !== "ok") return failed(workspace);
  if (builds) {
    request.onProgress("Bazel: build");
    const built = await buildManifests(bazel, request.patterns, request.signal);
    if (built.kind !== "ok") return failed(built);
  }

  const targets: TargetVerdict[] = [];
  for (const labels of batches(request.labels, MANIFESTS_AT_ONCE)) {
    const manifests = canPrintManifests
      ? await printedManifests(request, bazel, labels, answers)
      : await builtManifests(builds ? request.root : undefined, labels, answers);
    if (manifests.kind !== "ok") return failed(manifests);
    for (const label of labels) {
      if (request.signal?.aborted) return { kind: "failed", failure: "cancelled", message: "Cancelled." };
      request.onProgress(`${targets.length + 1} of ${request.labels.length}: ${label}`);
      const predicted = await request.predict(label);
      const manifest = manifests.value.get(label);
      const judgeName: Judge = manifest ? (canPrintManifests ? "aquery-manifest" : "built-manifest") : "ingredients";
      const answer = answers.get(label);
      const tree = answer && bazelTree(answer, manifest, workspace.value, predicted);
      targets.push(judge(predicted, answerOf(label, answer, tree, judgeName, queried.value.errors)));
    }
  }
  const { command } = request.build;
  const report = { bazelVersion: version, command, flags: bazel.flags, targets, summary: summarize(targets) };
  return { kind: "report", report };
}

type Manifests = ReadonlyMap<string, readonly ManifestLine[]>;

function answerOf(
  label: string,
  answer: BazelRunfiles | undefined,
  tree: TreeDocument | undefined,
  judgeName: Judge,
  errors: readonly string[],
): BazelAnswer {
  if (answer?.isIncompatible) return { kind: "refused", message: "The target is incompatible with the platform." };
  if (tree) return { kind: "tree", tree, judge: judgeName };
  const error = errors.find((one) => mentions(one, label));
  if (error !== undefined) return { kind: "refused", message: error };
  return { kind: "none", message: "Bazel printed no answer under this label; it is an alias, perhaps." };
}

/** The name of the main repository's directory in runfiles trees: that of the execution root, which no flag of a command changes (and `info` refuses some). */
async function workspaceDirectory(bazel: Bazel, signal: AbortSignal | undefined): Promise<BazelResult<string>> {
  const result = await runBazel({ ...bazel, flags: [] }, { command: "info", args: ["execution_root"], signal });
  return result.kind === "ok" ? { kind: "ok", value: basename(result.value.stdout.trim()) } : result;
}

/** Not `//a:b` in an error of `//a:bc`. */
function mentions(error: string, label: string): boolean {
  const at = error.indexOf(label);
  return at >= 0 && !/^[\w.+=,@~/-]*\w/.test(error.slice(at + label.length));
}

async function printedManifests(
  request: Verification,
  bazel: Bazel,
  labels: readonly string[],
  answers: ReadonlyMap<string, BazelRunfiles>,
): Promise<BazelResult<Manifests>> {
  const answered = labels.filter((label) => answers.get(label)?.executable);
  if (answered.length === 0) return { kind: "ok", value: new Map() };
  request.onProgress("Bazel: aquery");
  const result = await queryManifests(bazel, answered, request.signal);
  if (result.kind !== "ok") return result;
  const roots = [request.root, await realpath(request.root)];
  const lines = new Map<string, readonly ManifestLine[]>();
  for (const label of answered) {
    const manifest = manifestOf(result.value, label, answers.get(label)?.executable ?? undefined);
    if (!manifest) continue;
    lines.set(
      label,
      manifest.entries.map(({ path, target }) => ({
        path,
        execPath: target === null ? null : (execPathOfTarget(target, roots) ?? null),
      })),
    );
  }
  return { kind: "ok", value: lines };
}

/** A label may have actions in several configurations; the executable says which is asked for. */
function manifestOf(
  manifests: readonly PredictedManifest[],
  label: string,
  executable: BazelFile | undefined,
): PredictedManifest | undefined {
  const own = manifests.filter((manifest) => manifest.label === label);
  const directory = executable?.execPath.split("/")[1];
  return own.find((manifest) => manifest.configuration === directory) ?? (own.length === 1 ? own[0] : undefined);
}

/** `root` undefined: nothing was built, and what stands there may be from other flags. */
async function builtManifests(
  root: string | undefined,
  labels: readonly string[],
  answers: ReadonlyMap<string, BazelRunfiles>,
): Promise<BazelResult<Manifests>> {
  const lines = new Map<string, readonly ManifestLine[]>();
  for (const label of labels) {
    const executable = answers.get(label)?.executable;
    if (root === undefined || !executable) continue;
    const manifest = await readManifestBeside(root, executable.execPath);
    if (manifest) lines.set(label, manifest.entries);
  }
  return { kind: "ok", value: lines };
}

/** cquery inherits the rc lines of `build` by itself; those of other commands are handed to it. */
function bazelOf(call: BazelCall, executable: string, further: readonly string[]): Bazel {
  const { build, flagsInForce, log, root } = call;
  const flags = [
    ...(build.command === "build" ? [] : flagsInForce),
    ...build.configs.map((config) => `--config=${config}`),
    ...build.flags,
    ...further,
  ];
  return { executable, workspaceRoot: root, startupFlags: [], flags, log };
}

/** Makes equal files one object: hundreds of targets carry the same thousands of files. */
function sharing(): (target: BazelRunfiles) => BazelRunfiles {
  const known = new Map<string, BazelFile>();
  const shared = (file: BazelFile): BazelFile => {
    const before = known.get(file.execPath);
    if (before) return before;
    known.set(file.execPath, file);
    return file;
  };
  return (target) => ({ ...target, files: target.files.map(shared) });
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function failed(result: Exclude<BazelResult<unknown>, { kind: "ok" }>): Failed {
  switch (result.kind) {
    case "busy":
      return { kind: "failed", failure: "busy", message: result.message };
    case "cancelled":
      return { kind: "failed", failure: "cancelled", message: "Cancelled." };
    case "notFound":
      return { kind: "failed", failure: "not-found", message: result.message };
    case "failed":
      return { kind: "failed", failure: "failed", message: result.message };
    default:
      return result satisfies never;
  }
}
