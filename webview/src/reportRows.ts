/** What the table and the treemap show: the same rows, by contributor or by target. */
import type { ContributorKind, ReportContent } from "../../server/src/protocol.ts";

export type Grouping = "contributor" | "target";

/** What the areas of the treemap stand for. */
export type Measure = "links" | "sandboxFiles" | "remoteFiles";

export const measures: Readonly<Record<Measure, string>> = {
  links: "links",
  sandboxFiles: "files in sandboxes",
  remoteFiles: "files for remote execution",
};

export interface ReportRow {
  readonly id: string;
  readonly title: string;
  /** As the treemap has it, where its group says the rest. */
  readonly shortTitle: string;
  /** What stands in smaller letters beside the title. */
  readonly note: string;
  readonly kind: ContributorKind;
  /** Heading of the part of the treemap that it lies in. */
  readonly group: string;
  readonly links: number;
  readonly legacyCopies: number;
  readonly sandboxFiles: number;
  readonly remoteFiles: number;
  readonly bytes: number;
  /** Files whose size is not among the bytes. */
  readonly unsizedFiles: number;
  /** False where the figures are published ones, or a lower bound. */
  readonly exact: boolean;
  readonly last: string | number;
  /** What a click asks the editor for; undefined where there is nothing to open. */
  readonly opens: { readonly kind: "target" | "contributor"; readonly index: number } | undefined;
}

const groups: Readonly<Record<ContributorKind, string>> = {
  runtime: "Toolchain runtimes",
  repository: "External repositories",
  code: "This workspace",
  data: "This workspace",
  bazel: "Bazel",
};

export function rowsOf(content: ReportContent, grouping: Grouping): readonly ReportRow[] {
  return grouping === "contributor" ? contributorRows(content) : targetRows(content);
}

function contributorRows({ cost }: ReportContent): readonly ReportRow[] {
  return cost.contributors.map((contributor, index) => {
    const { kind, name, title, counted, targets, declaredAt } = contributor;
    const canonical = kind === "repository" && `@${name}` !== title ? `@@${name}` : "";
    return {
      ...contributor,
      id: `${kind} ${name} ${String(counted)}`,
      shortTitle: title,
      note: counted ? canonical : `${name}, not on disk`,
      group: groups[kind],
      exact: counted,
      last: targets,
      opens: declaredAt ? { kind: "contributor", index } : undefined,
    };
  });
}

function targetRows({ cost }: ReportContent): readonly ReportRow[] {
  return cost.targets.map((target, index) => {
    const [largest] = target.contributors;
    const label = target.target;
    return {
      ...target,
      id: label,
      title: label,
      shortTitle: label.slice(label.lastIndexOf(":")),
      note: target.complete ? "" : "partial",
      kind: largest?.kind ?? "code",
      group: label.slice(0, label.lastIndexOf(":")) || label,
      exact: target.complete,
      last: largest?.title ?? "",
      opens: { kind: "target", index },
    };
  });
}

const format = new Intl.NumberFormat("en-US");

export function number(value: number): string {
  return format.format(value);
}

/** `≈2,292,000` where it is not a count. */
export function figure(value: number, exact: boolean): string {
  return exact || value === 0 ? number(value) : `≈${number(value)}`;
}

const units = ["B", "kB", "MB", "GB", "TB"];

/** `12.3 MB`, `≥ 12.3 MB` where not every size is known, nothing where none is. */
export function size({ bytes, unsizedFiles }: Pick<ReportRow, "bytes" | "unsizedFiles">): string {
  if (bytes === 0 && unsizedFiles > 0) return "";
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = power === 0 ? number(bytes) : (bytes / 1000 ** power).toFixed(1);
  return `${unsizedFiles > 0 ? "≥ " : ""}${amount} ${units[power] ?? ""}`;
}

export function share(value: number, total: number): string {
  if (total === 0) return "";
  const percent = (100 * value) / total;
  return percent > 0 && percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(1)} %`;
}
