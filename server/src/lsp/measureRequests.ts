/** Experiments for an editor: the plan, the measurement, and two of them compared. */
import { readFileSync } from "node:fs";
import type { CancellationToken } from "vscode-languageserver/node";
import { findOnPath } from "../bazelTool/executable.ts";
import { locateBazel, type Failed } from "../host/bazelCall.ts";
import { userCacheDirectory } from "../host/environment.ts";
import { programOf } from "../host/measuredProgram.ts";
import type { ProjectConfiguration } from "../host/evaluatorMessages.ts";
import { measure } from "../host/measurement.ts";
import { PredictionsByVersion } from "../host/predictionsByVersion.ts";
import { compareMeasurements, comparisonMarkdown } from "../measure/comparison.ts";
import { chosenExperiment, type ChosenExperiment } from "../measure/chosenExperiment.ts";
import { GOALS } from "../measure/experiment.ts";
import { measurementJson, readMeasurement, type Measurement } from "../measure/measurement.ts";
import { planSize, planText } from "../measure/planText.ts";
import { tableOf } from "../measure/table.ts";
import { measurementCsv, measurementMarkdown, remarks } from "../measure/tableText.ts";
import type { BuildRequest } from "../project.ts";
import type {
  CompareMeasurementsParams,
  CompareMeasurementsResult,
  MeasuredTable,
  MeasureParams,
  MeasurePlanResult,
  MeasureResult,
} from "../protocol.ts";
import { Request } from "../protocol.ts";
import { asked, rootOf } from "./asking.ts";
import type { ServerContext } from "./context.ts";
import { handle } from "./customRequests.ts";
import { withProgress } from "./progress.ts";

const NO_WORKSPACE = { kind: "faults", messages: ["This is no Bazel workspace."] } as const;

/** Those that start no process. */
export function registerMeasureRequests(context: ServerContext): void {
  const { connection } = context;
  handle(connection, Request.measurePlan, (params: MeasureParams, token) => measurePlan(context, params, token));
  handle(connection, Request.compareMeasurements, compare);
}

async function measurePlan(
  context: ServerContext,
  params: MeasureParams,
  token: CancellationToken,
): Promise<MeasurePlanResult> {
  const root = rootOf(context, params.root);
  if (root === undefined) return NO_WORKSPACE;
  const chosen = await experimentOf(context, root, params, null, token);
  if (chosen.kind === "faults") return chosen;
  const { experiment } = chosen;
  const { goals, repeat, steps, targets, tool } = experiment;
  return {
    kind: "plan",
    text: planText(experiment),
    ...planSize(experiment),
    targets,
    goals,
    steps,
    repeat,
    allGoals: GOALS[tool],
  };
}

export async function measureVariants(
  context: ServerContext,
  params: MeasureParams,
  token: CancellationToken,
): Promise<MeasureResult> {
  const root = rootOf(context, params.root);
  if (root === undefined) return NO_WORKSPACE;
  return withProgress(context, params, token, "Measuring", async (progress, signal): Promise<MeasureResult> => {
    const isPants = params.preset === "pants";
    const { bazelExecutable } = context.workspaces.settingsOf(root);
    const bazel = isPants ? undefined : await locateBazel({ root, executable: bazelExecutable, signal });
    const told = bazel?.kind === "ok" ? bazel.value.version : null;
    const chosen = await experimentOf(context, root, params, told, token);
    if (chosen.kind === "faults") return chosen;
    if (bazel !== undefined && bazel.kind !== "ok") return bazel;
    const pants = isPants
      ? await findOnPath(["pants"], { searchPath: process.env.PATH, platform: process.platform })
      : undefined;
    if (isPants && pants === undefined) return NO_PANTS;
    const executable = bazel?.kind === "ok" ? bazel.value.executable : "";
    const version = told ?? (await versionOf(context, root, buildOf(context, root, params), token));
    const predictions = new PredictionsByVersion(
      { version, predict: (target, build) => asked(context, "prediction", { target }, root, token, build) },
      { evaluator: context.evaluator, configuration: (other) => configurationFor(context, root, other) },
    );
    const result = await measure({
      root,
      experiment: chosen.experiment,
      programOf: (variant) => programOf(variant, { executable, version, root }),
      pants: pants ?? null,
      cache: userCacheDirectory(process),
      keeper: context.host.keeper,
      outputRoot: null,
      predict: (...question) => predictions.predict(...question),
      programVersion: context.host.version,
      onProgress: (line, share) => {
        progress.report(Math.round(share * 100), line);
      },
      log: (line) => {
        context.connection.console.info(line);
      },
      signal,
    }).finally(() => predictions.dispose());
    return result.kind === "measurement" ? { kind: "measured", ...measuredTable(result.measurement) } : result;
  });
}

function configurationFor({ workspaces }: ServerContext, root: string, bazelVersion: string): ProjectConfiguration {
  return { root, settings: { ...workspaces.settingsOf(root), bazelVersion } };
}

const NO_PANTS: Failed = { kind: "failed", failure: "not-found", message: "There is no pants on PATH." };

function measuredTable(measurement: Measurement): MeasuredTable {
  const table = tableOf(measurement);
  return {
    experiment: measurement.experiment,
    begun: measurement.begun,
    table,
    remarks: remarks(measurement, table),
    json: measurementJson(measurement),
    markdown: measurementMarkdown(measurement),
    csv: measurementCsv(measurement),
  };
}

async function experimentOf(
  context: ServerContext,
  root: string,
  params: MeasureParams,
  toldVersion: string | null,
  token: CancellationToken,
): Promise<ChosenExperiment> {
  const { goals, patterns, preset, repeat, steps } = params;
  const build = buildOf(context, root, params);
  return chosenExperiment(
    {
      preset,
      patterns,
      build,
      hostFlags: [],
      goals,
      steps,
      repeat,
      clean: undefined,
      touch: undefined,
      run: undefined,
    },
    {
      bazelVersion: toldVersion ?? (preset === "pants" ? null : await versionOf(context, root, build, token)),
      pexAddresses: preset === "pants" ? await asked(context, "pexAddresses", null, root, token, build) : [],
      readFile: (name) => readFileSync(name, "utf8"),
    },
  );
}

function buildOf({ workspaces }: ServerContext, root: string, { build }: MeasureParams): BuildRequest {
  return build ?? workspaces.buildOf(root);
}

/** The one that predictions go by. */
async function versionOf(
  context: ServerContext,
  root: string,
  build: BuildRequest,
  token: CancellationToken,
): Promise<string | null> {
  return (await asked(context, "status", { paths: [] }, root, token, build)).workspace.bazelVersion;
}

function compare({ before, after }: CompareMeasurementsParams): CompareMeasurementsResult {
  const [a, b] = [readMeasurement(before.text), readMeasurement(after.text)];
  if (a.kind === "fault") return { kind: "fault", message: `${before.name} ${a.message}` };
  if (b.kind === "fault") return { kind: "fault", message: `${after.name} ${b.message}` };
  const markdown = comparisonMarkdown(compareMeasurements(a.measurement, b.measurement));
  return { kind: "comparison", markdown: `# ${before.name} → ${after.name}\n\n${markdown}` };
}
