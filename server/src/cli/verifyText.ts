/** What `verify` prints: what is wrong and what is not judged target by target, what is partial by its causes, and a table of sums. */
import { counted, grouped } from "../base/counts.ts";
import type {
  PartialCause,
  ReasonStep,
  TargetVerdict,
  TreeDifference,
  Verdict,
  VerdictCounts,
  VerifyReport,
} from "../ide/verifyReport.ts";
import { printable } from "./printable.ts";
import type { Style } from "./terminal.ts";

const NAMES = {
  equal: "equal",
  partial: "partial",
  wrong: "WRONG",
  rejected: "rejected",
  unjudged: "unjudged",
} as const satisfies Record<Verdict, string>;

export interface VerifyTextOptions {
  readonly style: Style;
  /** Print every target, also those that are equal. */
  readonly all: boolean;
}

export function verifyText(report: VerifyReport, { style, all }: VerifyTextOptions): string {
  const listed = report.targets.filter((target) => all || isListed(target));
  const blocks = [
    listed.flatMap((target) => targetLines(target, style)),
    report.causes.length === 0 ? [] : ["Not known, in partial trees:", ...report.causes.flatMap(causeLines)],
    table(report, style),
    report.notes.map((note) => style.yellow(printable(note))),
    [conclusion(report, style), ""],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

/** Partial trees stand below their causes; one that differs where its reasons do not explain it is a suspect of its own. */
function isListed({ verdict, unexplainedCount }: TargetVerdict): boolean {
  return verdict === "wrong" || verdict === "unjudged" || unexplainedCount > 0;
}

function targetLines(target: TargetVerdict, style: Style): readonly string[] {
  const name = verdictStyle(target.verdict, style)(NAMES[target.verdict].padEnd(8));
  const judge = target.judge === null ? "" : `, against ${judgeText(target.judge)}`;
  const kept =
    target.keptNamed === 0 ? "" : `, ${target.keptConfirmed} of ${target.keptNamed} kept contenders confirmed`;
  const alias = target.actual === null ? "" : `alias of ${target.actual}, `;
  const kind = target.executable ? "" : "not executable, ";
  const unlisted = target.differenceCount - target.differences.length;
  return [
    `${name} ${printable(target.target)} ${style.dim(`(${alias}${kind}${counted(target.links, "link")}${judge}${kept})`)}`,
    ...(target.message === null ? [] : target.message.split("\n").map((line) => `    ${printable(line)}`)),
    ...(target.unexplainedCount === 0
      ? []
      : [
          `    partial, and ${counted(target.unexplainedCount, "entry differs", "entries differ")} that no reason explains`,
        ]),
    ...target.differences.map((difference) => `    ${printable(differenceText(difference))}`),
    ...(unlisted > 0 ? [`    … and ${counted(unlisted, "more difference")}`] : []),
    ...target.reasons.flatMap((reason) => [
      `    not known: ${placeText(reason)}${printable(reason.reason)}`,
      ...viaLines(reason.via, "        "),
    ]),
  ];
}

function causeLines(cause: PartialCause): readonly string[] {
  return [
    `  ${counted(cause.targets, "target")}: ${printable(cause.reason)}`,
    `      first ${printable(cause.firstTarget)}${cause.file === null ? "" : `, ${placeText(cause).slice(0, -2)}`}`,
    ...viaLines(cause.via, "      "),
  ];
}

/** A chain of one step says nothing new. */
function viaLines(via: readonly ReasonStep[], indentation: string): readonly string[] {
  if (via.length < 2) return [];
  const steps = via.map(({ target, attribute }) => (attribute === null ? target : `${target} → ${attribute}`));
  return [`${indentation}through ${printable(steps.join(" → "))}`];
}

function placeText({ file, line }: { readonly file: string | null; readonly line: number | null }): string {
  return file === null ? "" : `${printable(file)}${line === null ? "" : `:${line}`}: `;
}

const COLUMNS = ["complete", "equal", "partial", "wrong", "rejected", "unjudged"] as const;

function table({ executables, others, summary }: VerifyReport, style: Style): readonly string[] {
  const rows = [
    ["", "targets", ...COLUMNS.map((column) => (column === "complete" ? column : NAMES[column]))],
    row("executable", executables),
    row("other", others),
    row("all", summary),
  ];
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((cells) => cells[index]?.length ?? 0))) ?? [];
  const lines = rows.map((cells) =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line, index) => (index === 0 ? style.dim(line) : line));
}

function row(name: string, counts: VerdictCounts): readonly string[] {
  return [name, grouped(counts.targets), ...COLUMNS.map((column) => share(counts[column], counts.targets))];
}

/** `118 (98.3 %)`; never 100 % of what is not all. */
function share(count: number, all: number): string {
  if (count === 0) return "0";
  const percentage = Math.floor((1000 * count) / all) / 10;
  return `${grouped(count)} (${percentage.toFixed(1)} %)`;
}

function conclusion({ bazelVersion, summary, whole }: VerifyReport, style: Style): string {
  const version = bazelVersion === null ? "a Bazel of unknown version" : `Bazel ${bazelVersion}`;
  const sums = Object.entries(NAMES)
    .map(([verdict, name]) => ({ name, count: summary[verdict as Verdict] }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${grouped(count)} ${name}`);
  const text = `${counted(summary.targets, "target")} compared with ${version}: ${sums.join(", ") || "none"}.`;
  return whole ? text : `${text} ${style.red("The comparison is not whole.")}`;
}

function differenceText({ path, kind, predicted, actual }: TreeDifference): string {
  switch (kind) {
    case "missing":
      return `missing ${path}: Bazel has ${actual ?? "nothing"}`;
    case "unexpected":
      return `unexpected ${path}: predicted was ${predicted ?? "nothing"}`;
    case "other-artifact":
      return `${path}: predicted ${predicted ?? "nothing"}, Bazel ${actual ?? "nothing"}`;
    case "other-contenders":
      return `${path}: contenders predicted [${predicted ?? ""}], Bazel's [${actual ?? ""}]`;
    default:
      return kind satisfies never;
  }
}

function judgeText(judge: NonNullable<TargetVerdict["judge"]>): string {
  switch (judge) {
    case "aquery-manifest":
      return "the manifest that Bazel would write";
    case "built-manifest":
      return "the built manifest";
    case "ingredients":
      return "cquery's ingredients";
    default:
      return judge satisfies never;
  }
}

function verdictStyle(verdict: Verdict, style: Style): (text: string) => string {
  switch (verdict) {
    case "equal":
    case "rejected":
      return style.green;
    case "partial":
    case "unjudged":
      return style.yellow;
    case "wrong":
      return style.red;
    default:
      return verdict satisfies never;
  }
}
