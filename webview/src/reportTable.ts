/** The table of the report: sorted by any column, its rows marked with the treemap's areas. */
import { button, element, replaceContents } from "./elements.ts";
import type { Grouping, Measure, ReportRow } from "./reportRows.ts";
import { figure, number, share, size } from "./reportRows.ts";

/** How somebody looks at the table; it outlives the table when the figures change. */
export interface TableView {
  sorted: { readonly column: number; readonly descending: boolean } | undefined;
  /** Rows that are shown before somebody asks for more. */
  limit: number;
}

export function newTableView(): TableView {
  return { sorted: undefined, limit: 100 };
}

export interface TableOptions {
  readonly view: TableView;
  readonly grouping: Grouping;
  readonly measure: Measure;
  /** Of the measure, for the shares. */
  readonly total: number;
  /** Undefined where nothing can be opened. */
  readonly open: ((row: ReportRow) => void) | undefined;
  /** A row is pointed at, or has the focus; undefined: none any more. */
  readonly onPoint: (row: ReportRow | undefined) => void;
}

interface Column {
  readonly title: string;
  readonly value: (row: ReportRow) => string | number;
  readonly isNumber: boolean;
  /** What is shown for a value, where it is not the value itself. */
  readonly text?: (row: ReportRow) => string;
}

export class ReportTable {
  readonly element = element("div", { class: "table" });
  readonly #rows: readonly ReportRow[];
  readonly #options: TableOptions;
  readonly #columns: readonly Column[];
  readonly #elements = new Map<string, HTMLTableRowElement>();
  readonly #view: TableView;

  constructor(rows: readonly ReportRow[], options: TableOptions) {
    this.#rows = rows;
    this.#options = options;
    this.#view = options.view;
    const isByContributor = options.grouping === "contributor";
    this.#columns = [
      { title: isByContributor ? "Contributor" : "Target", value: ({ title }) => title, isNumber: false },
      { title: "Links", value: ({ links }) => links, isNumber: true },
      { title: "Legacy copies", value: ({ legacyCopies }) => legacyCopies, isNumber: true },
      { title: "In sandboxes", value: ({ sandboxFiles }) => sandboxFiles, isNumber: true },
      { title: "Remote", value: ({ remoteFiles }) => remoteFiles, isNumber: true },
      { title: "Size", value: ({ bytes }) => bytes, isNumber: true, text: size },
      { title: isByContributor ? "Trees" : "Most from", value: ({ last }) => last, isNumber: isByContributor },
    ];
    this.#render();
  }

  /** Sets a row off without moving to it. */
  mark(id: string | undefined): void {
    for (const [other, row] of this.#elements) row.classList.toggle("marked", other === id);
  }

  /** Moves to a row. */
  select(id: string): void {
    if (!this.#elements.has(id)) {
      this.#view.limit = this.#rows.length;
      this.#render();
    }
    const row = this.#elements.get(id);
    row?.scrollIntoView({ block: "nearest" });
    row?.querySelector<HTMLElement>("button, [tabindex]")?.focus();
    this.mark(id);
  }

  #render(): void {
    this.#elements.clear();
    const rows = this.#inOrder();
    const body = element("tbody", {}, ...rows.slice(0, this.#view.limit).map((row) => this.#row(row)));
    const caption = this.#options.grouping === "contributor" ? "Costs by contributor" : "Costs by target";
    const table = element("table", {}, element("caption", {}, caption), this.#head(), body);
    const hidden = rows.length - this.#view.limit;
    const more =
      hidden > 0
        ? button(`Show ${number(hidden)} more`, { class: "more", "data-key": "more" }, () => {
            this.#view.limit = rows.length;
            this.#render();
          })
        : undefined;
    replaceContents(this.element, table, ...(more ? [more] : []));
  }

  #head(): HTMLElement {
    const cells = this.#columns.map(({ title, isNumber }, column) => {
      const isSorted = this.#view.sorted?.column === column;
      const direction = this.#view.sorted?.descending ? "descending" : "ascending";
      const sort = button(title, { "data-key": `column ${String(column)}` }, () => {
        const descending = isSorted ? !this.#view.sorted?.descending : isNumber;
        this.#view.sorted = { column, descending };
        this.#render();
      });
      return element(
        "th",
        { scope: "col", class: isNumber ? "number" : "text", ...(isSorted ? { "aria-sort": direction } : {}) },
        sort,
      );
    });
    return element("thead", {}, element("tr", {}, ...cells));
  }

  #row(row: ReportRow): HTMLElement {
    const { open, measure, total } = this.#options;
    const title =
      open && row.opens
        ? button(row.title, { class: "link", "data-key": `row ${row.id}` }, () => {
            open(row);
          })
        : element("span", { tabindex: "0", "data-key": `row ${row.id}` }, row.title);
    const bar = element("div", { class: `bar ${row.kind}`, "aria-hidden": "true" });
    bar.style.width = `${String(total === 0 ? 0 : (100 * row[measure]) / total)}%`;
    const cells = this.#columns.slice(1).map(({ value, isNumber, text: textOf }) => {
      const shown = value(row);
      const text = textOf?.(row) ?? (typeof shown === "number" ? figure(shown, row.exact) : shown);
      return element("td", { class: isNumber ? "number" : "text" }, text);
    });
    const made = element(
      "tr",
      { "data-id": row.id },
      element(
        "th",
        { scope: "row" },
        element("span", { class: `swatch ${row.kind}`, "aria-hidden": "true" }),
        title,
        row.note === "" ? undefined : element("small", {}, row.note),
        element("div", { class: "share", title: share(row[measure], total) }, bar),
      ),
      ...cells,
    );
    this.#listen(made, row);
    this.#elements.set(row.id, made);
    return made;
  }

  #listen(made: HTMLElement, row: ReportRow): void {
    for (const event of ["mouseenter", "focusin"])
      made.addEventListener(event, () => {
        this.#options.onPoint(row);
      });
    for (const event of ["mouseleave", "focusout"])
      made.addEventListener(event, () => {
        this.#options.onPoint(undefined);
      });
  }

  #inOrder(): readonly ReportRow[] {
    const column = this.#view.sorted && this.#columns[this.#view.sorted.column];
    if (!column) return this.#rows;
    const sign = this.#view.sorted?.descending ? -1 : 1;
    return this.#rows.toSorted((a, b) => sign * compare(column.value(a), column.value(b)));
  }
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}
