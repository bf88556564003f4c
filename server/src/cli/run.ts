/** From a command line to text and an exit code: 0 clean, 1 findings or wrong predictions, 2 wrong usage or an internal error. */
import { resolve } from "node:path";
import type { FileSystem } from "../base/fileSystem.ts";
import { normalizePath } from "../base/path.ts";
import { rootOfDirectory } from "../host/bazelRoots.ts";
import { slashed } from "../host/diskFileSystem.ts";
import type { AskOptions, StartEvaluator } from "../host/evaluatorClient.ts";
import { EvaluatorClient, QuestionCancelled } from "../host/evaluatorClient.ts";
import { TraceFile, openTraceFile, tracedEvaluator } from "../host/traceFile.ts";
import { locateBazel } from "../host/bazelCall.ts";
import { resolveWithBazel } from "../host/resolution.ts";
import { verify } from "../host/verification.ts";
import { HOST_LINTS } from "../ide/hostFindings.ts";
import type { Failed } from "../host/bazelCall.ts";
import type { FeatureName, FeatureParams, FeatureResult } from "../ide/features.ts";
import { GapCounter } from "../ide/gaps.ts";
import type { BuildRequest } from "../project.ts";
import type { TreeDocument } from "../project/treeDocument.ts";
import type { Finding, Severity } from "../lints/finding.ts";
import type { LintDescription } from "../settings.ts";
import { readSettings } from "../settings.ts";
import type { CliCommand, CommonOptions, FailOn } from "./arguments.ts";
import { USAGE, parseCommandLine } from "./arguments.ts";
import { checkJson, checkText } from "./checkReport.ts";
import { gapsText } from "./gapsReport.ts";
import { runCompare, runMeasure } from "./measureRun.ts";
import { reportText } from "./report.ts";
import { sarif } from "./sarif.ts";
import type { Terminal } from "./terminal.ts";
import { treeText } from "./treeText.ts";
import { UsageError } from "./usage.ts";
import { verifyText } from "./verifyText.ts";
import { whyJson, whyText } from "./whyText.ts";

export interface CliHost {
  readonly version: string;
  readonly disk: FileSystem;
  readonly lints: readonly LintDescription[];
  readonly startEvaluator: StartEvaluator;
  readonly terminal: Terminal;
  /** Aborted when the user interrupts the program; who asks for it takes the interruption over. */
  readonly interruption: () => AbortSignal;
  readonly currentDirectory: string;
  /** Where answers are kept between runs; undefined: nowhere. */
  readonly cacheDirectory?: string | undefined;
  /** The bundle of the report's page. */
  readonly reportScript: () => string;
  /** Serves an editor over standard input and output until it goes away. */
  readonly serve: (startEvaluator: StartEvaluator) => void;
}

/** The commands that ask about a workspace. */
type WorkspaceCommand = Extract<CliCommand, CommonOptions>;

/** A workspace with an evaluator that answers about it. */
interface Session {
  readonly host: CliHost;
  readonly root: string;
  readonly options: CommonOptions;
  readonly ask: <N extends FeatureName>(
    name: N,
    params: FeatureParams<N>,
    signal?: AbortSignal,
    build?: BuildRequest,
  ) => Promise<FeatureResult<N>>;
  /** Predicts for another Bazel version from here on. */
  readonly assumeVersion: (version: string) => void;
  /** Has files compared with the disk again. */
  readonly suspectFiles: () => void;
}

/** A complaint for the user, not a fault of ours. */
class CliError extends Error {}

/** How long the gaps of one package may take, in milliseconds. */
const PATIENCE_MS = 60_000;

/** Undefined for a server, which lives on. */
export async function runCommandLine(args: readonly string[], host: CliHost): Promise<number | undefined> {
  const command = parseCommandLine(args);
  const { terminal } = host;
  switch (command.kind) {
    case "error":
      terminal.complain(`runfiles-lens: ${command.message}\nTry 'runfiles-lens --help'.`);
      return 2;
    case "help":
      terminal.write(USAGE);
      return 0;
    case "version":
      terminal.write(`runfiles-lens ${host.version}\n`);
      return 0;
    case "lsp":
      return withTrace(command.trace, host, (startEvaluator) => {
        host.serve(startEvaluator);
        return undefined;
      });
    case "compare":
      try {
        return runCompare(command, host);
      } catch (error) {
        terminal.complain(`runfiles-lens: ${error instanceof Error ? error.message : String(error)}`);
        return 2;
      }
    case "check":
    case "tree":
    case "why":
    case "who":
    case "gaps":
    case "measure":
    case "report":
    case "verify":
      return withTrace(command.trace, host, (startEvaluator) => runInWorkspace(command, { ...host, startEvaluator }));
    default:
      return command satisfies never;
  }
}

/** The file stays open for the life of the process. */
function withTrace<T>(
  path: string | undefined,
  { currentDirectory, startEvaluator, terminal }: CliHost,
  run: (startEvaluator: StartEvaluator) => T,
): T | 2 {
  if (path === undefined) return run(startEvaluator);
  const file = openTraceFile(resolve(currentDirectory, path));
  if (file instanceof TraceFile) return run(tracedEvaluator(startEvaluator, file));
  terminal.complain(`runfiles-lens: the trace cannot be written: ${file.message}`);
  return 2;
}

async function runInWorkspace(command: WorkspaceCommand, host: CliHost): Promise<number> {
  const { terminal } = host;
  const evaluator = new EvaluatorClient(host.startEvaluator, (problem) => {
    terminal.complain(`runfiles-lens: ${problem}`);
  });
  const ticker = setInterval(() => {
    const path = evaluator.lastBegun();
    if (path !== undefined) terminal.progress(path);
  }, 100);
  try {
    return await runCommand(command, openSession(command, host, evaluator));
  } catch (error) {
    terminal.progress("");
    const isComplaint = error instanceof CliError || error instanceof UsageError;
    const text = isComplaint ? error.message : error instanceof Error ? error.stack : String(error);
    terminal.complain(`runfiles-lens: ${text ?? ""}`);
    return 2;
  } finally {
    clearInterval(ticker);
    terminal.progress("");
    await evaluator.dispose();
  }
}

function openSession(options: WorkspaceCommand, host: CliHost, evaluator: EvaluatorClient): Session {
  const directory = normalizePath(slashed(resolve(host.currentDirectory, options.workspace ?? ".")));
  const found = rootOfDirectory(host.disk, directory);
  // What there is to know of a checkout that is no workspace is asked for, too.
  const root = found ?? (options.kind === "gaps" ? directory : undefined);
  if (root === undefined) {
    throw new CliError(`${directory} is not in a Bazel workspace (no MODULE.bazel, REPO.bazel or WORKSPACE)`);
  }
  const assumeVersion = (version: string) => {
    const { settings } = readSettings({ bazel: { version } }, host.lints);
    evaluator.configure([{ root, settings, cacheDirectory: options.cache ? host.cacheDirectory : undefined }]);
  };
  assumeVersion(options.bazelVersion);
  const about: AskOptions = { root, build: options.build };
  const ask: Session["ask"] = async (name, params, signal, build = options.build) =>
    (await evaluator.ask(name, params, { ...about, build, ...(signal && { signal }) })).value;
  const suspectFiles = () => {
    evaluator.suspectFiles();
  };
  return { host, root, options, ask, assumeVersion, suspectFiles };
}

async function runCommand(command: WorkspaceCommand, session: Session): Promise<number> {
  switch (command.kind) {
    case "check":
      return runCheck(command, session);
    case "tree":
      return runTree(command, session);
    case "why":
      return runWhy(command, session);
    case "who":
      return runWho(command, session);
    case "gaps":
      return runGaps(command, session);
    case "measure":
      return runMeasurement(command, session);
    case "report":
      return runReport(command, session);
    case "verify":
      return runVerify(command, session);
    default:
      return command satisfies never;
  }
}

async function runCheck(command: Extract<CliCommand, { kind: "check" }>, { ask, host }: Session): Promise<number> {
  const started = performance.now();
  const { patterns, includeManual, format, failOn } = command;
  const data = await ask("check", { patterns, includeManual });
  const durationMs = Math.round(performance.now() - started);
  refuseErrors(data.errors);
  const { terminal } = host;
  terminal.progress("");
  switch (format) {
    case "json":
      terminal.write(json(checkJson(data, durationMs)));
      break;
    case "sarif":
      terminal.write(json(sarif(data, [...host.lints, ...HOST_LINTS], host.version)));
      break;
    case "text":
    case "md":
    case "csv":
    case "html":
      terminal.write(checkText(data, terminal.style));
      break;
    default:
      return format satisfies never;
  }
  return data.findings.some((finding) => isAtLeast(finding, failOn)) ? 1 : 0;
}

async function runTree(command: Extract<CliCommand, { kind: "tree" }>, session: Session): Promise<number> {
  const { terminal } = session.host;
  const { labels, errors } = await session.ask("expand", {
    patterns: command.targets,
    includeManual: true,
  });
  refuseErrors(errors);
  const trees: TreeDocument[] = [];
  for (const label of labels) {
    const predicted = await predictedTree(session, label);
    trees.push(command.source === "bazel" ? await bazelsTree(session, predicted) : predicted);
  }
  terminal.progress("");
  const { style } = terminal;
  if (command.format === "json") terminal.write(json(trees));
  else terminal.write(trees.map((tree) => treeText(tree, { style, all: command.all })).join("\n"));
  return 0;
}

async function runWhy(command: Extract<CliCommand, { kind: "why" }>, { ask, host, root }: Session): Promise<number> {
  const { target, path, format } = command;
  const { labels, errors } = await ask("expand", { patterns: [target], includeManual: true });
  refuseErrors(errors);
  const [label, another] = labels;
  if (label === undefined || another !== undefined) throw new CliError(`'${target}' does not name one target`);
  const chains = await ask("why", { target: label, path });
  const { style, write } = host.terminal;
  write(format === "json" ? json(whyJson(label, path, chains, root)) : whyText(label, path, chains, root, style));
  return chains.length > 0 ? 0 : 1;
}

async function runWho(command: Extract<CliCommand, { kind: "who" }>, { ask, host }: Session): Promise<number> {
  const { path, format } = command;
  const targets = await ask("whoCarries", { path });
  host.terminal.write(format === "json" ? json({ path, targets }) : targets.map((target) => `${target}\n`).join(""));
  return targets.length > 0 ? 0 : 1;
}

async function runGaps(
  { format }: Extract<CliCommand, { kind: "gaps" }>,
  { ask, host, root }: Session,
): Promise<number> {
  const { terminal } = host;
  const started = performance.now();
  const counter = new GapCounter();
  const errors: { readonly package: string; readonly message: string }[] = [];
  for (const path of await ask("packagePaths", null)) {
    try {
      counter.add(path, await ask("packageGaps", { path }, AbortSignal.timeout(PATIENCE_MS)));
    } catch (error) {
      const isLate = error instanceof QuestionCancelled;
      const message = isLate ? `no answer within ${PATIENCE_MS / 1000} s` : String(error).split("\n")[0];
      errors.push({ package: path, message: message ?? "" });
    }
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const report = { workspace: root, totals: counter.totals, seconds, errors, gaps: counter.gaps() };
  terminal.progress("");
  terminal.write(format === "json" ? json(report) : gapsText(report, terminal.style));
  return 0;
}

async function runReport(
  command: Extract<CliCommand, { kind: "report" }>,
  { ask, host: { terminal, reportScript } }: Session,
): Promise<number> {
  const data = await ask("cost", { patterns: command.patterns, includeManual: command.includeManual });
  refuseErrors(data.kind === "none" ? data.errors : []);
  terminal.progress("");
  if (data.kind === "cost") terminal.write(reportText(data.cost, command, reportScript));
  return 0;
}

async function runVerify(command: Extract<CliCommand, { kind: "verify" }>, session: Session): Promise<number> {
  const { ask, host, options, root } = session;
  const { terminal } = host;
  const signal = host.interruption();
  const patterns = command.patterns.length > 0 ? command.patterns : ["//..."];
  const located = await locateBazel({ root, executable: options.bazelExecutable ?? "bazel", signal });
  if (located.kind !== "ok") throw new CliError(located.message);
  if (located.value.version !== null && options.bazelVersion === "") session.assumeVersion(located.value.version);
  const { workspace } = await ask("status", { paths: [] });
  const version = located.value.version ?? workspace.bazelVersion;
  if (version === null) {
    terminal.complain(
      "runfiles-lens: this Bazel does not say its version; --bazel-version tells it. Nothing is complete without.",
    );
  }
  const { labels, errors } = await ask("expand", { patterns, includeManual: command.includeManual });
  // A pattern that only Bazel knows is judged by what Bazel says of it.
  if (labels.length === 0) refuseErrors(errors);
  for (const error of errors) terminal.complain(`runfiles-lens: ${error}`);
  const { labels: knownLabels } = await ask("expand", { patterns, includeManual: true });
  const result = await verify({
    root,
    build: options.build,
    executable: located.value.executable,
    flagsInForce: workspace.flags,
    bazel: located.value,
    toldVersion: version,
    patterns,
    labels,
    knownLabels,
    predict: (target) => ask("prediction", { target }),
    onAnswered: session.suspectFiles,
    buildManifests: command.buildManifests,
    onProgress: terminal.progress,
    log: terminal.progress,
    signal,
  });
  terminal.progress("");
  if (result.kind !== "report") return refuseFailure(result, terminal);
  const { report } = result;
  const { all, format } = command;
  terminal.write(format === "json" ? json(report) : verifyText(report, { style: terminal.style, all }));
  if (report.summary.wrong > 0) return 1;
  return report.whole ? 0 : 2;
}

async function runMeasurement(
  command: Extract<CliCommand, { kind: "measure" }>,
  { ask, assumeVersion, host, options, root }: Session,
): Promise<number> {
  const { currentDirectory, interruption, terminal, version } = host;
  const outcome = await runMeasure(command, {
    terminal,
    root,
    currentDirectory,
    programVersion: version,
    interruption,
    predict: (target, build) => ask("prediction", { target }, undefined, build),
    pexAddresses: () => ask("pexAddresses", null),
    bazelVersion: async (told) => {
      if (told !== null && options.bazelVersion === "") assumeVersion(told);
      return told ?? (await ask("status", { paths: [] })).workspace.bazelVersion;
    },
  });
  return outcome.kind === "done" ? outcome.exitCode : refuseFailure(outcome, terminal);
}

/** 130, as a shell has it, for what the user interrupted. */
function refuseFailure({ failure, message }: Failed, terminal: Terminal): number {
  if (failure === "cancelled") {
    terminal.complain("runfiles-lens: interrupted");
    return 130;
  }
  throw new CliError(`Bazel gave no answer: ${message}`);
}

async function predictedTree({ ask }: Session, label: string): Promise<TreeDocument> {
  const data = await ask("tree", { target: label });
  if (data.kind === "none") throw new CliError(data.message);
  return data.tree;
}

async function bazelsTree({ host, options, root }: Session, predicted: TreeDocument): Promise<TreeDocument> {
  const call = {
    root,
    build: options.build,
    executable: options.bazelExecutable ?? "bazel",
    flagsInForce: predicted.flags,
    log: host.terminal.progress,
    signal: host.interruption(),
  };
  const located = await locateBazel(call);
  if (located.kind !== "ok") throw new CliError(located.message);
  const resolved = await resolveWithBazel(call, located.value.executable, predicted);
  if (resolved.kind !== "ok") throw new CliError(`Bazel gave no answer: ${resolved.message}`);
  return resolved.tree;
}

function refuseErrors(errors: readonly string[]): void {
  if (errors.length > 0) throw new CliError(errors.join("\n"));
}

const SEVERITIES: readonly Severity[] = ["hint", "information", "warning", "error"];

function isAtLeast({ severity }: Finding, failOn: FailOn): boolean {
  return failOn !== "never" && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
