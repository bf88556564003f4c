/** What a measurement does with one variant, whichever tool builds it. */
import type { Goal } from "../measure/experiment.ts";
import type { Sample, TargetCount } from "../measure/measurement.ts";

export type Timing = Pick<Sample, "seconds" | "clock" | "actions">;

/** Each method throws `Interrupted` once the measurement is cancelled, and `SubjectFailure` where the tool fails. */
export interface Subject {
  /** Brings about that nothing is built. */
  readonly clean: (goal: Goal) => Promise<void>;
  readonly reach: (goal: Goal) => Promise<Timing>;
  /** The runfiles directories that stand after `goal` was reached from a clean state. */
  readonly count: (goal: Goal) => Promise<readonly TargetCount[]>;
  /** A source whose change makes work; undefined where none is known. After the first `count`. */
  readonly source: () => string | undefined;
  /** The tool's version; null where it does not say. */
  readonly version: string | null;
}

export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}

/** A complaint of the tool: the variant is left out from there on. */
export class SubjectFailure extends Error {}
