/** What an experiment will do, before it does it. */
import { counted } from "../base/counts.ts";
import { bazelWords, freeWords, pantsWords, targetsOf } from "./commandLines.ts";
import type { Experiment, Goal, Variant } from "./experiment.ts";
import { schedule } from "./schedule.ts";

/** How many commands will run, and how many of them are timed. */
export function planSize(experiment: Experiment): { readonly runs: number; readonly timed: number } {
  const stages = schedule(experiment);
  return { runs: stages.length, timed: stages.filter(({ kind }) => kind === "timed").length };
}

export function planText(experiment: Experiment): string {
  const { runs, timed } = planSize(experiment);
  const { variants, steps, goals, repeat, touch, clean } = experiment;
  return [
    `${counted(variants.length, "variant")} × ${steps.join(", ")} × ${goals.join(", ")}, ${counted(repeat, "time")}: ${counted(runs, "run")}, ${timed} of them timed.`,
    ...variants.flatMap((variant) => [
      `  ${variant.name}`,
      ...goals.map((goal) => `    ${goalLine(experiment, variant, goal)}`),
    ]),
    ...steps.map((step) => {
      switch (step) {
        case "clean":
          return `  clean: ${cleanText(experiment, clean)} before`;
        case "no-op":
          return "  no-op: the same again";
        case "incremental":
          return `  incremental: ${touch ?? "a source among the runfiles of the first target"} is changed before, and put back byte for byte`;
        default:
          return step satisfies never;
      }
    }),
    "Each variant has an output base of its own (OWN above), which is removed in the end.",
    "The workspace, its outputs and its server stay as they are.",
    "",
  ].join("\n");
}

function cleanText({ tool }: Experiment, clean: Experiment["clean"]): string {
  if (tool === "pants") return "the store of Pants is removed";
  return clean === "expunge" ? "bazel clean --expunge" : "bazel clean";
}

function goalLine(experiment: Experiment, variant: Variant, goal: Goal): string {
  if (variant.command !== null) return quoted(freeWords(variant.command.words, experiment, variant, goal));
  if (experiment.tool === "pants") return quoted(["pants", ...pantsWords(experiment, variant, goal, "OWN")]);
  const { command, flags, targets } = bazelWords(experiment, variant, goal, experiment.run ?? "FIRST");
  const program =
    variant.bazel === null
      ? "bazel"
      : isVersion(variant.bazel)
        ? `USE_BAZEL_VERSION=${variant.bazel} bazel`
        : variant.bazel;
  return `${program} ${quoted(["--output_base=OWN", ...variant.startupFlags, command, ...flags, "--", ...(targets.length > 0 ? targets : targetsOf(experiment, variant))])}`;
}

/** `7.4.0`, `8.0.0rc1`, `7.x`, `latest`: what Bazelisk takes for a version. */
export function isVersion(bazel: string): boolean {
  return /^(\d+\.\S+|latest|last_green|rolling)$/.test(bazel);
}

/** For people to read and to paste. */
function quoted(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
