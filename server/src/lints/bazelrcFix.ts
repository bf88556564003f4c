/** Fixes that edit .bazelrc files, shared by the lints about flags. */
import type { Fix } from "./finding.ts";
import type { LintContext } from "./lint.ts";
import type { WrittenFlag } from "./writtenOptions.ts";
import { noLegacyExternalRunfiles } from "../advice/noLegacyExternalRunfiles.ts";
import type { Range } from "../base/text.ts";
import type { RcCommand } from "../bazel/workspace/bazelrc/edit.ts";
import { editToSetFlag } from "../bazel/workspace/bazelrc/edit.ts";
import { tokenizeRc } from "../bazel/workspace/bazelrc/tokenizer.ts";
import type { FlagOfType } from "../bazel/workspace/flagData.ts";
import { spelled } from "../bazel/workspace/flags.ts";

/** Puts `--nolegacy_external_runfiles` in force and shows where; no fix where it is, or where the version makes it meaningless. */
export function noLegacyRunfilesFix(context: LintContext): readonly Fix[] {
  const { flag: name, value, tradeOff } = noLegacyExternalRunfiles;
  const title = "Add `--nolegacy_external_runfiles` to .bazelrc";
  return setFlagFix(context, { name, value, title, tradeOff, isRevealed: true });
}

/** Sets a switch for every command; none where it is set, or where the editor of .bazelrc knows no safe edit. */
export function setFlagFix(
  context: LintContext,
  wanted: {
    readonly name: FlagOfType<"boolean" | "tristate">;
    readonly value: boolean;
    /** Commands that need the other value. */
    readonly exceptions?: readonly RcCommand[];
    readonly title: string;
    readonly tradeOff: string;
    readonly isRevealed: boolean;
  },
): readonly Fix[] {
  const { name: flag, value, title, tradeOff, isRevealed, exceptions = [] } = wanted;
  const hostOs = context.settings.top.host.os;
  const edit = editToSetFlag(context.reader, { flag, value, exceptions, inputs: context.rc, hostOs });
  if (edit.kind !== "edit") return [];
  const [shown] = edit.files;
  return [
    {
      title,
      kind: "quickfix",
      preferred: true,
      tradeOff,
      edits: edit.files.map(({ path, create, edits }) => ({ path, create, edits })),
      reveal: isRevealed ? { path: shown.path, line: shown.line } : undefined,
    },
  ];
}

/** Takes a flag off its line, and the line with it where nothing else is on it. */
export function removeFlagFix(context: LintContext, flag: WrittenFlag, tradeOff: string): readonly Fix[] {
  const { path } = flag.argument;
  if (flag.hasOwnWord || context.reader.text(path) === undefined) return [];
  return [
    {
      title: `Remove \`${spelled(flag.name, flag.value)}\``,
      kind: "quickfix",
      preferred: true,
      tradeOff,
      edits: [{ path, create: false, edits: [{ range: rangeWithin(flag), newText: "" }] }],
      reveal: undefined,
    },
  ];
}

/** The whole line, comment and break included, or the word with the blank before it. */
function rangeWithin({ argument: { range, lineText } }: WrittenFlag): Range {
  const { line, character } = range.start;
  const isAlone = tokenizeRc(lineText)[0]?.words.length === 2 && !lineText.includes("\n");
  if (isAlone) return { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return { start: { line, character: Math.max(0, character - 1) }, end: range.end };
}
