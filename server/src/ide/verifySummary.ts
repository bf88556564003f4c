/** Sums of a verification: verdicts counted, and partial targets by what they have in common. */
import type { PartialCause, TargetVerdict, Verdict, VerdictCounts, VerifyReport } from "./verifyReport.ts";

export type Sums = Pick<VerifyReport, "summary" | "executables" | "others" | "causes">;

export function summarize(targets: readonly TargetVerdict[]): Sums {
  return {
    summary: counts(targets),
    executables: counts(targets.filter(({ executable }) => executable)),
    others: counts(targets.filter(({ executable }) => !executable)),
    causes: causes(targets),
  };
}

function counts(targets: readonly TargetVerdict[]): VerdictCounts {
  const verdicts: Record<Verdict, number> = { equal: 0, partial: 0, rejected: 0, wrong: 0, unjudged: 0 };
  for (const { verdict } of targets) verdicts[verdict]++;
  const complete = targets.filter(({ completeness }) => completeness === "complete").length;
  return { ...verdicts, targets: targets.length, complete };
}

/** One cause has many places: a repository that is missing is met wherever it is named. */
function causes(targets: readonly TargetVerdict[]): readonly PartialCause[] {
  const found = new Map<string, { first: PartialCause; readonly targets: Set<string> }>();
  for (const { target, reasons, verdict } of targets) {
    if (verdict !== "partial") continue;
    for (const { kind, reason, file, line, via } of reasons) {
      const key = `${kind}\0${reason}`;
      const known = found.get(key);
      if (known) known.targets.add(target);
      else {
        const first = { kind, reason, targets: 1, firstTarget: target, file, line, via };
        found.set(key, { first, targets: new Set([target]) });
      }
    }
  }
  return [...found.values()]
    .map(({ first, targets: all }) => ({ ...first, targets: all.size }))
    .sort((a, b) => b.targets - a.targets || (a.reason < b.reason ? -1 : 1));
}
