import { describe, expect, it } from "vitest";
import { lensTitle } from "../../server/src/ide/codeLens.ts";
import { remedyOf } from "../../server/src/ide/remedies.ts";
import type { CallSiteSummary } from "../../server/src/project/treeDocument.ts";

const labels = (count: number) => Array.from({ length: count }, (_, index) => `//:test_${index}`);

function site(spec: Partial<CallSiteSummary>): CallSiteSummary {
  const start = { line: 0, character: 0 };
  const nothing = { tests: 0, binaries: 0, links: null, isEstimate: false, collisions: 0, partial: 0 };
  return { range: { start, end: start }, targets: labels(1), ...nothing, ...spec };
}

describe("lensTitle", () => {
  it.each([
    [
      site({ targets: labels(500), tests: 500, links: { least: 4612, most: 4612 }, collisions: 3 }),
      "500 tests · 4,612 links each · 3 collisions",
    ],
    [site({ binaries: 1, links: { least: 1, most: 1 } }), "1 binary · 1 link"],
    [
      site({ targets: labels(3), tests: 2, binaries: 1, links: { least: 3, most: 1200 }, partial: 1 }),
      "2 tests and 1 binary · 3–1,200 links each · 1 target partial",
    ],
    [site({ tests: 1, partial: 1 }), "1 test · partial"],
    [
      site({ targets: labels(500), tests: 500, links: { least: 4587, most: 4587 }, isEstimate: true, partial: 500 }),
      "500 tests · ≈4,587 links each · partial",
    ],
    [
      site({ targets: labels(500), tests: 500, links: { least: 2, most: 2 }, partial: 500 }),
      "500 tests · at least 2 links each · partial",
    ],
  ])("%j", (of, title) => {
    expect(lensTitle(of)).toBe(title);
  });
});

it("knows a remedy where the reader can do something", () => {
  expect(remedyOf("version")).toContain(".bazelversion");
});
