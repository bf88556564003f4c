/** From a command line to text and an exit code: 0 clean, 1 findings or wrong predictions, 2 wrong usage or an internal error. */
import { resolve } from "node:path";
import type { StartEvaluator } from "../host/evaluatorClient.ts";
import { PredictionsByVersion } from "../host/predictionsByVersion.ts";
import { EvaluatorClient } from "../host/evaluatorClient.ts";
import { TraceFile, openTraceFile, tracedEvaluator } from "../host/traceFile.ts";
import { HOST_LINTS } from "../ide/hostFindings.ts";
import type { Finding, Severity } from "../lints/finding.ts";
import type { CliCommand, FailOn } from "./arguments.ts";
import { parseCommandLine } from "./arguments.ts";
import { helpText } from "./options.ts";
import { checkJson, checkText } from "./checkReport.ts";
import { runGaps } from "./gapsRun.ts";
import { runCompare, runMeasure } from "./measureRun.ts";
import { reportText } from "./report.ts";
import { sarif } from "./sarif.ts";
import type { CliHost, Session, WorkspaceCommand } from "./session.ts";
import { CliError, json, openSession, refuseErrors, refuseFailure } from "./session.ts";
import { runTree } from "./treeRun.ts";
import { UsageError } from "./usage.ts";
import { runVerify } from "./verifyRun.ts";
import { whyJson, whyText } from "./whyText.ts";

/** Undefined for a server, which lives on. */
export async function runCommandLine(args: readonly string[], host: CliHost): Promise<number | undefined> {
  const command = parseCommandLine(args);
  const { terminal } = host;
  switch (command.kind) {
    case "error":
      terminal.complain(`runfiles-lens: ${command.message}\nTry 'runfiles-lens --help'.`);
      return 2;
    case "help":
      terminal.write(helpText(command.command));
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
  if (targets.length === 0) host.terminal.complain(`runfiles-lens: no runfiles tree of the workspace has ${path}`);
  host.terminal.write(format === "json" ? json({ path, targets }) : targets.map((target) => `${target}\n`).join(""));
  return targets.length > 0 ? 0 : 1;
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

async function runMeasurement(
  command: Extract<CliCommand, { kind: "measure" }>,
  { ask, assumeVersion, configuration, evaluator, host, options, root }: Session,
): Promise<number> {
  const { currentDirectory, interruption, keeper, terminal, version } = host;
  const outcome = await runMeasure(command, {
    terminal,
    root,
    currentDirectory,
    programVersion: version,
    keeper,
    interruption,
    predictions: (version) =>
      new PredictionsByVersion(
        { version, predict: (target, build) => ask("prediction", { target }, undefined, build) },
        { evaluator, configuration },
      ),
    pexAddresses: () => ask("pexAddresses", null),
    bazelVersion: async (told) => {
      if (told !== null && options.bazelVersion === "") assumeVersion(told);
      return told ?? (await ask("status", { paths: [] })).workspace.bazelVersion;
    },
  });
  return outcome.kind === "done" ? outcome.exitCode : refuseFailure(outcome, terminal);
}

const SEVERITIES: readonly Severity[] = ["hint", "information", "warning", "error"];

function isAtLeast({ severity }: Finding, failOn: FailOn): boolean {
  return failOn !== "never" && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn);
}
