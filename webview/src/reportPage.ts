/** The page: what the trees come to, a treemap, and the table that says the same to everybody. */
import type { ReportContent, ReportMessage } from "../../server/src/protocol.ts";
import { button, element, replaceContents } from "./elements.ts";
import type { Grouping, Measure, ReportRow } from "./reportRows.ts";
import { figure, measures, number, rowsOf, share } from "./reportRows.ts";
import { newTableView, ReportTable } from "./reportTable.ts";
import { Treemap } from "./treemap.ts";

/** Undefined in a file that nobody listens to. */
export type Send = ((message: ReportMessage) => void) | undefined;

export class ReportPage {
  readonly #body: HTMLElement;
  readonly #send: Send;
  #content: ReportContent | undefined;
  #grouping: Grouping = "contributor";
  #measure: Measure = "links";
  readonly #tables = { contributor: newTableView(), target: newTableView() };
  #redraw = () => {};

  constructor(body: HTMLElement, send: Send) {
    this.#body = body;
    this.#send = send;
    // A change of theme is a change of the body's classes or of the variables on the root element.
    const observer = new MutationObserver(() => {
      this.#redraw();
    });
    observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#redraw();
    });
  }

  /** Order, focus and place on the page stay as they are. */
  show(content: ReportContent): void {
    if (JSON.stringify(content) === JSON.stringify(this.#content)) return;
    this.#content = content;
    this.#render();
  }

  #render(): void {
    const content = this.#content;
    if (!content) return;
    const rows = [...rowsOf(content, this.#grouping)].sort((a, b) => b[this.#measure] - a[this.#measure]);
    const status = element("p", { class: "status" }, hintFor(this.#grouping));
    const host = element("div", { class: "map" });
    const table = new ReportTable(rows, {
      view: this.#tables[this.#grouping],
      grouping: this.#grouping,
      measure: this.#measure,
      total: content.cost[this.#measure],
      open: this.#send && ((row) => this.#open(row)),
      onPoint: (row) => {
        map.highlight(row?.id);
      },
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const map = new Treemap(host, {
      onHover: (id) => {
        const row = id === undefined ? undefined : byId.get(id);
        status.textContent = row ? sentence(row, this.#measure, content) : hintFor(this.#grouping);
        table.mark(row?.id);
      },
      onSelect: (id) => {
        table.select(id);
      },
    });
    const figureElement = element(
      "figure",
      { role: "img", "aria-label": pictureText(rows, this.#measure, content) },
      host,
    );
    replaceContents(
      this.#body,
      element(
        "main",
        {},
        header(content),
        summary(content),
        this.#controls(),
        ...(rows.length === 0 ? [element("p", {}, "No executable target has a runfiles tree.")] : [figureElement]),
        status,
        table.element,
        footer(content),
      ),
    );
    this.#redraw = () => {
      if (rows.length > 0) map.draw(rows, this.#measure);
    };
    this.#redraw();
  }

  #open({ opens }: ReportRow): void {
    if (opens) this.#send?.({ kind: "open", what: opens.kind, index: opens.index });
  }

  #controls(): HTMLElement {
    const tab = (grouping: Grouping, text: string) =>
      button(text, { "aria-pressed": String(grouping === this.#grouping), "data-key": grouping }, () => {
        this.#grouping = grouping;
        this.#render();
      });
    const select = element("select", { id: "measure", "data-key": "measure" });
    for (const [value, text] of Object.entries(measures)) {
      const option = element("option", { value }, text);
      option.selected = value === this.#measure;
      select.append(option);
    }
    select.addEventListener("change", () => {
      this.#measure = select.value as Measure;
      this.#render();
    });
    return element(
      "div",
      { class: "controls" },
      element(
        "div",
        { role: "group", "aria-label": "Grouping", class: "tabs" },
        tab("contributor", "By contributor"),
        tab("target", "By target"),
      ),
      element("label", { for: "measure" }, "Areas show "),
      select,
    );
  }
}

function header({ name, cost }: ReportContent): HTMLElement {
  const version = cost.bazelVersion === null ? "Bazel version unknown" : `Bazel ${cost.bazelVersion}`;
  return element(
    "header",
    {},
    element("h1", {}, "Runfiles of ", element("span", { class: "name" }, name)),
    element("p", {}, element("code", {}, commandLine(cost)), ` · ${version}`),
  );
}

/** Long lists of flags say nothing to a reader. */
function commandLine({ command, flags, scope }: ReportContent["cost"]): string {
  const shown = flags.filter((flag) => flag.length <= 80).slice(0, 6);
  return ["bazel", command, ...shown, ...(shown.length < flags.length ? ["…"] : []), scope].join(" ");
}

function summary({ cost }: ReportContent): HTMLElement {
  const { links, legacyCopies, sandboxFiles, remoteFiles, targets } = cost;
  const exact = !cost.estimated;
  const tiles: readonly (readonly [string, string, string])[] = [
    [figure(links, exact), "links", `in ${number(targets.length)} runfiles trees`],
    [figure(legacyCopies, exact), "of them legacy copies", share(legacyCopies, links)],
    [figure(sandboxFiles, exact), "files in sandboxes", "if each tree is used once"],
    [figure(remoteFiles, exact), "files for remote execution", "if each tree is used once"],
  ];
  return element(
    "dl",
    { class: "tiles" },
    ...tiles.map(([value, what, note]) =>
      element(
        "div",
        {},
        element("dt", {}, what),
        element("dd", {}, element("strong", {}, value), element("small", {}, note)),
      ),
    ),
  );
}

function footer({ cost }: ReportContent): HTMLElement {
  const sources = new Set(cost.contributors.flatMap(({ source }) => source ?? []));
  const sentences = [
    linksText[cost.linksAreMade],
    ...(cost.partialTargets > 0
      ? [`Of ${number(cost.partialTargets)} trees not everything is known: they hold at least this.`]
      : []),
    ...(sources.size > 0 ? [`≈ marks published figures of what is not on disk: ${[...sources].join("; ")}.`] : []),
    ...(cost.generatedDirectories > 0
      ? [
          `${number(cost.generatedDirectories)} links lead to directories that actions make: sandboxes and remote execution see all files in them, whose number is not known before.`,
        ]
      : []),
  ];
  return element("footer", {}, ...sentences.map((text) => element("p", {}, text)));
}

const linksText = {
  always: "A build of everything makes these links in the output tree.",
  "on demand":
    "With --nobuild_runfile_links a build makes none of these links; tests and runs make those of the trees that they need.",
  never: "With the flags in force no links are made in the output tree.",
} as const;

function hintFor(grouping: Grouping): string {
  return grouping === "contributor"
    ? "The larger the area, the more it brings to the trees. Point at an area to see what it is."
    : "Targets by package. Point at an area to see which target it is.";
}

function sentence(row: ReportRow, measure: Measure, { cost }: ReportContent): string {
  const note = row.note === "" ? "" : ` (${row.note})`;
  return `${row.title}${note}: ${figure(row[measure], row.exact)} ${measures[measure]}, ${share(row[measure], cost[measure])} of all`;
}

/** The picture in words. */
function pictureText(rows: readonly ReportRow[], measure: Measure, content: ReportContent): string {
  const largest = rows.slice(0, 3).map((row) => sentence(row, measure, content));
  return `Treemap of ${measures[measure]}. ${largest.join(". ")}. The table below has everything.`;
}
