/**
 * In which order an experiment is run. Rounds go through all variants, each round beginning with another one: what changes on the machine in the meantime (other programs, heat, caches) then meets all variants alike.
 * The steps of one variant and goal stay together, since each is the state that the one before has left.
 */
import type { Experiment, Goal, Step, Variant } from "./experiment.ts";

/** One run of the tool. */
export interface Stage {
  /** `warm-up` and `prepare` are not timed: the first fetches, fills caches and counts, the second leaves everything built for a `no-op` or `incremental` that no `clean` precedes. */
  readonly kind: "warm-up" | "prepare" | "timed";
  readonly variant: Variant;
  readonly goal: Goal;
  /** What is done before the goal: a `warm-up` begins clean, `prepare` as things are. */
  readonly step: Step;
  /** From 1 on; 0 for the warm-up. */
  readonly round: number;
}

export function schedule({ variants, goals, steps, repeat }: Experiment): readonly Stage[] {
  const warmUp = variants.flatMap((variant) =>
    goals.map((goal): Stage => ({ kind: "warm-up", variant, goal, step: "clean", round: 0 })),
  );
  const rounds = Array.from({ length: repeat }, (_, index) => index + 1).flatMap((round) =>
    goals.flatMap((goal) => rotated(variants, round - 1).flatMap((variant) => block(variant, goal, steps, round))),
  );
  return [...warmUp, ...rounds];
}

function block(variant: Variant, goal: Goal, steps: readonly Step[], round: number): readonly Stage[] {
  const stage = (kind: Stage["kind"], step: Step): Stage => ({ kind, variant, goal, step, round });
  const timed = inOrder(steps).map((step) => stage("timed", step));
  return steps.includes("clean") ? timed : [stage("prepare", "no-op"), ...timed];
}

function inOrder(steps: readonly Step[]): readonly Step[] {
  return (["clean", "no-op", "incremental"] as const).filter((step) => steps.includes(step));
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
