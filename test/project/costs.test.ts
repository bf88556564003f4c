/** What trees cost and who contributes, in the literate workspaces of costs.md: `cost //label` is one tree's, `cost` the workspace's. */
import { describe, test } from "vitest";
import type { Snapshot } from "../../server/src/project.ts";
import { targetCostText, workspaceCostText } from "../harness/costText.ts";
import { openCase } from "../harness/literateProject.ts";
import { checkGoldens, readLiterate } from "../harness/workspace.ts";

function costText(snapshot: Snapshot, argument: string): string {
  if (argument === "") return workspaceCostText(snapshot.workspaceCost(undefined));
  const [label] = snapshot.expand(argument, { includeManual: true }).labels;
  return label ? targetCostText(snapshot.cost(label)) : "no such target";
}

describe("costs.md", () => {
  for (const testCase of readLiterate(`${import.meta.dirname}/costs.md`)) {
    test(testCase.name, async () => {
      const { ask } = await openCase(testCase);
      const texts = new Map<string, string>();
      for (const { argument } of testCase.goldens)
        texts.set(argument, await ask((snapshot) => costText(snapshot, argument)));
      checkGoldens(testCase, ({ argument }) => texts.get(argument) ?? "");
    });
  }
});
