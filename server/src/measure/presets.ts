/** Experiments that come with the program. */
import { GOALS, variant, type CleanKind, type Experiment, type Goal, type Step, type Variant } from "./experiment.ts";

export interface PresetOptions {
  /** Flags that make the host's interpreter the one in force, where `HOST_FLAGS` are not it. Empty for the default. */
  readonly hostFlags: readonly string[];
  /** Null for unknown. */
  readonly bazelVersion: string | null;
}

type Defaults = Omit<Experiment, "name" | "variants">;

export const DEFAULTS: Defaults = {
  tool: "bazel",
  targets: ["//..."],
  steps: ["clean", "no-op", "incremental"],
  goals: ["build", "test"],
  repeat: 3,
  clean: "clean",
  touch: null,
  run: null,
};

export function presetExperiment(preset: "legacy" | "links", options: PresetOptions): Experiment {
  return { ...DEFAULTS, name: preset, variants: preset === "legacy" ? legacy(options) : LINKS };
}

/**
 * The interpreter of the host, what the workspace registers, and the same without legacy copies. Toolchains of `--extra_toolchains` come before registered ones, so that the workspace stays as it is.
 */
function legacy({ hostFlags, bazelVersion }: PresetOptions): readonly Variant[] {
  return [
    variant("host", { flags: hostFlags.length > 0 ? hostFlags : hostToolchain(bazelVersion) }),
    variant("hermetic"),
    variant("hermetic, no legacy copies", { flags: ["--nolegacy_external_runfiles"] }),
  ];
}

/**
 * Bazel has a toolchain that looks for `python3` at run time (`tools/python/toolchain.bzl`) until its Python rules moved to rules_python, which has had one of its own since 0.37 (`python/runtime_env_toolchains`).
 */
function hostToolchain(bazelVersion: string | null): readonly string[] {
  const major = Number.parseInt(bazelVersion ?? "", 10);
  const toolchain =
    major < 8
      ? "@bazel_tools//tools/python:autodetecting_toolchain"
      : "@rules_python//python/runtime_env_toolchains:all";
  return [`--extra_toolchains=${toolchain}`];
}

/** The flags that decide whether and how many links are made. */
const LINKS: readonly Variant[] = [
  variant("as it is"),
  variant("--nolegacy_external_runfiles", { flags: ["--nolegacy_external_runfiles"] }),
  variant("--nobuild_runfile_links", { flags: ["--nobuild_runfile_links"] }),
  variant("--noenable_runfiles", { flags: ["--noenable_runfiles"] }),
];

/** One variant for each `pex_binary`, parametrized ones one by one, as `bin@execution_mode=venv,layout=loose`. */
export function pantsExperiment(addresses: readonly string[]): Experiment {
  return {
    ...DEFAULTS,
    name: "pants",
    tool: "pants",
    goals: GOALS.pants,
    targets: [],
    variants: addresses.map((address) => variant(address, { targets: [address] })),
  };
}

/** What a command line says beside a preset; what it leaves out is undefined. */
export interface Adjustments {
  /** Holds for every variant, before its own. */
  readonly build: { readonly configs: readonly string[]; readonly flags: readonly string[] };
  readonly targets: readonly string[] | undefined;
  readonly steps: readonly Step[] | undefined;
  readonly goals: readonly Goal[] | undefined;
  readonly repeat: number | undefined;
  readonly clean: CleanKind | undefined;
  readonly touch: string | undefined;
  readonly run: string | undefined;
}

export function adjusted(experiment: Experiment, adjustments: Adjustments): Experiment {
  const { build, clean, goals, repeat, run, steps, targets, touch } = adjustments;
  return {
    ...experiment,
    targets: targets ?? experiment.targets,
    steps: steps ?? experiment.steps,
    goals: goals ?? experiment.goals,
    repeat: repeat ?? experiment.repeat,
    clean: clean ?? experiment.clean,
    touch: touch ?? experiment.touch,
    run: run ?? experiment.run,
    variants: experiment.variants.map((one) => ({
      ...one,
      configs: [...build.configs, ...one.configs],
      flags: [...build.flags, ...one.flags],
    })),
  };
}
