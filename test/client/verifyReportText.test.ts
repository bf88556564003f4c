import { expect, it } from "vitest";
import { verifyReportText } from "../../client/src/verifyReportText.ts";
import type { TargetVerdict } from "../../server/src/protocol.ts";

const verdict = (more: Partial<TargetVerdict>): TargetVerdict => ({
  target: "//:x",
  verdict: "equal",
  judge: "aquery-manifest",
  links: 3,
  differenceCount: 0,
  differences: [],
  keptNamed: 0,
  keptConfirmed: 0,
  reasons: [],
  message: null,
  ...more,
});

it("reports what is wrong first, with its differences", () => {
  const differences = [{ path: "_main/a", kind: "missing", predicted: null, actual: "a" }] as const;
  const text = verifyReportText({
    bazelVersion: "7.4.0",
    command: "test",
    flags: ["--config=ci"],
    targets: [
      verdict({ target: "//:good" }),
      verdict({ target: "//:bad", verdict: "wrong", differenceCount: 41, differences }),
      verdict({
        target: "//:half",
        verdict: "partial",
        reasons: [{ kind: "repository", reason: "@foo is not on disk", file: "BUILD", line: 7 }],
      }),
    ],
    summary: { equal: 1, partial: 1, rejected: 0, wrong: 1, unjudged: 0 },
  });
  expect(text).toMatchInlineSnapshot(`
    "# Predictions held against Bazel

    Bazel 7.4.0, \`test --config=ci\`: 1 wrong, 1 partial, 1 equal.

    ## WRONG: called complete, and not what Bazel has

    - \`//:bad\` — 3 links, judged by the manifest that Bazel would write
      - \`_main/a\`: Bazel has it, not predicted (a)
      - … and 40 more differences

    ## Partial: the prediction said itself that something is unknown

    - \`//:half\` — 3 links, judged by the manifest that Bazel would write
      - @foo is not on disk (BUILD:7)

    ## Equal

    - \`//:good\` — 3 links, judged by the manifest that Bazel would write

    "
  `);
});
