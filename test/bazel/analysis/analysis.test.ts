/** Literate workspaces of this folder: what analysis makes of targets, shown by their trees; again with CRLF. */
import { basename } from "node:path";
import { describe, test } from "vitest";
import type { Snapshot } from "../../../server/src/project.ts";
import { artifactsText, openCase, runfilesText, treeOf } from "../../harness/literateProject.ts";
import { checkGoldens, literateFiles, readLiterate, withCrlf, type LiterateCase } from "../../harness/workspace.ts";

for (const file of literateFiles(import.meta.dirname)) {
  describe(basename(file), () => {
    for (const testCase of readLiterate(file)) {
      test(testCase.name, () => check(testCase));
      test(`${testCase.name} (CRLF)`, () => check(withCrlf(testCase)));
    }
  });
}

async function check(testCase: LiterateCase): Promise<void> {
  const { ask } = await openCase(testCase);
  const shown = await ask((snapshot) => testCase.goldens.map(({ kind, argument }) => golden(snapshot, kind, argument)));
  checkGoldens(testCase, (fence) => shown[testCase.goldens.indexOf(fence)] ?? "");
}

function golden(snapshot: Snapshot, kind: string, argument: string): string {
  const tree = treeOf(snapshot, argument);
  if (kind === "runfiles") return runfilesText(tree);
  if (kind === "artifacts") return artifactsText(tree);
  throw new Error(`unknown golden fence: ${kind}`);
}
