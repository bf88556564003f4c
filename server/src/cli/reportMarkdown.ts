/** The report as Markdown, to be pasted into a pull request. */
import { counted, grouped } from "../base/counts.ts";
import { sizeText } from "../ide/texts.ts";
import { baseName } from "../base/path.ts";
import type { ContributorCost, CostFigures, TargetCost } from "../bazel/analysis/treeCost.ts";
import type { WorkspaceContributor, WorkspaceCost } from "../project/costDocument.ts";

/** Targets that are listed unless all are asked for. */
const LISTED = 50;

const MOST_FLAGS = 6;
const LONGEST_FLAG = 80;

export function reportMarkdown(cost: WorkspaceCost, all: boolean): string {
  const rows = all ? cost.targets.map((target): Group => [target]) : alike(cost.targets);
  const listed = all ? rows : rows.slice(0, LISTED);
  const hidden = rows.slice(listed.length).reduce((sum, group) => sum + group.length, 0);
  return [
    `# Runfiles of ${escaped(baseName(cost.root))}`,
    "",
    headline(cost),
    "",
    ...notes(cost).flatMap((note) => [note, ""]),
    "## By contributor",
    "",
    ...table(
      ["Contributor", "Links", "Share", "Legacy copies", "In sandboxes", "Remote", "Size", "Trees", "Figures"],
      cost.contributors.map((contributor) => contributorRow(contributor, cost)),
    ),
    "",
    "## By target",
    "",
    ...table(
      ["Target", "Links", "Legacy copies", "In sandboxes", "Remote", "Size", "Most from"],
      listed.map(targetRow),
    ),
    ...(hidden > 0 ? ["", `… and ${counted(hidden, "target")} more (--all lists them).`] : []),
    "",
  ].join("\n");
}

function headline(cost: WorkspaceCost): string {
  const { command, flags, scope, bazelVersion, estimated, targets } = cost;
  const version = bazelVersion === null ? "Bazel version unknown" : `Bazel ${bazelVersion}`;
  const about = estimated ? "≈" : "";
  const copies = cost.legacyCopies > 0 ? `, ${about}${grouped(cost.legacyCopies)} of them legacy copies` : "";
  return `\`${["bazel", command, ...flagsText(flags), scope].join(" ")}\` · ${version} · **${about}${counted(cost.links, "link")}** in ${counted(targets.length, "runfiles tree")}${copies}.`;
}

/** Long lists of flags say nothing to a reader. */
function flagsText(flags: readonly string[]): readonly string[] {
  const shown = flags.filter((flag) => flag.length <= LONGEST_FLAG).slice(0, MOST_FLAGS);
  return shown.length === flags.length ? shown : [...shown, "…"];
}

function notes(cost: WorkspaceCost): readonly string[] {
  const sources = [...new Set(cost.contributors.flatMap(({ source }) => source ?? []))];
  return [
    ...(cost.linksAreMade === "on demand"
      ? [
          "With `--nobuild_runfile_links` a build makes none of these links; tests and runs make those of the trees that they need.",
        ]
      : []),
    ...(cost.linksAreMade === "never" ? ["With the flags in force no links are made in the output tree."] : []),
    ...(cost.partialTargets > 0
      ? [
          `Of ${counted(cost.partialTargets, "tree")} not everything is known: they hold at least this (≥, or ≈ with a published figure).`,
        ]
      : []),
    ...(sources.length > 0
      ? [`≈ marks published figures of what is not on disk: ${sources.map(escaped).join("; ")}.`]
      : []),
  ];
}

function contributorRow(contributor: WorkspaceContributor, total: CostFigures): readonly string[] {
  const { title, counted: isCounted, name, targets } = contributor;
  return [
    escaped(title),
    figure(contributor, "links"),
    share(contributor.links, total.links),
    figure(contributor, "legacyCopies"),
    figure(contributor, "sandboxFiles"),
    figure(contributor, "remoteFiles"),
    sizeText(contributor),
    grouped(targets),
    isCounted ? "counted" : `${escaped(name)}, not on disk`,
  ];
}

type Group = readonly [TargetCost, ...TargetCost[]];

/** Targets of one package with the same figures, as a macro makes them, in one row. */
function alike(targets: readonly TargetCost[]): readonly Group[] {
  const groups = new Map<string, [TargetCost, ...TargetCost[]]>();
  for (const target of targets) {
    const { complete, links, legacyCopies, sandboxFiles, remoteFiles, contributors } = target;
    const directory = target.target.slice(0, target.target.lastIndexOf(":"));
    const figures = [links, legacyCopies, sandboxFiles, remoteFiles];
    const key = JSON.stringify([directory, complete, figures, contributors[0]?.title]);
    const group = groups.get(key);
    if (group) group.push(target);
    else groups.set(key, [target]);
  }
  return [...groups.values()];
}

function targetRow([cost, ...others]: Group): readonly string[] {
  const [largest] = cost.contributors;
  const isCounted = cost.contributors.every((one) => one.counted);
  const about = { ...cost, counted: isCounted, isLeast: isCounted && !cost.complete };
  return [
    `\`${cost.target}\`${others.length > 0 ? ` and ${grouped(others.length)} alike` : ""}`,
    figure(about, "links"),
    figure(about, "legacyCopies"),
    figure(about, "sandboxFiles"),
    figure(about, "remoteFiles"),
    sizeText(cost),
    largest ? escaped(largest.title) : "",
  ];
}

function figure(
  cost: CostFigures & Pick<ContributorCost, "counted"> & { readonly isLeast?: boolean },
  what: "links" | "legacyCopies" | "sandboxFiles" | "remoteFiles",
): string {
  const amount = grouped(cost[what]);
  if (cost[what] === 0) return amount;
  return `${cost.isLeast === true ? "≥ " : cost.counted ? "" : "≈"}${amount}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** The first column is text, and so are those without a number. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const isNumber = (column: number) =>
    column > 0 && rows.every((row) => /^[≈≥\d]/.test(row[column] ?? "") || row[column] === "");
  return [line(head), line(head.map((_, column) => (isNumber(column) ? "---:" : "---"))), ...rows.map(line)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
