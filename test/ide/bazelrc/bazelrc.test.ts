/** Hovers, completions and advice about .bazelrc files: literate workspaces whose golden fences show what is said at the cursor. */
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { LineIndex } from "../../../server/src/base/text.ts";
import { applyTextEdits } from "../../../server/src/base/textEdits.ts";
import { codeActions } from "../../../server/src/ide/codeActions.ts";
import { rcCompletion } from "../../../server/src/ide/rcCompletion.ts";
import { rcHover } from "../../../server/src/ide/rcHover.ts";
import type { Snapshot } from "../../../server/src/project.ts";
import { openCase, ROOT } from "../../harness/literateProject.ts";
import type { LiterateCase } from "../../harness/workspace.ts";
import { checkGoldens, literateFiles, readLiterate } from "../../harness/workspace.ts";

for (const file of literateFiles(import.meta.dirname)) {
  describe(basename(file), () => {
    for (const testCase of readLiterate(file)) test(testCase.name, () => check(testCase));
  });
}

/** Unclosed quotes, joined lines, comments within words, blanks, lone commands, nothing. */
const NASTY = `
build --no"build_runfile_links  --enable_runfiles=
  :x --a\\
build:\\
ci --config  \\
# --nolegacy
te#st --x
--nobuild_runfile_links
import
\t\r
startup:a --windows_enable_symlinks=é --'
test --config=`;

test("every place of a file that is half written has an answer, which replaces what stands there", async () => {
  const files = new Map([
    ["MODULE.bazel", ""],
    [".bazelversion", "7.4.0\n"],
    [".bazelrc", NASTY],
  ]);
  const { ask } = await openCase({ files, settings: {} });
  const lines = new LineIndex(NASTY);
  for (let offset = 0; offset <= NASTY.length; offset++) {
    const place = { path: `${ROOT}/.bazelrc`, offset };
    await ask((snapshot) => rcHover(snapshot, place));
    for (const { range } of await ask((snapshot) => rcCompletion(snapshot, place))) {
      expect(lines.offset(range.start)).toBeLessThanOrEqual(offset);
      expect(lines.offset(range.end)).toBeGreaterThanOrEqual(offset);
      expect(range.start.line).toBe(range.end.line);
    }
  }
});

async function check(testCase: LiterateCase): Promise<void> {
  const { ask } = await openCase(testCase);
  const { cursor } = testCase;
  if (!cursor || testCase.goldens.length === 0) throw new Error(`${testCase.name}: no cursor, or nothing to show`);
  const place = { path: `${ROOT}/${cursor.path}`, offset: cursor.offset };
  const texts = new Map<string, string>();
  for (const { kind, argument } of testCase.goldens)
    texts.set(argument, await ask((snapshot) => shown(snapshot, kind, argument, place)));
  checkGoldens(testCase, ({ argument }) => texts.get(argument) ?? "");
}

/** `hover`, `completion part`: the proposals whose text has the part, `actions part`: the actions whose title has it, with what they make of .bazelrc. */
function shown(
  snapshot: Snapshot,
  kind: string,
  part: string,
  place: { readonly path: string; readonly offset: number },
): string {
  if (kind === "hover") return rcHover(snapshot, place)?.markdown ?? "nothing";
  if (kind === "actions") return actionsText(snapshot, part, place);
  if (kind !== "completion") throw new Error(`unknown golden fence: ${kind}`);
  const items = rcCompletion(snapshot, place);
  expect(new Set(items.map(({ text }) => text)).size).toBe(items.length);
  const lines = items
    .filter(({ text }) => text.includes(part))
    .map(({ kind: of, text, range: { start, end }, detail }) =>
      [
        `${String(start.character)}-${String(end.character)}`,
        of,
        text,
        ...(detail === undefined ? [] : [`(${detail})`]),
      ].join(" "),
    );
  return lines.length === 0 ? "nothing" : lines.join("\n");
}

function actionsText(
  snapshot: Snapshot,
  part: string,
  { path, offset }: { readonly path: string; readonly offset: number },
): string {
  const { reader } = snapshot.rc();
  const position = new LineIndex(reader.text(path) ?? "").position(offset);
  const actions = codeActions(snapshot, { path, range: { start: position, end: position } });
  const texts = actions
    .filter(({ title }) => title.includes(part))
    .map((action) => [
      `${action.actionKind}: ${action.title}`,
      ...("confirm" in action && action.confirm !== undefined ? [action.confirm] : []),
      ...action.edits.flatMap((edit) => [
        `${edit.path.slice(ROOT.length + 1)}${edit.create ? " (new)" : ""}:`,
        applyTextEdits(reader.text(edit.path) ?? "", edit.edits).trimEnd(),
      ]),
    ]);
  return texts.length === 0 ? "nothing" : texts.map((lines) => lines.join("\n")).join("\n\n");
}
