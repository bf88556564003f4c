/** The table of an experiment: a row for each variant, a column for each step and goal, as people of build tools show it to one another. */
import type { Goal, Step } from "./experiment.ts";
import type { Measurement, TargetCount } from "./measurement.ts";
import { statistic, type Statistic } from "./statistics.ts";

export interface Column {
  readonly step: Step;
  readonly goal: Goal;
}

/** Runfiles of a variant's targets after one goal. */
export interface LinksCell {
  readonly goal: Goal;
  readonly targets: number;
  /** Links of one target, least and most among them. */
  readonly least: number;
  readonly most: number;
  readonly sum: number;
  readonly files: number;
  /** Targets whose prediction is known, and those among them for which it is what was counted. */
  readonly predicted: number;
  readonly equal: number;
}

export interface Row {
  readonly variant: string;
  readonly links: readonly LinksCell[];
  /** By column; undefined where nothing was measured. */
  readonly cells: readonly (Statistic | undefined)[];
  readonly failures: readonly string[];
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export function tableOf(measurement: Measurement): Table {
  const { steps, goals, variants, samples, counts, failures } = measurement;
  const columns = steps.flatMap((step) => goals.map((goal): Column => ({ step, goal })));
  const rows = variants.map(({ name }): Row => {
    const own = samples.filter(({ variant }) => variant === name);
    return {
      variant: name,
      links: goals.flatMap((goal) => {
        const cell = linksCell(
          goal,
          counts.filter((count) => count.variant === name && count.goal === goal),
        );
        return cell === undefined ? [] : [cell];
      }),
      cells: columns.map(({ step, goal }) =>
        statistic(own.filter((sample) => sample.step === step && sample.goal === goal).map(({ seconds }) => seconds)),
      ),
      failures: failures.filter(({ variant }) => variant === name).map(({ goal, message }) => `${goal}: ${message}`),
    };
  });
  return { columns, rows };
}

function linksCell(goal: Goal, counts: readonly TargetCount[]): LinksCell | undefined {
  const links = counts.map(({ counted }) => counted.links);
  if (links.length === 0) return undefined;
  const predicted = counts.filter((count) => count.predicted !== null);
  return {
    goal,
    targets: links.length,
    least: links.reduce((a, b) => Math.min(a, b)),
    most: links.reduce((a, b) => Math.max(a, b)),
    sum: links.reduce((a, b) => a + b),
    files: counts.reduce((sum, { counted }) => sum + counted.files, 0),
    predicted: predicted.length,
    equal: predicted.filter(isAsPredicted).length,
  };
}

export function isAsPredicted({ counted, predicted }: TargetCount): boolean {
  return predicted !== null && predicted.links === counted.links && predicted.files === counted.files;
}
