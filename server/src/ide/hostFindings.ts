/** Findings that come from the host rather than from a lint: half-typed code, and files that were set aside because evaluating them exhausted the machine. */
import type { Range } from "../base/text.ts";
import { LineIndex } from "../base/text.ts";
import type { Finding } from "../lints/finding.ts";
import { BAZEL_ERROR } from "../project/bazelError.ts";
import { RESOURCE_LIMIT } from "../project/loadingFindings.ts";
import type { LintDescription } from "../settings.ts";
import type { SyntaxError } from "../syntax/ast.ts";

/** Findings that no lint makes, and that so have no setting. */
export const HOST_LINTS: readonly LintDescription[] = [
  { id: BAZEL_ERROR, severity: "error", summary: "Bazel would report an error here." },
  { id: RESOURCE_LIMIT, severity: "error", summary: "Evaluating the file took more steps or memory than it may." },
];

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** So many errors of one file are shown: what follows is mostly a consequence. */
const LISTED_ERRORS = 32;

export function syntaxFindings(path: string, text: string, errors: readonly SyntaxError[]): readonly Finding[] {
  const lines = new LineIndex(text);
  return errors
    .slice(0, LISTED_ERRORS)
    .map((error) => hostFinding(BAZEL_ERROR, path, lines.range(error.span), error.message));
}

/** `reason` completes "was set aside: …". */
export function quarantineFinding(path: string, reason: string): Finding {
  return hostFinding(
    RESOURCE_LIMIT,
    path,
    START,
    `This file was set aside: ${reason}. It is tried again when it changes.`,
  );
}

function hostFinding(lint: string, path: string, range: Range, message: string): Finding {
  return {
    lint,
    severity: "error",
    location: { path, range },
    message,
    target: undefined,
    related: [],
    fixes: [],
    data: { targets: [] },
  };
}
