/** Edits that fixes make in BUILD files: a new call, and the `load` that it needs. */
import type { TextEdit } from "../base/text.ts";
import { spanOf, type ParsedFile, type Statement } from "../syntax/ast.ts";
import type { LintContext } from "./lint.ts";

/** A file as it was written. */
export interface Source {
  readonly path: string;
  readonly file: ParsedFile;
  readonly text: string;
}

/** Undefined for a file with syntax errors, which nobody edits by machine. */
export function sourceOf(context: LintContext, path: string): Source | undefined {
  const parsed = context.graph.get(context.host.loading.parsedFile, path);
  if (parsed.kind !== "parsed" || parsed.file.errors.length > 0) return undefined;
  return { path, file: parsed.file, text: parsed.text };
}

/** A `load` behind the last one, or in front of the first statement that is no docstring; none where the name is there. `module`: the label of the .bzl file. */
export function loadEdits({ file, text }: Source, module: string, symbol: string): readonly TextEdit[] {
  const { statements } = file.tree;
  const loads = statements.filter((statement) => statement.kind === "load");
  if (loads.some(({ bindings }) => bindings.some(({ local }) => local === symbol))) return [];
  const lineBreak = lineBreakOf(text);
  const load = `load("${module}", "${symbol}")`;
  const last = loads.at(-1);
  if (last) return [insertion(file, spanOf(file, last.id).end, `${lineBreak}${load}`)];
  const first = statements.find((statement) => !isDocstring(statement));
  return first ? [insertion(file, spanOf(file, first.id).start, `${load}${lineBreak}${lineBreak}`)] : [];
}

function isDocstring(statement: Statement): boolean {
  return statement.kind === "expression-statement" && statement.expression.kind === "string";
}

export function insertion(file: ParsedFile, offset: number, newText: string): TextEdit {
  return { range: file.lines.range({ start: offset, end: offset }), newText };
}

export function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
