/**
 * A measurement as a page of a webview: bars for the links and for each column of the table, then the table itself, which says all that the bars say. No script runs in it, and its colours are the theme's.
 */
import type { LinksCell, MeasuredTable, Row, Table } from "../../server/src/protocol.ts";
import { number } from "./wording.ts";

export function measurePage({ table, experiment, begun, remarks }: MeasuredTable, nonce: string): string {
  const title = escaped(`Runfiles cost: ${experiment}`);
  const when = escaped(begun.replace("T", " ").replace(/\.\d+Z$/, " UTC"));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}';">
<title>${title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p class="what">${when} · <a href="command:runfilesLens.saveMeasurement">Save…</a> · <a href="command:runfilesLens.compareMeasurements">Compare…</a></p>
<div class="panels" aria-hidden="true">
${panels(table)
  .filter(({ bars }) => bars.some(({ value }) => value))
  .map(panelHtml)
  .join("\n")}
</div>
${tableHtml(table)}
<ul>
${remarks.map((remark) => `<li>${inline(remark)}</li>`).join("\n")}
</ul>
</body>
</html>
`;
}

// Bars ------------------------------------------------------------------------------------------------------------------------------------------------------

interface Bar {
  readonly variant: string;
  /** Undefined where nothing was measured. */
  readonly value:
    { readonly text: string; readonly amount: number; readonly least: number; readonly most: number } | undefined;
}

interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

function panels(table: Table): readonly Panel[] {
  const { columns, rows } = table;
  return [
    ...linkGoals(rows).map((goal) => ({
      title: `Links a target, ${goal}`,
      bars: rows.map(({ variant, links }) => ({ variant, value: linksBar(cellOf(links, goal)) })),
    })),
    ...columns.map(({ step, goal }, index) => ({
      title: `${capitalized(step)} ${goal}, seconds`,
      bars: rows.map(({ variant, cells }) => ({ variant, value: secondsBar(cells[index]) })),
    })),
  ];
}

function linksBar(cell: LinksCell | undefined): Bar["value"] {
  return cell && { text: linksText(cell), amount: cell.most, least: cell.least, most: cell.most };
}

function secondsBar(cell: Row["cells"][number]): Bar["value"] {
  return cell && { text: seconds(cell.median), amount: cell.median, least: cell.least, most: cell.most };
}

const WIDTH = 320;
/** What bars may take; the figure stands behind. */
const BAR_WIDTH = 250;
const ROW_HEIGHT = 36;

function panelHtml({ title, bars }: Panel): string {
  const largest = Math.max(0, ...bars.map(({ value }) => value?.most ?? 0));
  const scaled = (amount: number) => (largest === 0 ? 0 : (amount / largest) * BAR_WIDTH);
  const height = bars.length * ROW_HEIGHT;
  const rows = bars.map(({ variant, value }, index) => {
    const top = index * ROW_HEIGHT;
    const name = `<text class="name" x="0" y="${top + 12}">${escaped(variant)}</text>`;
    if (!value) return `${name}<text x="0" y="${top + 28}">–</text>`;
    const [from, to] = [scaled(value.least), scaled(value.most)];
    const middle = top + 24;
    const spread =
      to - from < 1
        ? ""
        : `<path class="spread" d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}M${from.toFixed(1)} ${middle - 4}v8M${to.toFixed(1)} ${middle - 4}v8"/>`;
    const length = value.amount === 0 ? 0 : Math.max(1, scaled(value.amount));
    const bar = `<rect class="bar${index % COLOURS}" x="0" y="${top + 17}" width="${length.toFixed(1)}" height="14" rx="2"/>`;
    const text = `<text class="figure" x="${(Math.max(length, to) + 6).toFixed(1)}" y="${top + 28}">${escaped(value.text)}</text>`;
    return name + bar + spread + text;
  });
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${rows.join("")}</svg></figure>`;
}

// The table -------------------------------------------------------------------------------------------------------------------------------------------------

/** Steps in a first line, goals in a second, as `measure` prints it. */
function tableHtml({ columns, rows }: Table): string {
  const goals = linkGoals(rows);
  const steps = [...new Set(columns.map(({ step }) => step))];
  const span = (count: number) => (count > 1 ? ` colspan="${count}"` : "");
  const groups = [
    ...(goals.length > 0 ? [`<th scope="colgroup"${span(goals.length)}>links a target</th>`] : []),
    ...steps.map(
      (step) => `<th scope="colgroup"${span(columns.filter((one) => one.step === step).length)}>${step}, s</th>`,
    ),
  ];
  const names = [...goals, ...columns.map(({ goal }) => goal)].map((goal) => `<th scope="col">${escaped(goal)}</th>`);
  const body = rows.map(({ cells, links, variant }) => {
    const figures = [
      ...goals.map((goal) => linksText(cellOf(links, goal))),
      ...columns.map((_, index) => secondsHtml(cells[index])),
    ];
    return `<tr><th scope="row">${escaped(variant)}</th>${figures.map((figure) => `<td>${figure}</td>`).join("")}</tr>`;
  });
  return `<table>
<caption>Medians, with the least and the most in brackets</caption>
<thead>
<tr><th rowspan="2" scope="col">variant</th>${groups.join("")}</tr>
<tr>${names.join("")}</tr>
</thead>
<tbody>
${body.join("\n")}
</tbody>
</table>`;
}

function secondsHtml(cell: Row["cells"][number]): string {
  if (!cell) return "–";
  const spread = cell.count === 1 ? "" : ` <small>(${seconds(cell.least)}–${seconds(cell.most)})</small>`;
  return `${seconds(cell.median)}${spread}`;
}

function linksText(cell: LinksCell | undefined): string {
  if (!cell) return "–";
  return cell.least === cell.most ? number(cell.most) : `${number(cell.least)}–${number(cell.most)}`;
}

function linkGoals(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap(({ links }) => links.map(({ goal }) => goal)))];
}

function cellOf(links: readonly LinksCell[], goal: string): LinksCell | undefined {
  return links.find((cell) => cell.goal === goal);
}

function seconds(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The backticks of a remark. */
function inline(remark: string): string {
  return escaped(remark).replace(/`([^`]+)`/g, "<code>$1</code>");
}

const COLOURS = 6;

const STYLE = `
body { color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); max-width: 75em; padding: 0 2em 2em; }
h1 { font-size: 1.6em; font-weight: 600; margin: 1em 0 0.2em; }
a { color: var(--vscode-textLink-foreground); }
.what, small, caption, figcaption { color: var(--vscode-descriptionForeground); }
.panels { display: flex; flex-wrap: wrap; gap: 1.5em 3em; margin: 1.5em 0; }
figure { margin: 0; }
figcaption { border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border)); font-weight: 600; margin-bottom: 0.5em; padding-bottom: 0.2em; }
svg { display: block; overflow: visible; }
svg text { fill: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: 12px; }
svg text.name { fill: var(--vscode-descriptionForeground); }
.spread { fill: none; stroke: var(--vscode-foreground); stroke-opacity: 0.7; }
.bar0 { fill: var(--vscode-charts-blue); }
.bar1 { fill: var(--vscode-charts-orange); }
.bar2 { fill: var(--vscode-charts-green); }
.bar3 { fill: var(--vscode-charts-purple); }
.bar4 { fill: var(--vscode-charts-yellow); }
.bar5 { fill: var(--vscode-charts-red); }
table { border-collapse: collapse; margin: 1em 0; }
caption { caption-side: bottom; padding-top: 0.5em; text-align: left; }
th, td { border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border)); padding: 0.35em 1em; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead th { font-weight: 600; text-align: center; }
tbody th, thead tr:first-child th:first-child { font-weight: normal; text-align: left; }
li { margin: 0.3em 0; }
code { font-family: var(--vscode-editor-font-family); }
`;
