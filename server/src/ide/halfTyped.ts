/**
 * Documents that do not parse. What is evaluated of such a document is the last text that did ("the last good result"), and what is shown is moved to where the same code stands now: findings and lenses inside
 * of what has changed since are held back, and the document's syntax errors are shown instead.
 */
import type { Finding } from "../lints/finding.ts";
import type { CodeActionData } from "./codeActions.ts";
import type { CodeLensData } from "./codeLens.ts";
import type { DiagnosticsData } from "./diagnostics.ts";
import { inTextOrder } from "./diagnostics.ts";
import type { TextShift } from "./textShift.ts";

export interface HalfTypedDocument {
  readonly shift: TextShift;
  /** One finding for each error of the shown text. */
  readonly syntaxErrors: readonly Finding[];
}

export type HalfTypedDocuments = ReadonlyMap<string, HalfTypedDocument>;

export function shownDiagnostics(data: DiagnosticsData, documents: HalfTypedDocuments): DiagnosticsData {
  if (documents.size === 0) return data;
  const files = data.files.map(({ path, findings }) => {
    const own = documents.get(path);
    const shown = findings.flatMap((finding) => shownFinding(finding, documents));
    return { path, findings: own ? [...shown, ...own.syntaxErrors].sort(inTextOrder) : shown };
  });
  const known = new Set(files.map((file) => file.path));
  const others = [...documents].filter(([path]) => !known.has(path));
  return {
    files: [...files, ...others.map(([path, { syntaxErrors }]) => ({ path, findings: syntaxErrors }))],
    undecided: data.undecided.filter((path) => !documents.has(path)),
  };
}

export function shownLenses(
  lenses: readonly CodeLensData[],
  document: HalfTypedDocument | undefined,
): readonly CodeLensData[] {
  if (!document) return lenses;
  return lenses.flatMap((lens) => {
    const range = document.shift.toShown(lens.range);
    return range ? [{ ...lens, range }] : [];
  });
}

/** No action edits a document that is half typed. */
export function applicableActions(
  actions: readonly CodeActionData[],
  documents: HalfTypedDocuments,
): readonly CodeActionData[] {
  return actions.filter((action) => action.edits.every((edit) => !documents.has(edit.path)));
}

function shownFinding(finding: Finding, documents: HalfTypedDocuments): readonly Finding[] {
  const { path, range } = finding.location;
  const document = documents.get(path);
  const shown = document ? document.shift.toShown(range) : range;
  if (!shown) return [];
  const related = finding.related.flatMap((one) => {
    const other = documents.get(one.location.path);
    if (!other) return [one];
    const moved = other.shift.toShown(one.location.range);
    return moved ? [{ ...one, location: { ...one.location, range: moved } }] : [];
  });
  const fixes = finding.fixes.filter((fix) => fix.edits.every((edit) => !documents.has(edit.path)));
  return [{ ...finding, location: { path, range: shown }, related, fixes }];
}
