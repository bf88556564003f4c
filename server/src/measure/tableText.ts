/** A measurement as text for a terminal, as Markdown for a pull request, and as CSV for a spreadsheet. */
import { counted, grouped } from "../base/counts.ts";
import type { Measurement } from "./measurement.ts";
import type { Statistic } from "./statistics.ts";
import { isAsPredicted, tableOf, type LinksCell, type Table } from "./table.ts";

/** Steps in a first line, goals in a second, medians below. */
export function measurementText(measurement: Measurement): string {
  const table = tableOf(measurement);
  const { goals, steps } = measurement;
  const linkGoals = goalsWithLinks(table);
  const head = [
    [
      "",
      ...linkGoals.map((_, index) => (index === 0 ? "links a target" : "")),
      ...steps.flatMap((step) => goals.map((_, index) => (index === 0 ? step : ""))),
    ],
    ["", ...linkGoals, ...table.columns.map(({ goal }) => goal)],
  ];
  const body = table.rows.map(({ variant, links, cells }) => [
    variant,
    ...linkGoals.map((goal) => linksText(links.find((cell) => cell.goal === goal))),
    ...cells.map(secondsText),
  ]);
  return [...aligned([...head, ...body]), "", ...remarks(measurement, table), ""].join("\n");
}

export function measurementMarkdown(measurement: Measurement): string {
  const table = tableOf(measurement);
  const linkGoals = goalsWithLinks(table);
  const head = [
    "variant",
    ...linkGoals.map((goal) => `links a target, ${goal}`),
    ...table.columns.map(({ step, goal }) => `${step} ${goal}, s`),
  ];
  const rows = table.rows.map(({ variant, links, cells }) => [
    isFlag(variant) ? `\`${variant}\`` : variant,
    ...linkGoals.map((goal) => linksText(links.find((cell) => cell.goal === goal))),
    ...cells.map(secondsText),
  ]);
  const rule = ["---", ...head.slice(1).map(() => "---:")];
  const lines = [head, rule, ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
  );
  return [...lines, "", ...remarks(measurement, table).map((line) => `- ${line}`), ""].join("\n");
}

/** One line a sample, then one a target: what a spreadsheet makes its own tables of. RFC 4180. */
export function measurementCsv({ samples, counts }: Measurement): string {
  const head = "kind,variant,goal,step,round,seconds,clock,actions,target,links,files,predicted_links,predicted_files";
  const lines = [
    ...samples.map((one) => [
      "time",
      one.variant,
      one.goal,
      one.step,
      one.round,
      one.seconds,
      one.clock,
      one.actions,
      "",
      "",
      "",
      "",
      "",
    ]),
    ...counts.map(({ variant, goal, target, counted: { links, files }, predicted }) => [
      "links",
      variant,
      goal,
      "clean",
      "",
      "",
      "",
      "",
      target,
      links,
      files,
      predicted?.links,
      predicted?.files,
    ]),
  ];
  return [head, ...lines.map((cells) => cells.map(csvCell).join(",")), ""].join("\r\n");
}

/** `28.1 (15.2–51.0)`: the median and the extremes. */
export function secondsText(value: Statistic | undefined): string {
  if (value === undefined) return "–";
  const { count, median, least, most } = value;
  return count === 1 ? seconds(median) : `${seconds(median)} (${seconds(least)}–${seconds(most)})`;
}

function seconds(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

function linksText(cell: LinksCell | undefined): string {
  if (cell === undefined) return "–";
  return cell.least === cell.most ? grouped(cell.most) : `${grouped(cell.least)}–${grouped(cell.most)}`;
}

function goalsWithLinks({ rows }: Table): readonly string[] {
  return [...new Set(rows.flatMap(({ links }) => links.map(({ goal }) => goal)))];
}

/** What has to be known to read the figures, as Markdown. */
export function remarks(measurement: Measurement, table: Table): readonly string[] {
  const { environment, repeat, samples, tool, touched, clean, notes } = measurement;
  const versions = [...new Set(Object.values(environment.bazelVersions))].map(
    (version) => version ?? "of unknown version",
  );
  const name = tool === "bazel" ? "Bazel" : "Pants";
  const system = [
    environment.system,
    counted(environment.cores, "core"),
    ...(environment.fileSystem === null ? [] : [`outputs on ${environment.fileSystem}`]),
  ].join(", ");
  const spread = repeat === 1 ? "one run each" : `median of ${repeat} runs, least–most in brackets`;
  return [
    `Seconds: ${spread}; ${clocksText(samples)}. \`clean\` is ${clean === "expunge" ? "`clean --expunge`" : "`clean` on a warm server"}${touched === null ? "" : `, \`incremental\` a change of ${touched}`}.`,
    `${[name, versions.join(", ")].join(" ").trim()}; ${system}${loadText(measurement)}.`,
    ...predictionText(measurement, table),
    ...table.rows.flatMap(({ variant, failures }) =>
      failures.map((message) => `${variant} was not measured: ${message}`),
    ),
    ...notes,
  ];
}

function clocksText(samples: Measurement["samples"]): string {
  const walled = [...new Set(samples.filter(({ clock }) => clock === "wall").map(({ goal }) => goal))];
  if (walled.length === 0) return "Bazel's own time, from its event stream";
  const all = samples.every(({ clock }) => clock === "wall");
  return all
    ? "wall clock of the process"
    : `Bazel's own time, from its event stream; of ${walled.join(" and ")} the wall clock of the process`;
}

function loadText({ environment: { cores, loadBefore, loadAfter } }: Measurement): string {
  if (loadBefore === null || loadAfter === null) return "";
  const load = `load ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after`;
  return Math.max(loadBefore, loadAfter) > cores * 1.5
    ? `; ${load}: the machine was busy with other things, too`
    : `; ${load}`;
}

function predictionText({ counts }: Measurement, { rows }: Table): readonly string[] {
  const cells = rows.flatMap(({ links }) => links);
  if (cells.length === 0) return [];
  const predicted = cells.reduce((sum, cell) => sum + cell.predicted, 0);
  const equal = cells.reduce((sum, cell) => sum + cell.equal, 0);
  const total = cells.reduce((sum, cell) => sum + cell.targets, 0);
  const differing = counts.filter((count) => count.predicted !== null && !isAsPredicted(count));
  return [
    `Links are counted on disk; ${equal === predicted ? "all" : grouped(equal)} of ${counted(predicted, "predicted tree")} have as many as counted${total === predicted ? "" : ` (${grouped(total - predicted)} more have no prediction)`}.`,
    ...differing
      .slice(0, MOST_DIFFERENCES)
      .map(
        ({ variant, goal, target, counted: real, predicted: said }) =>
          `${target} (${variant}, ${goal}): ${grouped(real.links)} links and ${grouped(real.files)} files counted, ${grouped(said?.links ?? 0)} and ${grouped(said?.files ?? 0)} predicted.`,
      ),
    ...(differing.length > MOST_DIFFERENCES ? [`… and ${differing.length - MOST_DIFFERENCES} more.`] : []),
  ];
}

const MOST_DIFFERENCES = 20;

function isFlag(name: string): boolean {
  return name.startsWith("--");
}

/** Left the names, right the figures. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (wide, cells) => cells.map((cell, index) => Math.max(wide[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((cells) =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** Quotes what holds a separator, and disarms what a spreadsheet would take for a formula. */
function csvCell(value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value === "string" && /^[=+@-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
