/**
 * Holds predictions against Bazel's own answers. The judge is the manifest that Bazel would write (from version 6) or has written; only where there is neither, the ingredients flattened by ide/bazelTree.ts.
 *
 * One `cquery` asks for all targets; its answers lie on the disk (answers.ts), and targets are judged a batch at a time. What Bazel leaves unanswered, because it refused a target, died or was busy, is told and takes nothing
 * else away.
 */
import type { Bazel, BazelResult } from "../bazelTool/bazel.ts";
import { comparable } from "../bazelTool/printedLabel.ts";
import { Refusals } from "../bazelTool/refusals.ts";
import { MANIFESTS_ONLY, buildManifests } from "../bazelTool/manifestBuild.ts";
import { bearsOptions } from "../bazelTool/runfilesFormat.ts";
import type { BazelRunfiles } from "../bazelTool/runfilesFormat.ts";
import type { RunfilesQuerySummary } from "../bazelTool/runfilesQuery.ts";
import { queryRunfiles, queryRunfilesOf } from "../bazelTool/runfilesQuery.ts";
import type { PredictionData } from "../ide/prediction.ts";
import { judge } from "../ide/verify.ts";
import { summarize } from "../ide/verifySummary.ts";
import type { TargetVerdict, VerifyReason, VerifyReport } from "../ide/verifyReport.ts";
import type { TreeDocument } from "../project/treeDocument.ts";
import { Answers } from "./answers.ts";
import type { BazelAnswers } from "./bazelAnswer.ts";
import { bazelAnswer } from "./bazelAnswer.ts";
import type { BazelCall, Failed, FoundBazel } from "./bazelCall.ts";
import { CANCELLED, bazelOf, failed, workspaceDirectory } from "./bazelCall.ts";
import { withLockFileKept } from "./lockFile.ts";
import type { Executable, FoundManifests, ManifestFailure, Manifests } from "./manifests.ts";
import { builtManifests, printedManifests } from "./manifests.ts";

/** What the prediction says that patterns stand for. */
export interface ExpandedPatterns {
  readonly labels: readonly string[];
  /** The same with `manual` targets. Bazel answers for them in any case; for a target that is not even among these, the prediction overlooked it. */
  readonly knownLabels: readonly string[];
}

export interface Verification extends BazelCall, ExpandedPatterns {
  readonly bazel: FoundBazel;
  /** The version to go by where the binary does not say it; null for unknown. */
  readonly toldVersion: string | null;
  /** As given to Bazel. */
  readonly patterns: readonly string[];
  /** The patterns once more: after `onAnswered`, macros are known that Bazel has just fetched, and what they declare. */
  readonly expandAgain: () => Promise<ExpandedPatterns>;
  readonly predict: (label: string) => Promise<PredictionData>;
  /** Bazel has answered: what it has fetched on the way is on the disk, and predictions are to see it. */
  readonly onAnswered: () => void;
  /** Build the manifests where Bazel cannot print them. */
  readonly buildManifests: boolean;
  readonly onProgress: (line: string) => void;
  /** What the report says beforehand. */
  readonly note?: string | undefined;
}

export type VerificationResult = { readonly kind: "report"; readonly report: VerifyReport } | Failed;

const NO_DIRECTORY = { kind: "ok", value: "" } as const;

/** So many targets are judged at once: their manifests come in one text. */
const BATCH = 50;

export function verify(request: Verification): Promise<VerificationResult> {
  return withLockFileKept(request.root, async () => {
    const answers = new Answers();
    try {
      return await verifyWith(request, answers);
    } finally {
      answers.close();
    }
  });
}

async function verifyWith(request: Verification, answers: Answers): Promise<VerificationResult> {
  const version = request.bazel.version ?? request.toldVersion;
  const source = manifestSource(request, version);
  const bazel = bazelOf(request, request.bazel.executable, source === "built" ? [MANIFESTS_ONLY] : []);

  request.onProgress("Bazel: cquery");
  const queried = await queryAll(bazel, request, !bearsOptions(version, request.flagsInForce), answers);
  if (queried.kind !== "ok") return failed(queried);
  request.onAnswered();
  const expanded = await request.expandAgain();
  // Without a target there are no runfiles to place; and where a WORKSPACE file is in error, `info` kills the server of 7.7.1.
  const isRefused = queried.value.targets === 0;
  const workspace = isRefused ? NO_DIRECTORY : await workspaceDirectory(bazel, request.signal);
  if (workspace.kind !== "ok") return failed(workspace);
  const notes = new Set([...(request.note === undefined ? [] : [request.note]), ...queryNotes(queried.value)]);
  if (source === "built") {
    request.onProgress("Bazel: build");
    const built = await buildManifests(bazel, request.patterns, request.signal);
    if (built.kind === "cancelled") return CANCELLED;
    if (built.kind !== "ok")
      notes.add(`Bazel built no manifests, so its runfiles were flattened here: ${built.message}`);
  }

  const bazelAnswers: BazelAnswers = {
    bazel,
    queried: queried.value,
    refusals: new Refusals(queried.value),
    judge: source === "printed" ? "aquery-manifest" : "built-manifest",
    workspace: workspace.value,
  };
  const targets: TargetVerdict[] = [];
  const wanted = [...new Set([...request.labels, ...expanded.labels])];
  const labels = [...wanted, ...overlooked([...request.knownLabels, ...expanded.knownLabels, ...wanted], answers)];
  for (const batch of batches(labels, BATCH)) {
    const answered = new Map(batch.map((label) => [label, answers.read(label)]));
    const executables = executablesOf(answered);
    const { manifests, failure } = await manifestsOf(source, bazel, executables, request.signal);
    if (request.signal?.aborted) return CANCELLED;
    if (failure) notes.add(flattenedHere(executables, manifests, failure));
    for (const label of batch) {
      const done = targets.length + 1;
      request.onProgress(`${done} of ${labels.length} (${Math.floor((100 * done) / labels.length)} %): ${label}`);
      const { tree, reasons } = predictedTree(label, await request.predict(label), version, request);
      const asked = { label, predicted: tree, printed: answered.get(label), manifest: manifests.get(label) };
      const answer = await bazelAnswer(asked, bazelAnswers, request.signal);
      if (request.signal?.aborted) return CANCELLED;
      targets.push(judge(tree, answer, reasons));
    }
  }
  const { command } = request.build;
  const whole = queried.value.ended === null;
  const report = { bazelVersion: version, command, flags: bazel.flags, whole, notes: [...notes], targets };
  return { kind: "report", report: { ...report, ...summarize(targets) } };
}

/** What Bazel answers for the patterns; where it answers for none because of a package in error, for the targets that the prediction finds below them. */
async function queryAll(
  bazel: Bazel,
  { patterns, labels, signal }: Verification,
  withoutOptions: boolean,
  answers: Answers,
): Promise<BazelResult<RunfilesQuerySummary & { readonly byName: boolean }>> {
  const query = {
    withoutOptions,
    onLine: (line: string, label: string) => {
      answers.add(label, line);
    },
    signal,
  };
  const first = await queryRunfiles(bazel, { ...query, patterns, labels });
  if (first.kind === "ok") return { kind: "ok", value: { ...first.value, byName: false } };
  if (first.kind !== "failed" || first.errors.length === 0 || labels.length === 0) return first;
  const second = await queryRunfilesOf(bazel, labels, query);
  if (second.kind === "failed") return first;
  if (second.kind !== "ok") return second;
  const errors = [...first.errors, ...second.value.errors];
  return { kind: "ok", value: { ...second.value, errors, byName: true } };
}

type ManifestSource = "printed" | "built" | "none";

function manifestSource(request: Verification, version: string | null): ManifestSource {
  if (version !== null && Number.parseInt(version, 10) >= 6) return "printed";
  return request.buildManifests ? "built" : "none";
}

async function manifestsOf(
  source: ManifestSource,
  bazel: Bazel,
  executables: readonly Executable[],
  signal: AbortSignal | undefined,
): Promise<FoundManifests> {
  switch (source) {
    case "printed":
      return printedManifests(bazel, executables, signal);
    case "built":
      return { manifests: await builtManifests(bazel.workspaceRoot, executables), failure: undefined };
    case "none":
      // What stands there may be from other flags.
      return { manifests: new Map(), failure: undefined };
    default:
      return source satisfies never;
  }
}

/** Says for which targets, unless it is for all of them. */
function flattenedHere(executables: readonly Executable[], manifests: Manifests, failure: ManifestFailure): string {
  const missing = executables.filter(({ label }) => !manifests.has(label)).map(({ label }) => label);
  const whose = missing.length === executables.length ? "" : ` for ${missing.join(", ")}`;
  return `Bazel's manifests could not be had${whose}, so its runfiles were flattened here: ${failed(failure).message}`;
}

function executablesOf(answered: ReadonlyMap<string, BazelRunfiles | "unreadable" | undefined>): readonly Executable[] {
  return [...answered].flatMap(([label, answer]) => {
    if (answer === undefined || answer === "unreadable" || !answer.executable || answer.executable.isSource) return [];
    return [{ label, actual: answer.actual ?? label, execPath: answer.executable.execPath }];
  });
}

/** Targets that Bazel has below the patterns and the prediction has not: their trees are wrong, or their package is not wholly known. */
function overlooked(knownLabels: readonly string[], answers: Answers): readonly string[] {
  const known = new Set(knownLabels.map(comparable));
  return answers.labels().filter((label) => !known.has(comparable(label)));
}

/** The prediction as `judge` takes it, also where there is none. */
function predictedTree(
  label: string,
  prediction: PredictionData,
  version: string | null,
  { build }: Verification,
): { readonly tree: TreeDocument; readonly reasons?: readonly VerifyReason[] } {
  if (prediction.kind === "prediction") return prediction;
  // Said of a package that is there, it is an error; otherwise nothing is known of what Bazel has.
  const isDenied = prediction.message.startsWith("no such target");
  const tree: TreeDocument = {
    target: label,
    source: "predicted",
    completeness: isDenied ? "rejected" : "partial",
    bazelVersion: version,
    verifiedAgainst: [],
    command: build.command,
    flags: build.flags,
    hostPlatform: "",
    notExecutable: true,
    links: 0,
    materialisedFiles: 0,
    legacyCopies: 0,
    entries: [],
    collisions: [],
    unknowns: isDenied ? [] : [{ kind: "repository", reason: prediction.message, file: null, line: null }],
    error: isDenied ? prediction.message : null,
  };
  return { tree };
}

function queryNotes({
  byName,
  ended,
  unreadable,
}: RunfilesQuerySummary & { readonly byName: boolean }): readonly string[] {
  return [
    ...(byName
      ? [
          "Bazel gives no answer for a pattern below which a package is in error; it was asked for the targets that are known here, one by one.",
        ]
      : []),
    ...(ended === null ? [] : [`Bazel ended before it had answered for all targets: ${ended}`]),
    ...(unreadable === 0 ? [] : [`Lines of Bazel that could not be read: ${unreadable}.`]),
  ];
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
