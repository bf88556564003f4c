import { expect, it } from "vitest";
import { reportLinks } from "../../client/src/verifyReportLinks.ts";

const report = `# Predictions

- **2 targets**: @foo is not on disk (pkg/BUILD.bazel:7)
  - through \`//:half\` → deps → \`@@lib+//a:b c\`
- \`_main/a\`: Bazel has it, not predicted (a)
`;

it("links labels and places, and nothing else", () => {
  const links = reportLinks(report).map(({ start, end, to }) => ({ text: report.slice(start, end), to }));
  expect(links).toEqual([
    { text: "pkg/BUILD.bazel:7", to: { kind: "place", file: "pkg/BUILD.bazel", line: 7 } },
    { text: "//:half", to: { kind: "target", label: "//:half" } },
    { text: "@@lib+//a:b c", to: { kind: "target", label: "@@lib+//a:b c" } },
  ]);
});
