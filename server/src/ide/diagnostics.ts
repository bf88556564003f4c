/** Findings as the editor's list of problems wants them: by file, in the order of the text. */
import type { Position } from "../base/text.ts";
import type { Finding } from "../lints/finding.ts";
import type { Snapshot } from "../project.ts";

export interface DiagnosticsData {
  readonly files: readonly { readonly path: string; readonly findings: readonly Finding[] }[];
  /** Files that were asked for and that only the whole workspace can judge; no errors are known in them. */
  readonly undecided: readonly string[];
}

/** Of some files what can be said at once, or (`paths` undefined) of all files with findings what the whole workspace tells. */
export function diagnostics(
  snapshot: Snapshot,
  params: { readonly paths: readonly string[] | undefined },
): DiagnosticsData {
  const { paths } = params;
  const byPath = paths ? snapshot.nearFindings(paths) : grouped(snapshot.findings());
  return {
    files: [...byPath].map(([path, findings]) => ({ path, findings: [...findings].sort(inTextOrder) })),
    undecided: (paths ?? []).filter((path) => !byPath.has(path)),
  };
}

function grouped(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { path } = finding.location;
    const known = byPath.get(path);
    if (known) known.push(finding);
    else byPath.set(path, [finding]);
  }
  return byPath;
}

export function inTextOrder(a: Finding, b: Finding): number {
  return (
    comparePositions(a.location.range.start, b.location.range.start) ||
    compareStrings(a.lint, b.lint) ||
    compareStrings(a.message, b.message)
  );
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
