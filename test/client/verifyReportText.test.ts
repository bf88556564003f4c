import { expect, it } from "vitest";
import { verifyReportText } from "../../client/src/verifyReportText.ts";
import type { TargetVerdict } from "../../server/src/protocol.ts";

const verdict = (more: Partial<TargetVerdict>): TargetVerdict => ({
  target: "//:x",
  actual: null,
  executable: true,
  completeness: "complete",
  verdict: "equal",
  judge: "aquery-manifest",
  links: 3,
  differenceCount: 0,
  unexplainedCount: 0,
  differences: [],
  keptNamed: 0,
  keptConfirmed: 0,
  reasons: [],
  message: null,
  ...more,
});

it("reports what is wrong first, with its differences", () => {
  const differences = [{ path: "_main/a", kind: "missing", predicted: null, actual: "a" }] as const;
  const via = [
    { target: "//:half", attribute: "deps" },
    { target: "//lib:lib", attribute: null },
  ];
  const reasons = [{ kind: "repository", reason: "@foo is not on disk", file: "BUILD", line: 7, via }] as const;
  const counts = { targets: 5, complete: 3, equal: 2, partial: 2, rejected: 0, wrong: 1, unjudged: 0 };
  const text = verifyReportText({
    bazelVersion: "7.4.0",
    command: "test",
    flags: ["--config=ci"],
    whole: false,
    notes: ["Bazel ended before it had answered for all targets."],
    targets: [
      verdict({ target: "//:good" }),
      verdict({ target: "//:alias", actual: "//:good" }),
      verdict({ target: "//:bad", verdict: "wrong", differenceCount: 41, differences }),
      verdict({ target: "//:half", verdict: "partial", differenceCount: 2, reasons }),
      verdict({ target: "//:odd", verdict: "partial", differenceCount: 1, unexplainedCount: 1, differences, reasons }),
    ],
    summary: counts,
    executables: counts,
    others: { ...counts, targets: 0, complete: 0, equal: 0, partial: 0, wrong: 0 },
    causes: [{ ...reasons[0], targets: 2, firstTarget: "//:half" }],
  });
  expect(text).toMatchInlineSnapshot(`
    "# Predictions held against Bazel

    Bazel 7.4.0, \`test --config=ci\`. An executable is judged by its tree, any other target by its default runfiles.

    |            | targets |   complete |      equal |    partial |      wrong | rejected | unjudged |
    | ---------- | ------: | ---------: | ---------: | ---------: | ---------: | -------: | -------: |
    | executable |       5 | 3 (60.0 %) | 2 (40.0 %) | 2 (40.0 %) | 1 (20.0 %) |        0 |        0 |
    | other      |       0 |          0 |          0 |          0 |          0 |        0 |        0 |
    | all        |       5 | 3 (60.0 %) | 2 (40.0 %) | 2 (40.0 %) | 1 (20.0 %) |        0 |        0 |

    **Bazel ended before it had answered for all targets.**

    ## WRONG: called complete, and not what Bazel has

    - \`//:bad\` — 3 links, judged by the manifest that Bazel would write
      - \`_main/a\`: Bazel has it, not predicted (a)
      - … and 40 more differences

    ## Partial: the prediction said itself that something is unknown

    - **2 targets**: @foo is not on disk (BUILD:7)
      - first \`//:half\`
      - through \`//:half\` → deps → \`//lib:lib\`

    - \`//:half\` — 3 links, 2 differences
    - \`//:odd\` — 3 links, judged by the manifest that Bazel would write
      - partial, and 1 difference that no reason explains
      - @foo is not on disk (BUILD:7)
      - through \`//:half\` → deps → \`//lib:lib\`
      - \`_main/a\`: Bazel has it, not predicted (a)

    ## Equal

    - \`//:good\` — 3 links, judged by the manifest that Bazel would write
    - \`//:alias\` (alias of \`//:good\`) — 3 links, judged by the manifest that Bazel would write

    "
  `);
});
