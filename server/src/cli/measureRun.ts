/** `measure`: puts the experiment together, has it run, and prints its table. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { locateBazel, type Failed } from "../host/bazelCall.ts";
import { measure } from "../host/measurement.ts";
import { findOnPath } from "../bazelTool/executable.ts";
import { userCacheDirectory } from "../host/environment.ts";
import { programOf } from "../host/measuredProgram.ts";
import type { PredictionsByVersion } from "../host/predictionsByVersion.ts";
import { compareMeasurements, comparisonMarkdown, comparisonText } from "../measure/comparison.ts";
import { chosenExperiment } from "../measure/chosenExperiment.ts";
import type { Experiment } from "../measure/experiment.ts";
import { measurementJson, readMeasurement, type Measurement } from "../measure/measurement.ts";
import { planText } from "../measure/planText.ts";
import { isAsPredicted } from "../measure/table.ts";
import { measurementCsv, measurementMarkdown, measurementText } from "../measure/tableText.ts";
import type { CommonOptions } from "./arguments.ts";
import { checkWritable, readTextFile } from "./files.ts";
import type { Format } from "./options.ts";
import type { MeasureCommand } from "./measureArguments.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage.ts";

export interface MeasureContext {
  readonly terminal: Terminal;
  readonly root: string;
  readonly currentDirectory: string;
  readonly programVersion: string;
  /** The bundle of the program that waits beside a measurement. */
  readonly keeper: string | undefined;
  readonly interruption: () => AbortSignal;
  /** `ownVersion`: the one that the workspace is predicted for; null for unknown. */
  readonly predictions: (ownVersion: string | null) => PredictionsByVersion;
  /** The version that predictions go by; null for unknown. */
  readonly bazelVersion: (told: string | null) => Promise<string | null>;
  /** Every `pex_binary` of a build root of Pants. */
  readonly pexAddresses: () => Promise<readonly string[]>;
}

export type MeasureOutcome = { readonly kind: "done"; readonly exitCode: number } | Failed;

export async function runMeasure(
  command: MeasureCommand & CommonOptions,
  context: MeasureContext,
): Promise<MeasureOutcome> {
  const { currentDirectory, interruption, keeper, predictions, programVersion, root, terminal } = context;
  const absolute = (path: string) => resolve(currentDirectory, path);
  if (command.out !== undefined && !command.planOnly) checkWritable(absolute(command.out), command.out);
  const isPants = command.preset === "pants";
  const located = isPants ? undefined : await locateBazel({ root, executable: command.bazelExecutable ?? "bazel" });
  const told = located?.kind === "ok" ? located.value.version : null;
  const version = isPants ? null : await context.bazelVersion(told);
  const experiment = await experimentOf(command, context, version);
  const pants = experiment.tool === "pants" ? await findOnPath(["pants"], searchOf(process)) : undefined;
  const isMissing = experiment.tool === "pants" && pants === undefined;
  if (command.planOnly || isMissing) {
    if (isMissing && !command.planOnly)
      terminal.complain("runfiles-lens: no pants on PATH, so nothing is measured; this is what would be run:");
    terminal.write(planText(experiment));
    return { kind: "done", exitCode: command.planOnly ? 0 : 2 };
  }
  if (located !== undefined && located.kind !== "ok" && experiment.tool === "bazel") return located;
  const executable = located?.kind === "ok" ? located.value.executable : "";
  const predicted = predictions(version);
  const result = await measure({
    root,
    experiment,
    programOf: (variant) => programOf(variant, { executable, version, root }),
    pants: pants ?? null,
    cache: userCacheDirectory(process),
    keeper,
    outputRoot: command.outputRoot === undefined ? null : absolute(command.outputRoot),
    predict: (...question) => predicted.predict(...question),
    programVersion,
    onProgress: terminal.progress,
    log: () => undefined,
    signal: interruption(),
  }).finally(() => predicted.dispose());
  terminal.progress("");
  if (result.kind !== "measurement") return result;
  const { measurement } = result;
  if (command.out !== undefined) writeFileSync(absolute(command.out), measurementJson(measurement));
  terminal.write(formatted(measurement, command.format));
  return { kind: "done", exitCode: exitCodeOf(measurement) };
}

/** `measure --compare`. */
export function runCompare(
  { before, after, format }: { readonly before: string; readonly after: string; readonly format: Format },
  { currentDirectory, terminal }: Pick<MeasureContext, "currentDirectory" | "terminal">,
): number {
  const read = (path: string): Measurement => {
    const found = readMeasurement(textOf(path, currentDirectory));
    if (found.kind === "fault") throw new UsageError(`${path} ${found.message}`);
    return found.measurement;
  };
  const comparison = compareMeasurements(read(before), read(after));
  switch (format) {
    case "json":
      terminal.write(`${JSON.stringify(comparison, undefined, 2)}\n`);
      break;
    case "md":
      terminal.write(comparisonMarkdown(comparison));
      break;
    case "csv":
      throw new UsageError("a comparison is printed as text, md or json");
    default:
      terminal.write(comparisonText(comparison));
  }
  return 0;
}

function textOf(path: string, currentDirectory: string): string {
  try {
    return readTextFile(resolve(currentDirectory, path));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function searchOf({ env, platform }: NodeJS.Process) {
  return { searchPath: env.PATH, platform };
}

async function experimentOf(
  command: MeasureCommand & CommonOptions,
  { currentDirectory, pexAddresses }: MeasureContext,
  bazelVersion: string | null,
): Promise<Experiment> {
  const chosen = chosenExperiment(
    { ...command, run: command.runTarget },
    {
      bazelVersion,
      pexAddresses: command.preset === "pants" ? await pexAddresses() : [],
      readFile: (name) => readTextFile(resolve(currentDirectory, name)),
    },
  );
  if (chosen.kind === "faults") throw new UsageError(chosen.messages.join("\n"));
  return chosen.experiment;
}

function formatted(measurement: Measurement, format: Format): string {
  switch (format) {
    case "json":
      return measurementJson(measurement);
    case "md":
      return measurementMarkdown(measurement);
    case "csv":
      return measurementCsv(measurement);
    default:
      return measurementText(measurement);
  }
}

/** 2 where something could not be measured, 1 where a prediction is not what was counted. */
function exitCodeOf({ counts, failures }: Measurement): number {
  if (failures.length > 0) return 2;
  return counts.some((count) => count.predicted !== null && !isAsPredicted(count)) ? 1 : 0;
}
