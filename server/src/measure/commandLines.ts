/** What is typed for each stage of an experiment: words that never meet a shell. */
import type { Experiment, Goal, Variant } from "./experiment.ts";

/** A Bazel command apart from what the driver adds. */
export interface BazelWords {
  readonly command: "build" | "run" | "test";
  readonly flags: readonly string[];
  /** Behind a double dash. */
  readonly targets: readonly string[];
}

/**
 * `--symlink_prefix=/` leaves the links in the workspace alone, and so what they point to. `runTarget` is what `run` runs, which takes one target. Tests that fail are measured like others.
 */
export function bazelWords(experiment: Experiment, variant: Variant, goal: Goal, runTarget: string | null): BazelWords {
  const command = goal === "package" ? "build" : goal;
  return {
    command,
    flags: [...variant.configs.map((config) => `--config=${config}`), ...variant.flags, "--symlink_prefix=/"],
    targets: command === "run" && runTarget !== null ? [runTarget] : targetsOf(experiment, variant),
  };
}

export function targetsOf({ targets }: Experiment, variant: Variant): readonly string[] {
  return variant.targets ?? targets;
}

/** A free command with its placeholders filled in. */
export function freeWords(
  words: readonly string[],
  experiment: Experiment,
  variant: Variant,
  goal: Goal,
): readonly string[] {
  return words.flatMap((word) =>
    word === "{targets}"
      ? targetsOf(experiment, variant)
      : [word.replaceAll("{goal}", goal).replaceAll("{variant}", variant.name)],
  );
}

/**
 * Pants with caches of its own, so that those of the user stay as they are and a clean step can take them away. Without its daemon, which would outlive the measurement: every goal therefore pays its start.
 */
export function pantsWords(experiment: Experiment, variant: Variant, goal: Goal, directory: string): readonly string[] {
  return [
    "--no-pantsd",
    ...PANTS_DIRECTORIES.map(({ option, name }) => `--${option}=${directory}/${name}`),
    ...variant.startupFlags,
    goal,
    ...variant.flags,
    ...targetsOf(experiment, variant),
  ];
}

/** Global options of Pants that name a directory (pantsbuild/pants, src/python/pants/option/global_options.py). A clean step removes those with `isClean`; downloads stay. */
export const PANTS_DIRECTORIES = [
  { option: "local-store-dir", name: "store", isClean: true },
  { option: "named-caches-dir", name: "caches", isClean: false },
  { option: "pants-workdir", name: "workdir", isClean: true },
  { option: "pants-distdir", name: "dist", isClean: true },
  { option: "pants-subprocessdir", name: "subprocesses", isClean: false },
] as const;
