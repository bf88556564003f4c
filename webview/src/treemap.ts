/** The treemap. The table below it says the same: to assistive technology the picture is one image with a sentence. */
import { TreemapChart } from "echarts/charts";
import type { ECharts } from "echarts/core";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { Measure, ReportRow } from "./reportRows.ts";
import { figure } from "./reportRows.ts";
import { inkOn, palette, type Palette } from "./palette.ts";

use([TreemapChart, CanvasRenderer]);

/** More tiles than this nobody can tell apart; the rest is one. */
const mostTiles = 400;

export interface TreemapEvents {
  readonly onHover: (id: string | undefined) => void;
  readonly onSelect: (id: string) => void;
}

interface Tile {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly itemStyle: object;
  readonly label: object;
}

export class Treemap {
  readonly #host: HTMLElement;
  readonly #events: TreemapEvents;
  #chart: ECharts | undefined;

  constructor(host: HTMLElement, events: TreemapEvents) {
    this.#host = host;
    this.#events = events;
    new ResizeObserver(() => this.#chart?.resize()).observe(host);
  }

  draw(rows: readonly ReportRow[], measure: Measure): void {
    this.#chart ??= this.#create();
    const colors = palette();
    this.#chart.setOption(
      {
        animation: false,
        textStyle: { fontFamily: colors.font },
        series: [
          {
            type: "treemap",
            data: groupsOf(rows, measure, colors),
            left: 0,
            top: 0,
            right: 0,
            bottom: 0,
            roam: false,
            nodeClick: false,
            breadcrumb: { show: false },
            visibleMin: 1,
            squareRatio: 1.2,
            upperLabel: {
              show: true,
              height: 22,
              color: colors.ink,
              fontSize: 11,
              padding: [0, 4],
            },
            itemStyle: { borderColor: colors.background, borderWidth: 2, gapWidth: 2 },
            emphasis: {
              itemStyle: { borderColor: colors.focus },
              upperLabel: { color: colors.ink },
              label: {},
            },
            levels: [
              { itemStyle: { borderWidth: 0, gapWidth: 6 }, upperLabel: { show: false } },
              { itemStyle: { borderColor: colors.background, borderWidth: 2, gapWidth: 2 } },
              { itemStyle: { borderColor: colors.tileBorder, borderWidth: colors.tileBorderWidth, gapWidth: 2 } },
            ],
          },
        ],
      },
      { notMerge: true },
    );
  }

  /** Sets one tile off; none where undefined. */
  highlight(id: string | undefined): void {
    this.#chart?.dispatchAction({ type: "downplay", seriesIndex: 0 });
    if (id !== undefined) this.#chart?.dispatchAction({ type: "highlight", seriesIndex: 0, targetNodeId: id });
  }

  #create(): ECharts {
    const chart = init(this.#host, undefined, { renderer: "canvas" });
    const idOf = (data: unknown) =>
      typeof data === "object" && data !== null && "id" in data && typeof data.id === "string" ? data.id : undefined;
    chart.on("mouseover", ({ data }) => {
      this.#events.onHover(idOf(data));
    });
    chart.on("mouseout", () => {
      this.#events.onHover(undefined);
    });
    chart.on("click", ({ data }) => {
      const id = idOf(data);
      if (id !== undefined) this.#events.onSelect(id);
    });
    return chart;
  }
}

function groupsOf(rows: readonly ReportRow[], measure: Measure, colors: Palette): readonly object[] {
  const groups = new Map<string, Tile[]>();
  for (const row of rows.slice(0, mostTiles)) {
    if (row[measure] === 0) continue;
    const tiles = groups.get(row.group) ?? [];
    tiles.push(tileOf(row, measure, colors));
    groups.set(row.group, tiles);
  }
  const named = [...groups].map(([name, children]) => ({ name, children, itemStyle: { color: colors.background } }));
  const rest = rows.slice(mostTiles).reduce((sum, row) => sum + row[measure], 0);
  if (rest === 0) return named;
  const name = `${String(rows.length - mostTiles)} more`;
  return [...named, { name, value: rest, itemStyle: { color: colors.fills.bazel } }];
}

function tileOf(row: ReportRow, measure: Measure, colors: Palette): Tile {
  const fill = colors.fills[row.kind];
  return {
    id: row.id,
    name: row.shortTitle,
    value: row[measure],
    itemStyle: { color: fill },
    label: {
      color: colors.isHighContrast ? colors.ink : inkOn(fill),
      fontSize: 12,
      lineHeight: 17,
      padding: 4,
      overflow: "truncate",
      formatter: `${escaped(row.shortTitle)}\n${figure(row[measure], row.exact)}`,
    },
  };
}

/** Braces are the templates of the chart library. */
function escaped(text: string): string {
  return text.replaceAll("{", "(").replaceAll("}", ")");
}
