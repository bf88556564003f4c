/** What `gaps` prints. */
import { counted, grouped } from "../base/counts.ts";
import type { CountedGap, GapTotals } from "../ide/gaps.ts";
import { printable } from "./printable.ts";
import type { Style } from "./terminal.ts";

/** Stable, as `--format json` prints it. */
export interface GapsReport {
  readonly workspace: string;
  readonly totals: GapTotals;
  readonly seconds: number;
  /** Packages whose evaluation gave no answer: it failed, took too much memory or too long. */
  readonly errors: readonly { readonly package: string; readonly message: string }[];
  readonly gaps: readonly CountedGap[];
}

export function gapsText({ workspace, totals, seconds, errors, gaps }: GapsReport, style: Style): string {
  const percentage = totals.targets === 0 ? "" : ` (${((100 * totals.complete) / totals.targets).toFixed(1)} %)`;
  return [
    style.bold(printable(workspace)),
    ...gaps.flatMap((gap) => gapLines(gap, style)),
    ...errors.map((error) => style.red(`error in //${printable(error.package)}: ${printable(error.message)}`)),
    `${counted(totals.packages, "package")} (${totals.open} open, ${totals.unknown} unknown), ${counted(totals.targets, "target")}: ` +
      `${grouped(totals.complete)} complete${percentage}, ${grouped(totals.partial)} partial, ${grouped(totals.rejected)} rejected; ` +
      `${counted(errors.length, "error")}, ${seconds} s.`,
    "",
  ].join("\n");
}

function gapLines(gap: CountedGap, style: Style): readonly string[] {
  const { kind, name, targets, packages, message, firstTarget, file, line } = gap;
  const place = [firstTarget, file === null ? null : `${file}${line === null ? "" : `:${line}`}`].filter(
    (part) => part !== null,
  );
  return [
    `${grouped(targets).padStart(7)} ${kind} ${printable(name)} ${style.dim(`(${counted(packages, "package")})`)}`,
    `        ${style.dim(printable([message.split("\n")[0] ?? "", ...place].join(" · ")))}`,
  ];
}
