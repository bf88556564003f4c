/** The outcome of an experiment: what `measure --format json` prints, stable, and what it reads again to compare. */
import type { CleanKind, Experiment, Goal, Step, Tool, Variant } from "./experiment.ts";

export const FORMAT = "runfiles-lens-measurement";
const FORMAT_VERSION = 1;

/** One timed run. */
export interface Sample {
  readonly variant: string;
  readonly goal: Goal;
  readonly step: Step;
  /** From 1 on. */
  readonly round: number;
  readonly seconds: number;
  /** `events`: Bazel's own wall time, from its event stream. `wall`: from start to end of the process, its client's start included. */
  readonly clock: "events" | "wall";
  /** Actions that Bazel executed; null where it does not say. */
  readonly actions: number | null;
}

/** What stands in a runfiles directory. */
export interface RunfilesCount {
  readonly links: number;
  /** Files that are no links: empty ones, and copies where links are not made. Without MANIFEST. */
  readonly files: number;
}

/** The runfiles directory of a target, after a goal was reached from a clean state. */
export interface TargetCount {
  readonly variant: string;
  readonly goal: Goal;
  /** Label. */
  readonly target: string;
  readonly counted: RunfilesCount;
  /** Null where the prediction is not complete, or the goal makes links only on demand. */
  readonly predicted: RunfilesCount | null;
}

/** A variant that could not be measured. */
export interface Failure {
  readonly variant: string;
  readonly goal: Goal;
  readonly message: string;
}

export interface Environment {
  /** Null for unknown. */
  readonly bazelVersions: Readonly<Record<string, string | null>>;
  /** `linux 6.1.0 x64` */
  readonly system: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** Of the output bases, as the system calls it; null where it does not say. */
  readonly fileSystem: string | null;
  /** Programs that wanted to run at the begin and at the end, a minute's average; null where the system does not say. Above `cores` the machine was busy with other things. */
  readonly loadBefore: number | null;
  readonly loadAfter: number | null;
}

export interface Measurement {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly programVersion: string;
  /** ISO 8601, UTC. */
  readonly begun: string;
  readonly experiment: string;
  readonly tool: Tool;
  readonly variants: readonly Variant[];
  readonly targets: readonly string[];
  readonly steps: readonly Step[];
  readonly goals: readonly Goal[];
  readonly repeat: number;
  readonly clean: CleanKind;
  /** The source that was changed and put back; null where there was no such step. */
  readonly touched: string | null;
  readonly environment: Environment;
  readonly samples: readonly Sample[];
  readonly counts: readonly TargetCount[];
  readonly failures: readonly Failure[];
  /** Sentences for whoever reads the figures. */
  readonly notes: readonly string[];
}

export type Outcome = Pick<
  Measurement,
  "begun" | "touched" | "environment" | "samples" | "counts" | "failures" | "notes"
>;

export function measurementOf(experiment: Experiment, outcome: Outcome, programVersion: string): Measurement {
  const { name, tool, variants, targets, steps, goals, repeat, clean } = experiment;
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    programVersion,
    begun: outcome.begun,
    experiment: name,
    tool,
    variants,
    targets,
    steps,
    goals,
    repeat,
    clean,
    touched: outcome.touched,
    environment: outcome.environment,
    samples: outcome.samples,
    counts: outcome.counts,
    failures: outcome.failures,
    notes: outcome.notes,
  };
}

export function measurementJson(measurement: Measurement): string {
  return `${JSON.stringify(measurement, undefined, 2)}\n`;
}

export type ReadMeasurement =
  | { readonly kind: "measurement"; readonly measurement: Measurement }
  | { readonly kind: "fault"; readonly message: string };

/** Reads what `measurementJson` wrote. A file of a later version is refused rather than half understood. */
export function readMeasurement(text: string): ReadMeasurement {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { kind: "fault", message: `is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isRecord(data) || data.format !== FORMAT)
    return { kind: "fault", message: "was not written by `measure --format json`" };
  if (data.formatVersion !== FORMAT_VERSION)
    return {
      kind: "fault",
      message: `has format version ${String(data.formatVersion)}; this program reads ${FORMAT_VERSION}`,
    };
  const missing = LISTS.filter((key) => !Array.isArray(data[key]));
  if (missing.length > 0 || !isRecord(data.environment))
    return { kind: "fault", message: `is damaged: ${missing.join(", ") || "environment"} is missing` };
  return { kind: "measurement", measurement: data as unknown as Measurement };
}

const LISTS = ["variants", "targets", "steps", "goals", "samples", "counts", "failures", "notes"];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
