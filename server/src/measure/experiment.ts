/**
 * What an experiment is: variants of a build (rows of its table), and what is done with each of them (columns): goals, each in a state that a step really brings about. Plain data, independent of the tool that is
 * measured.
 */

/** The state in which a goal is reached: nothing is built, everything is, or everything but what one changed source leads to. */
export type Step = "clean" | "no-op" | "incremental";
export const STEPS: readonly Step[] = ["clean", "no-op", "incremental"];

/** Commands of the tool: `package` is Pants' word. */
export type Goal = "build" | "package" | "run" | "test";

export type Tool = "bazel" | "pants";
/** The goals of a tool, in the order of their columns. */
export const GOALS: Readonly<Record<Tool, readonly Goal[]>> = {
  bazel: ["build", "run", "test"],
  pants: ["package", "run", "test"],
};

/** `clean` removes outputs and keeps the analysis; `expunge` stops the server, too, and takes everything away, fetched repositories as well. */
export type CleanKind = "clean" | "expunge";

/** One way to build the same targets. */
export interface Variant {
  /** Unique in its experiment. */
  readonly name: string;
  /** Names of `--config` groups. */
  readonly configs: readonly string[];
  /** Flags behind the command. */
  readonly flags: readonly string[];
  /** Flags before the command. */
  readonly startupFlags: readonly string[];
  /** Another program than the experiment's, by name or absolute path; or a version, which the program (Bazelisk) is told. Null for neither. */
  readonly bazel: string | null;
  /** Target patterns of its own, in place of the experiment's: each variant of a `pex_binary` is a target. */
  readonly targets: readonly string[] | null;
  /** A command line of one's own, measured in place of Bazel's. */
  readonly command: FreeCommand | null;
}

/** Words of a command line, never met by a shell. `{goal}` and `{variant}` stand for their names, a word `{targets}` for the target patterns. */
export interface FreeCommand {
  readonly words: readonly string[];
  /** What brings the step `clean` about. */
  readonly clean: readonly string[] | null;
}

export interface Experiment {
  /** `legacy`, `links`, `custom`, `pants`. */
  readonly name: string;
  readonly tool: Tool;
  readonly variants: readonly Variant[];
  readonly targets: readonly string[];
  readonly steps: readonly Step[];
  readonly goals: readonly Goal[];
  /** How often each cell of the table is measured, warm-up not counted. */
  readonly repeat: number;
  readonly clean: CleanKind;
  /** The source that `incremental` changes, relative to the workspace; null: one is chosen from the runfiles of the first target. */
  readonly touch: string | null;
  /** What `run` runs; null: the first executable target. */
  readonly run: string | null;
}

/** A variant that changes nothing. */
export function variant(name: string, differences: Partial<Omit<Variant, "name">> = {}): Variant {
  return {
    name,
    configs: [],
    flags: [],
    startupFlags: [],
    bazel: null,
    targets: null,
    command: null,
    ...differences,
  };
}

/** What is wrong with an experiment, in words for its author; empty where it can be run. */
export function experimentFaults(experiment: Experiment): readonly string[] {
  const { variants, tool, goals, steps, repeat } = experiment;
  const names = variants.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const foreign = goals.filter((goal) => !GOALS[tool].includes(goal));
  const unclean = steps.includes("clean")
    ? variants.filter(({ command }) => command !== null && command.clean === null)
    : [];
  return [
    ...(variants.length === 0 ? ["there is no variant"] : []),
    ...(steps.length === 0 ? ["there is no step"] : []),
    ...(goals.length === 0 ? ["there is no goal"] : []),
    ...[...new Set(twice)].map((name) => `two variants are called '${name}'`),
    ...foreign.map((goal) => `'${goal}' is no goal of ${tool}, which has ${GOALS[tool].join(", ")}`),
    ...unclean.map(({ name }) => `the command of '${name}' needs a clean command, or the step 'clean' must go`),
    ...(Number.isSafeInteger(repeat) && repeat >= 1 ? [] : ["repeat is a whole number from 1 on"]),
  ];
}
