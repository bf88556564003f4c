/** Targets that Bazel would refuse, at the rule that is at fault. */
import { pathBelow } from "../base/path.ts";
import type { Location } from "../base/text.ts";
import type { Rejection } from "../bazel/analysis/configuredTarget.ts";
import { errorSite } from "../bazel/loading/errorSite.ts";
import type { Package, RuleTarget } from "../bazel/target.ts";
import type { Finding } from "../lints/finding.ts";
import { bazelError } from "./bazelError.ts";
import { isManual } from "./patterns.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** One for each cause; where that is in another repository, one in each BUILD file whose targets need it, at the first of them. */
export function analysisFindings(snapshot: ProjectSnapshot, packages: readonly Package[]): readonly Finding[] {
  const found = new Map<string, { readonly finding: Finding; readonly targets: string[] }>();
  for (const target of packages.flatMap(rulesOf)) {
    const rejection = snapshot.rejection(target.label);
    if (!rejection || !isTold(rejection, target)) continue;
    const cause = snapshot.locate(rejection.site);
    const isOwn = cause !== undefined && pathBelow(snapshot.root, cause.path) !== undefined;
    const location = isOwn ? cause : snapshot.locate(target.site);
    if (!location) continue;
    const key = keyOf(rejection, location, isOwn);
    const known = found.get(key) ?? { finding: finding(snapshot, rejection, location), targets: [] };
    known.targets.push(target.label.toString());
    found.set(key, known);
  }
  return [...found.values()].map(({ finding, targets }) => ({ ...finding, target: targets[0], data: { targets } }));
}

function rulesOf({ targets }: Package): readonly RuleTarget[] {
  return [...targets.values()].filter((target): target is RuleTarget => target.kind === "rule");
}

/** A package in error is told by itself. A build of everything passes over `manual` targets, some of which are there to fail; what hangs on the files alone is told of them, too. */
function isTold({ kind }: Rejection, target: RuleTarget): boolean {
  if (kind === "incompatible" || kind === "package") return false;
  return kind === "cycle" || kind === "missing" || !isManual(target);
}

/** A cycle is told at one of its members. */
function keyOf({ kind, message }: Rejection, { path, range }: Location, isOwn: boolean): string {
  if (kind === "cycle") return message;
  return isOwn ? `${path}:${String(range.start.line)}:${message}` : `${path}:${message}`;
}

function finding(snapshot: ProjectSnapshot, rejection: Rejection, location: Location): Finding {
  const raised = snapshot.locate(errorSite(rejection));
  const cause = snapshot.locate(rejection.site);
  const related = [
    ...(cause && cause.path !== location.path
      ? [{ location: cause, message: "The target at fault is declared here." }]
      : []),
    ...(raised ? [{ location: raised, message: "The error is raised here." }] : []),
  ];
  return { ...bazelError(location, rejection.message), related };
}
