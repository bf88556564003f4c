/** What stands for repeated measurements: few, not normally distributed, with outliers above. So median and extremes, no mean and no deviation. */
export interface Statistic {
  readonly count: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Undefined for no values. */
export function statistic(values: readonly number[]): Statistic | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return undefined;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? most;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? least;
  return { count: sorted.length, median: (lower + upper) / 2, least, most };
}

/** Whether all values of one lie beside all values of the other: only then something can be said of which is less. */
export function areApart(a: Statistic, b: Statistic): boolean {
  return a.most < b.least || b.most < a.least;
}
