/** What `verify` prints: a line for each target, the differences and reasons below it, and the sums. */
import { counted, grouped } from "../ide/texts.ts";
import type { TargetVerdict, TreeDifference, Verdict, VerifyReport } from "../ide/verifyReport.ts";
import type { Style } from "./terminal.ts";

const NAMES = {
  equal: "equal",
  partial: "partial",
  rejected: "rejected",
  wrong: "WRONG",
  unjudged: "unjudged",
} as const satisfies Record<Verdict, string>;

export function verifyText(report: VerifyReport, style: Style): string {
  const lines = report.targets.flatMap((target) => targetLines(target, style));
  const sums = Object.entries(NAMES)
    .map(([verdict, name]) => ({ name, count: report.summary[verdict as Verdict] }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${grouped(count)} ${name}`);
  const version = report.bazelVersion === null ? "a Bazel of unknown version" : `Bazel ${report.bazelVersion}`;
  const total = counted(report.targets.length, "target");
  return [...lines, `${total} compared with ${version}: ${sums.join(", ") || "none"}.`, ""].join("\n");
}

export function targetLines(target: TargetVerdict, style: Style): readonly string[] {
  const name = verdictStyle(target.verdict, style)(NAMES[target.verdict].padEnd(8));
  const judge = target.judge === null ? "" : `, against ${judgeText(target.judge)}`;
  const kept =
    target.keptNamed === 0 ? "" : `, ${target.keptConfirmed} of ${target.keptNamed} kept contenders confirmed`;
  const unlisted = target.differenceCount - target.differences.length;
  return [
    `${name} ${target.target} ${style.dim(`(${counted(target.links, "link")}${judge}${kept})`)}`,
    ...(target.message === null ? [] : [`    ${target.message}`]),
    ...target.differences.map((difference) => `    ${differenceText(difference)}`),
    ...(unlisted > 0 ? [`    … and ${counted(unlisted, "more difference")}`] : []),
    ...target.reasons.map(({ reason, file, line }) => {
      const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}: `;
      return `    not known: ${place}${reason}`;
    }),
  ];
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
