/** What `measure` is asked for. */
import { GOALS, STEPS, type CleanKind, type Goal, type Step } from "../measure/experiment.ts";
import { UsageError, oneOf } from "./usage.ts";

export interface MeasureCommand {
  readonly kind: "measure";
  readonly patterns: readonly string[];
  /** `legacy`, `links`, `pants`, or the path of a file that describes an experiment. */
  readonly preset: string;
  /** What is not given is as the preset has it. */
  readonly repeat: number | undefined;
  readonly steps: readonly Step[] | undefined;
  readonly goals: readonly Goal[] | undefined;
  readonly clean: CleanKind | undefined;
  readonly touch: string | undefined;
  readonly runTarget: string | undefined;
  readonly hostFlags: readonly string[];
  readonly out: string | undefined;
  readonly outputRoot: string | undefined;
  /** Print what would be done, and do nothing. */
  readonly planOnly: boolean;
}

interface Values {
  readonly preset?: string | undefined;
  readonly repeat?: string | undefined;
  readonly steps?: string | undefined;
  readonly goals?: string | undefined;
  readonly clean?: string | undefined;
  readonly touch?: string | undefined;
  readonly "run-target"?: string | undefined;
  readonly "host-flag"?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly "output-root"?: string | undefined;
  readonly plan?: boolean | undefined;
}

export function measureCommand(values: Values, patterns: readonly string[]): MeasureCommand {
  const allGoals = [...new Set([...GOALS.bazel, ...GOALS.pants])];
  return {
    kind: "measure",
    patterns,
    preset: presetOf(values.preset ?? "links"),
    repeat: values.repeat === undefined ? undefined : wholeNumber("--repeat", values.repeat),
    steps: listOf("--steps", values.steps, STEPS),
    goals: listOf("--goals", values.goals, allGoals),
    clean: values.clean === undefined ? undefined : oneOf<CleanKind>("--clean", values.clean, ["clean", "expunge"]),
    touch: values.touch,
    runTarget: values["run-target"],
    hostFlags: values["host-flag"] ?? [],
    out: values.out,
    outputRoot: values["output-root"],
    planOnly: values.plan ?? false,
  };
}

function presetOf(value: string): string {
  if (/\.(toml|json)$/i.test(value) || ["legacy", "links", "pants"].includes(value)) return value;
  throw new UsageError(`--preset is legacy, links, pants or a .toml or .json file, not '${value}'`);
}

function wholeNumber(option: string, value: string): number {
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new UsageError(`${option} is a whole number from 1 on, not '${value}'`);
}

/** In the order of the choices, each once. */
function listOf<T extends string>(
  option: string,
  value: string | undefined,
  choices: readonly T[],
): readonly T[] | undefined {
  if (value === undefined) return undefined;
  const given = value.split(",").map((word) => oneOf(option, word.trim(), choices));
  return choices.filter((choice) => given.includes(choice));
}
