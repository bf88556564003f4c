/** Hovers and lenses over the literate workspaces of hover.md: `hover` is the text at the cursor, `lenses FILE` are the titles of a file's lenses. */
import { describe, test } from "vitest";
import { codeLenses } from "../../server/src/ide/codeLens.ts";
import { hover } from "../../server/src/ide/hover.ts";
import type { Snapshot } from "../../server/src/project.ts";
import { openCase, ROOT } from "../harness/literateProject.ts";
import type { GoldenFence, LiterateCase } from "../harness/workspace.ts";
import { checkGoldens, readLiterate } from "../harness/workspace.ts";

function shown(snapshot: Snapshot, { cursor }: LiterateCase, { kind, argument }: GoldenFence): string {
  if (kind === "lenses")
    return codeLenses(snapshot, { path: `${ROOT}/${argument}` })
      .map(({ title }) => title)
      .join("\n");
  if (!cursor) throw new Error("the case has no cursor");
  const data = hover(snapshot, { path: `${ROOT}/${cursor.path}`, offset: cursor.offset });
  return data?.markdown.replace(/\n{2,}/g, "\n") ?? "nothing";
}

describe("hover.md", () => {
  for (const testCase of readLiterate(`${import.meta.dirname}/hover.md`)) {
    test(testCase.name, async () => {
      const { ask } = await openCase(testCase);
      const texts = new Map<GoldenFence, string>();
      for (const golden of testCase.goldens)
        texts.set(golden, await ask((snapshot) => shown(snapshot, testCase, golden)));
      checkGoldens(testCase, (golden) => texts.get(golden) ?? "");
    });
  }
});
