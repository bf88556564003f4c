/** What the command line asks: the findings of some patterns with the counts of the run, the labels of patterns, and who carries a path. */
import { joinPath, parentPath, pathBelow } from "../base/path.ts";
import type { Finding } from "../lints/finding.ts";
import type { Snapshot, WorkspaceSummary } from "../project.ts";
import { inTextOrder } from "./diagnostics.ts";

export interface CheckData {
  readonly workspace: WorkspaceSummary;
  readonly findings: readonly Finding[];
  /** Patterns that stand for nothing. */
  readonly errors: readonly string[];
  readonly statistics: ReturnType<Snapshot["statistics"]>;
}

export interface ExpandParams {
  readonly patterns: readonly string[];
  readonly includeManual: boolean;
}

export interface ExpandData {
  readonly labels: readonly string[];
  readonly errors: readonly string[];
}

/** No patterns: the whole workspace. Else those findings that concern a target of the patterns, or a file of their packages. */
export function check(snapshot: Snapshot, params: ExpandParams): CheckData {
  const { labels, errors } = expand(snapshot, params);
  const all = [...snapshot.findings()].sort((a, b) => compare(a.location.path, b.location.path) || inTextOrder(a, b));
  const findings = params.patterns.length === 0 ? all : all.filter(concerning(snapshot.root, params.patterns, labels));
  return { workspace: snapshot.workspace(), findings, errors, statistics: snapshot.statistics() };
}

/** Labels without duplicates, in the order of the patterns. A pattern that begins with `-` takes away what those before it named, as on Bazel's command line. */
export function expand(snapshot: Snapshot, params: ExpandParams): ExpandData {
  const labels = new Set<string>();
  const errors: string[] = [];
  for (const pattern of params.patterns) {
    const isNegative = pattern.startsWith("-");
    const expansion = snapshot.expand(isNegative ? pattern.slice(1) : pattern, {
      includeManual: isNegative || params.includeManual,
    });
    errors.push(...expansion.errors);
    for (const label of expansion.labels.map(String)) {
      if (isNegative) labels.delete(label);
      else labels.add(label);
    }
  }
  return { labels: [...labels], errors };
}

/** Labels of the executable targets whose tree has the path. */
export function whoCarries(snapshot: Snapshot, params: { readonly path: string }): readonly string[] {
  return snapshot.whoCarries(params.path).map(String);
}

function concerning(
  root: string,
  patterns: readonly string[],
  labels: readonly string[],
): (finding: Finding) => boolean {
  const wanted = new Set(labels);
  return (finding) => {
    const targets = [...(finding.target === undefined ? [] : [finding.target]), ...finding.data.targets];
    if (targets.length > 0) return targets.some((target) => wanted.has(target));
    return patterns.some((pattern) => isInPackages(root, pattern, finding.location.path));
  };
}

/** Whether a file lies in one of the directories whose packages a pattern of the main repository names. */
function isInPackages(root: string, pattern: string, path: string): boolean {
  const [, directory = "", below] = /^\/\/([^:]*?)(\/?\.\.\.)?(?::.*)?$/.exec(pattern) ?? [];
  const place = joinPath(root, directory);
  return below === undefined ? parentPath(path) === place : pathBelow(place, path) !== undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
