/** From what somebody chose, on a command line or in an editor, to an experiment that can be run. */
import type { CleanKind, Experiment, Goal, Step } from "./experiment.ts";
import { experimentFaults } from "./experiment.ts";
import { readExperimentFile } from "./experimentFile.ts";
import { adjusted, pantsExperiment, presetExperiment } from "./presets.ts";

export interface ExperimentChoice {
  /** `legacy`, `links`, `pants`, or the name of a file that describes an experiment. */
  readonly preset: string;
  /** Bazel's target patterns, addresses of Pants; empty for those of the preset. */
  readonly patterns: readonly string[];
  readonly build: { readonly configs: readonly string[]; readonly flags: readonly string[] };
  /** For `legacy`: what puts the host's interpreter into force. */
  readonly hostFlags: readonly string[];
  /** What is undefined is as the preset has it. */
  readonly goals: readonly Goal[] | undefined;
  readonly steps: readonly Step[] | undefined;
  readonly repeat: number | undefined;
  readonly clean: CleanKind | undefined;
  readonly touch: string | undefined;
  readonly run: string | undefined;
}

export interface ExperimentSources {
  /** Null for unknown. */
  readonly bazelVersion: string | null;
  /** Every `pex_binary` of a build root of Pants. */
  readonly pexAddresses: readonly string[];
  /** The text of the file that the preset names; throws where it cannot be read. */
  readonly readFile: (name: string) => string;
}

export type ChosenExperiment =
  | { readonly kind: "experiment"; readonly experiment: Experiment }
  /** What is wrong with the choice, in words for who made it. */
  | { readonly kind: "faults"; readonly messages: readonly string[] };

export function chosenExperiment(choice: ExperimentChoice, sources: ExperimentSources): ChosenExperiment {
  const base = baseOf(choice, sources);
  if (base.kind === "faults") return base;
  const { build, clean, goals, patterns, preset, repeat, run, steps, touch } = choice;
  const targets = patterns.length > 0 && preset !== "pants" ? patterns : undefined;
  const experiment = adjusted(base.experiment, { build, targets, run, clean, goals, repeat, steps, touch });
  const messages = experimentFaults(experiment);
  return messages.length > 0 ? { kind: "faults", messages } : { kind: "experiment", experiment };
}

function baseOf(
  { hostFlags, patterns, preset }: ExperimentChoice,
  { bazelVersion, pexAddresses, readFile }: ExperimentSources,
): ChosenExperiment {
  switch (preset) {
    case "legacy":
    case "links":
      return { kind: "experiment", experiment: presetExperiment(preset, { hostFlags, bazelVersion }) };
    case "pants":
      return pantsChoice(pexAddresses, patterns);
    default:
      return experimentInFile(preset, readFile);
  }
}

/** An address stands for all its parametrizations. */
function pantsChoice(addresses: readonly string[], patterns: readonly string[]): ChosenExperiment {
  if (addresses.length === 0) return fault("there is no pex_binary in BUILD files of Pants here");
  const chosen = addresses.filter(
    (address) =>
      patterns.length === 0 || patterns.some((pattern) => address === pattern || address.startsWith(`${pattern}@`)),
  );
  if (chosen.length > 0) return { kind: "experiment", experiment: pantsExperiment(chosen) };
  return fault(`no pex_binary is called ${patterns.join(" or ")}; there are ${addresses.join(", ")}`);
}

function experimentInFile(name: string, readFile: (name: string) => string): ChosenExperiment {
  let text: string;
  try {
    text = readFile(name);
  } catch (error) {
    return fault(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = readExperimentFile(name, text);
  return read.kind === "experiment"
    ? read
    : { kind: "faults", messages: read.messages.map((message) => `${name}: ${message}`) };
}

function fault(message: string): ChosenExperiment {
  return { kind: "faults", messages: [message] };
}
