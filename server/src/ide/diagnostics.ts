/** Findings as the editor's list of problems wants them: by file, in the order of the text. */
import type { Position } from "../base/text.ts";
import type { Finding } from "../lints/finding.ts";
import type { Snapshot } from "../project.ts";

export interface DiagnosticsData {
  /** Those that were asked for have an entry, and every other file that has findings. */
  readonly files: readonly { readonly path: string; readonly findings: readonly Finding[] }[];
}

/** `paths` undefined: the whole workspace. */
export function diagnostics(
  snapshot: Snapshot,
  params: { readonly paths: readonly string[] | undefined },
): DiagnosticsData {
  const byPath = new Map<string, Finding[]>((params.paths ?? []).map((path) => [path, []]));
  for (const finding of snapshot.findings(params.paths)) {
    const { path } = finding.location;
    if (params.paths && !byPath.has(path)) continue;
    const known = byPath.get(path);
    if (known) known.push(finding);
    else byPath.set(path, [finding]);
  }
  return { files: [...byPath].map(([path, findings]) => ({ path, findings: findings.sort(inTextOrder) })) };
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
