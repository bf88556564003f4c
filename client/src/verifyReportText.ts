/** A verification as Markdown: the sums first, then what is wrong, what is not known by its causes, and what is equal last. */
import type {
  Judge,
  PartialCause,
  ReasonStep,
  TargetVerdict,
  TreeDifference,
  Verdict,
  VerdictCounts,
  VerifyReport,
} from "../../server/src/protocol.ts";
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

/** Of one verdict; more lines than these nobody reads, and an editor shows them badly. */
const mostTargets = 1000;

export function verifyReportText(report: VerifyReport): string {
  const { bazelVersion, command, flags, targets, causes, notes } = report;
  const version = bazelVersion === null ? "Bazel of unknown version" : `Bazel ${bazelVersion}`;
  const order = Object.keys(verdicts) as Verdict[];
  return [
    "# Predictions held against Bazel",
    `${version}, \`${[command, ...flags].join(" ")}\`. An executable is judged by its tree, any other target by its default runfiles.`,
    table(report),
    ...notes.map((note) => `**${note}**`),
    ...order.flatMap((verdict) =>
      section(
        verdict,
        targets.filter((target) => target.verdict === verdict),
        causes,
      ),
    ),
    "",
  ].join("\n\n");
}

function table({ executables, others, summary }: VerifyReport): string {
  const columns = ["targets", "complete", "equal", "partial", "wrong", "rejected", "unjudged"] as const;
  const row = (name: string, counts: VerdictCounts) => [
    name,
    ...columns.map((column) => share(counts[column], column === "targets" ? 0 : counts.targets)),
  ];
  const rows = [["", ...columns], row("executable", executables), row("other", others), row("all", summary)];
  const widths = ["", ...columns].map((_, index) => Math.max(...rows.map((cells) => cells[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, index) => (index === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return rows.flatMap((cells, index) => (index === 0 ? [line(cells), rule] : [line(cells)])).join("\n");
}

/** Never 100 % of what is not all. */
function share(part: number, all: number): string {
  return all === 0 || part === 0 ? String(part) : `${part} (${(Math.floor((1000 * part) / all) / 10).toFixed(1)} %)`;
}

function section(
  verdict: Verdict,
  targets: readonly TargetVerdict[],
  causes: readonly PartialCause[],
): readonly string[] {
  if (targets.length === 0) return [];
  const hidden = targets.length - mostTargets;
  return [
    `## ${verdicts[verdict]}`,
    ...(verdict === "partial" && causes.length > 0 ? [causes.map(cause).join("\n")] : []),
    [
      ...targets.slice(0, mostTargets).map(verdict === "partial" ? partialTarget : target),
      ...(hidden > 0 ? [`- … and ${count(hidden, "more target")}`] : []),
    ].join("\n"),
  ];
}

function cause({ targets, reason, firstTarget, file, line, via }: PartialCause): string {
  return [
    `- **${count(targets, "target")}**: ${reason}${place(file, line)}`,
    `  - first \`${firstTarget}\``,
    ...chain(via),
  ].join("\n");
}

/** The causes stand above all partial targets; what they do not explain stands here. */
function partialTarget(verdict: TargetVerdict): string {
  const { target: label, links, differenceCount, unexplainedCount } = verdict;
  if (unexplainedCount > 0) return target(verdict);
  const missing = differenceCount === 0 ? "equal as far as known" : count(differenceCount, "difference");
  return `- \`${label}\` — ${count(links, "link")}, ${missing}`;
}

function target(verdict: TargetVerdict): string {
  const {
    target: label,
    actual,
    judge,
    links,
    differenceCount,
    unexplainedCount,
    differences,
    reasons,
    message,
  } = verdict;
  const judged = judge === null ? "" : `, judged by ${judges[judge]}`;
  const alias = actual === null ? "" : ` (alias of \`${actual}\`)`;
  const hidden = differenceCount - differences.length;
  return [
    `- \`${label}\`${alias} — ${count(links, "link")}${judged}`,
    ...(message === null ? [] : [`  - ${message.split("\n").join(" ")}`]),
    ...(unexplainedCount === 0
      ? []
      : [`  - partial, and ${count(unexplainedCount, "difference")} that no reason explains`]),
    ...reasons.flatMap(({ reason, file, line, via }) => [`  - ${reason}${place(file, line)}`, ...chain(via)]),
    ...differences.map((one) => `  - ${difference(one)}`),
    ...(hidden > 0 ? [`  - … and ${count(hidden, "more difference")}`] : []),
  ].join("\n");
}

/** A chain of one step says nothing new. */
function chain(via: readonly ReasonStep[]): readonly string[] {
  if (via.length < 2) return [];
  const steps = via.map(({ target: label, attribute }) => `\`${label}\`${attribute === null ? "" : ` → ${attribute}`}`);
  return [`  - through ${steps.join(" → ")}`];
}

function place(file: string | null, line: number | null): string {
  return file === null ? "" : ` (${file}${line === null ? "" : `:${line}`})`;
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
