/** Hovers and completions in .bazelrc files: literate workspaces whose golden fences show what is said at the cursor. */
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
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

/** `hover`, or `completion part`: the proposals whose text has the part. */
function shown(
  snapshot: Snapshot,
  kind: string,
  part: string,
  place: { readonly path: string; readonly offset: number },
): string {
  if (kind === "hover") return rcHover(snapshot, place)?.markdown ?? "nothing";
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
