/** Code actions at a place: the fixes of the findings there, the advice that gains something there, and the comments that suppress findings. */
import type { Range } from "../base/text.ts";
import type { FileEdit, Finding, Fix } from "../lints/finding.ts";
import type { Snapshot } from "../project.ts";
import { adviceActions } from "./adviceActions.ts";
import { comparePositions } from "./diagnostics.ts";

export type CodeActionData =
  /** Edits of the files at hand. */
  | {
      readonly kind: "edit";
      readonly title: string;
      readonly actionKind: Fix["kind"];
      readonly preferred: boolean;
      /** What it mends; undefined for advice that nothing is found wrong with. */
      readonly finding: Finding | undefined;
      readonly edits: readonly FileEdit[];
      /** Set where the client shall ask before it applies: the trade-off, as one sentence. */
      readonly confirm: string | undefined;
      /** The same can be had without being asked: for clients that cannot ask it is not worth an entry. */
      readonly isPreview: boolean;
    }
  /** Edits of a file that is not at hand, which is then shown. */
  | {
      readonly kind: "editElsewhere";
      readonly title: string;
      readonly actionKind: Fix["kind"];
      readonly preferred: boolean;
      readonly finding: Finding;
      readonly edits: readonly FileEdit[];
      readonly reveal: NonNullable<Fix["reveal"]>;
    };

export function codeActions(
  snapshot: Snapshot,
  params: { readonly path: string; readonly range: Range },
): readonly CodeActionData[] {
  const here = snapshot
    .findings([params.path])
    .filter((finding) => finding.location.path === params.path && touches(finding.location.range, params.range));
  const fixes = here.flatMap(fixActions);
  return [...fixes, ...adviceActions(snapshot, params, fixes), ...here.map(suppression)];
}

/** The fix that `runfilesLens/bazelrcFix` answers: the first of the lint's that edits a file which is then to be shown. */
export function revealingFix(snapshot: Snapshot, params: { readonly lint: string }): Fix | undefined {
  return snapshot
    .findings()
    .filter((finding) => finding.lint === params.lint)
    .flatMap((finding) => finding.fixes)
    .find((fix) => fix.reveal !== undefined);
}

function fixActions(finding: Finding): CodeActionData[] {
  return finding.fixes.flatMap((fix): CodeActionData[] => {
    const base = { actionKind: fix.kind, finding, edits: fix.edits };
    if (!fix.reveal) {
      const confirm = fix.preferred ? undefined : fix.tradeOff;
      return [{ kind: "edit", title: fix.title, preferred: fix.preferred, confirm, isPreview: false, ...base }];
    }
    return [
      { kind: "editElsewhere", title: fix.title, preferred: fix.preferred, reveal: fix.reveal, ...base },
      {
        kind: "edit",
        title: `${fix.title} (preview)`,
        preferred: false,
        confirm: fix.tradeOff,
        isPreview: true,
        ...base,
      },
    ];
  });
}

/** A comment on a line of its own, above the finding and as far in; its author is to fill in why. */
function suppression(finding: Finding): CodeActionData {
  const { path, range } = finding.location;
  const at = { line: range.start.line, character: 0 };
  const indent = " ".repeat(range.start.character);
  const newText = `${indent}# runfiles-lens: ignore ${finding.lint} — explain why\n`;
  return {
    kind: "edit",
    title: `Ignore ${finding.lint} here with a comment`,
    actionKind: "quickfix",
    preferred: false,
    finding,
    edits: [{ path, create: false, edits: [{ range: { start: at, end: at }, newText }] }],
    confirm: undefined,
    isPreview: false,
  };
}

function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}
