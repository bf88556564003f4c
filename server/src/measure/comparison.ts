/** Two measurements side by side: before and after a change, or two machines. */
import { grouped } from "../base/counts.ts";
import type { Measurement } from "./measurement.ts";
import { areApart } from "./statistics.ts";
import { tableOf, type Column, type Row, type Table } from "./table.ts";
import { aligned, secondsText } from "./tableText.ts";

/** One figure of a variant that both have. */
export interface ComparedFigure {
  readonly variant: string;
  /** `links, build` or `clean build`. */
  readonly figure: string;
  readonly before: string;
  readonly after: string;
  /** After divided by before; null where before is 0. */
  readonly ratio: number | null;
  /** The values of the two overlap, so that a difference may be chance. Never of links, which are counted. */
  readonly mayBeChance: boolean;
}

export interface Comparison {
  readonly figures: readonly ComparedFigure[];
  /** Variants that only one of the two has. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

export function compareMeasurements(before: Measurement, after: Measurement): Comparison {
  const a = tableOf(before);
  const b = tableOf(after);
  const missing = (from: Table, other: Table) =>
    from.rows.map(({ variant }) => variant).filter((name) => !other.rows.some(({ variant }) => variant === name));
  return {
    figures: a.rows.flatMap((row) => {
      const other = b.rows.find(({ variant }) => variant === row.variant);
      return other === undefined
        ? []
        : [...comparedLinks(row, other), ...comparedTimes(row, a.columns, other, b.columns)];
    }),
    onlyBefore: missing(a, b),
    onlyAfter: missing(b, a),
  };
}

function comparedLinks(before: Row, after: Row): readonly ComparedFigure[] {
  return before.links.flatMap((cell) => {
    const other = after.links.find(({ goal }) => goal === cell.goal);
    if (other === undefined) return [];
    return [
      {
        variant: before.variant,
        figure: `links, ${cell.goal}`,
        before: grouped(cell.sum),
        after: grouped(other.sum),
        ratio: cell.sum === 0 ? null : other.sum / cell.sum,
        mayBeChance: false,
      },
    ];
  });
}

function comparedTimes(
  before: Row,
  columns: readonly Column[],
  after: Row,
  others: readonly Column[],
): readonly ComparedFigure[] {
  return columns.flatMap(({ step, goal }, index) => {
    const one = before.cells[index];
    const two = after.cells[others.findIndex((column) => column.step === step && column.goal === goal)];
    if (one === undefined || two === undefined) return [];
    return [
      {
        variant: before.variant,
        figure: `${step} ${goal}, s`,
        before: secondsText(one),
        after: secondsText(two),
        ratio: one.median === 0 ? null : two.median / one.median,
        mayBeChance: !areApart(one, two),
      },
    ];
  });
}

export function comparisonText(comparison: Comparison): string {
  return [...aligned([HEAD, ...rowsOf(comparison)]), "", ...remarksOf(comparison), ""].join("\n");
}

export function comparisonMarkdown(comparison: Comparison): string {
  const rows = [HEAD, ["---", "---", ...HEAD.slice(2).map(() => "---:")], ...rowsOf(comparison)];
  return [
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...remarksOf(comparison).map((line) => `- ${line}`),
    "",
  ].join("\n");
}

const HEAD = ["variant", "figure", "before", "after", "ratio"];

function rowsOf({ figures }: Comparison): readonly (readonly string[])[] {
  return figures.map(({ variant, figure, before, after, ratio, mayBeChance }) => [
    variant,
    figure,
    before,
    after,
    ratio === null ? "–" : `${mayBeChance ? "~" : ""}${ratio.toFixed(2)}`,
  ]);
}

function remarksOf({ onlyBefore, onlyAfter }: Comparison): readonly string[] {
  return [
    "Links are sums over all targets. A ratio after ~ is of values that overlap: the difference may be chance.",
    ...onlyBefore.map((name) => `Only before: ${name}`),
    ...onlyAfter.map((name) => `Only after: ${name}`),
  ];
}
