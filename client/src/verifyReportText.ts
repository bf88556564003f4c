/** A verification as Markdown: what is wrong first, what is equal last. */
import type { Judge, TargetVerdict, TreeDifference, Verdict, VerifyReport } from "../../server/src/protocol.ts";
import { count } from "./wording.ts";

/** In the order in which they are reported. */
const verdicts = {
  wrong: "WRONG: called complete, and not what Bazel has",
  unjudged: "Not judged: Bazel gave no answer",
  partial: "Partial: the prediction said itself that something is unknown",
  rejected: "Rejected, by Bazel as well",
  equal: "Equal",
} as const satisfies Record<Verdict, string>;

const judges = {
  "aquery-manifest": "the manifest that Bazel would write",
  "built-manifest": "the manifest of a build",
  ingredients: "Bazel's runfiles, flattened by Runfiles Lens",
} as const satisfies Record<Judge, string>;

export function verifyReportText(report: VerifyReport): string {
  const { bazelVersion, command, flags, targets, summary } = report;
  const version = bazelVersion === null ? "Bazel of unknown version" : `Bazel ${bazelVersion}`;
  const order = Object.keys(verdicts) as Verdict[];
  return [
    "# Predictions held against Bazel",
    `${version}, \`${[command, ...flags].join(" ")}\`: ${order
      .filter((verdict) => summary[verdict] > 0)
      .map((verdict) => `${summary[verdict]} ${verdict}`)
      .join(", ")}.`,
    ...order.flatMap((verdict) =>
      section(
        verdict,
        targets.filter((target) => target.verdict === verdict),
      ),
    ),
    "",
  ].join("\n\n");
}

function section(verdict: Verdict, targets: readonly TargetVerdict[]): readonly string[] {
  if (targets.length === 0) return [];
  return [`## ${verdicts[verdict]}`, targets.map(target).join("\n")];
}

function target({ target, judge, links, differenceCount, differences, reasons, message }: TargetVerdict): string {
  const judged = judge === null ? "" : `, judged by ${judges[judge]}`;
  const hidden = differenceCount - differences.length;
  return [
    `- \`${target}\` — ${count(links, "link")}${judged}`,
    ...(message === null ? [] : [`  - ${message.split("\n").join(" ")}`]),
    ...reasons.map(
      ({ reason, file, line }) => `  - ${reason}${file === null ? "" : ` (${file}${line === null ? "" : `:${line}`})`}`,
    ),
    ...differences.map((one) => `  - ${difference(one)}`),
    ...(hidden > 0 ? [`  - … and ${count(hidden, "more difference")}`] : []),
  ].join("\n");
}

function difference({ path, kind, predicted, actual }: TreeDifference): string {
  switch (kind) {
    case "missing":
      return `\`${path}\`: Bazel has it, not predicted (${actual ?? "no artifact"})`;
    case "unexpected":
      return `\`${path}\`: predicted, Bazel has it not (${predicted ?? "no artifact"})`;
    case "other-artifact":
    case "other-contenders":
      return `\`${path}\`: predicted ${predicted ?? "nothing"}, Bazel has ${actual ?? "nothing"}`;
    default:
      return kind satisfies never;
  }
}
