/** Suppression comments: `# runfiles-lens: ignore <lint>[, <lint>…] — reason`, at the end of the finding's first line or on a line of its own just above it. */
import type { Finding } from "./finding.ts";
import type { ParsedFile } from "../syntax/ast.ts";

const COMMENT = /^#\s*runfiles-lens:\s*ignore\s+([a-z-]+(?:\s*,\s*[a-z-]+)*)/;

/** The lint ids that a comment names, undefined for other comments. */
export function suppressedLints(comment: string): readonly string[] | undefined {
  return COMMENT.exec(comment)?.[1]?.split(/\s*,\s*/);
}

export function isSuppressed(finding: Finding, file: ParsedFile): boolean {
  const { line } = finding.location.range.start;
  return file.comments.some((comment) => {
    const lints = suppressedLints(comment.text);
    if (!lints?.includes(finding.lint)) return false;
    const start = file.lines.position(comment.span.start);
    if (start.line === line) return true;
    return start.line < line && onlyCommentsBetween(file, start.line, line) && isAlone(file, comment.span.start);
  });
}

/** In a .bazelrc: the comment at the end of the finding's line, or alone on one of the comment lines just above. */
export function isSuppressedInRc(finding: Finding, text: string): boolean {
  const lines = text.split(/\r?\n/);
  const suppresses = (line: string | undefined): boolean =>
    suppressedLints(/#.*$/.exec(line ?? "")?.[0] ?? "")?.includes(finding.lint) === true;
  let { line } = finding.location.range.start;
  if (suppresses(lines[line])) return true;
  while (/^\s*#/.test(lines[--line] ?? "")) if (suppresses(lines[line])) return true;
  return false;
}

/** Whether no code stands before a comment on its line: no node begins or ends there. */
function isAlone(file: ParsedFile, offset: number): boolean {
  const lineStart = offset - file.lines.position(offset).character;
  return !file.spans.some((edge, index) =>
    index % 2 === 0 ? edge >= lineStart && edge < offset : edge > lineStart && edge <= offset,
  );
}

/** Comment lines may stand between a suppression and what it is about. */
function onlyCommentsBetween(file: ParsedFile, from: number, to: number): boolean {
  for (let line = from + 1; line < to; line++) {
    if (!file.comments.some((comment) => file.lines.position(comment.span.start).line === line)) return false;
  }
  return true;
}
