import { describe, expect, test } from "vitest";
import type { LiterateCase, ReportedFinding } from "./workspace.ts";
import { checkFindings, checkGoldens, parseLiterate, withCrlf } from "./workspace.ts";

const MARKDOWN = `# Title

\`\`\`starlark shared.bzl
X = 1
\`\`\`

## First

\`\`\`starlark pkg/BUILD.bazel
one(name = "a")  # error: [some-lint] "part of \\"it\\""
# warning: [other] "next line"
two(na$0me = "b")
#   ^^^^
\`\`\`
\`\`\`symlink pkg/link
../shared.bzl
\`\`\`
\`\`\`json settings
{ "version": "7.4.0" }
\`\`\`
\`\`\`runfiles //pkg:a
_main/pkg/a

\`\`\`

### Below

\`\`\`starlark shared.bzl
X = 2
\`\`\`
`;

function cases(): readonly [LiterateCase, LiterateCase] {
  return parseLiterate(MARKDOWN, "some/file.md") as unknown as readonly [LiterateCase, LiterateCase];
}

const REPORTED: readonly ReportedFinding[] = [
  { path: "pkg/BUILD.bazel", line: 1, severity: "error", lint: "some-lint", message: 'this is part of "it", and more' },
  { path: "pkg/BUILD.bazel", line: 3, severity: "warning", lint: "other", message: "on the next line" },
];

describe("a literate file", () => {
  test("is a case a section", () => {
    expect(cases().map(({ name }) => name)).toEqual(["file.md: Title > First", "file.md: Title > First > Below"]);
  });

  test("shares what stands below its title", () => {
    const [first, below] = cases();
    expect([...first.files.keys()]).toEqual(["shared.bzl", "pkg/BUILD.bazel", "pkg/link"]);
    expect([...below.files]).toEqual([["shared.bzl", "X = 2\n"]]);
  });

  test("takes markers out and keeps expectations as comments", () => {
    const [{ files, cursor, ranges, settings }] = cases();
    const text = files.get("pkg/BUILD.bazel") as string;
    expect(text.split("\n")).toHaveLength(4);
    expect(text).toContain("# error: [some-lint]");
    expect(text.slice(cursor!.offset)).toMatch(/^me = "b"/);
    expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual(["name"]);
    expect(files.get("pkg/link")).toEqual({ symlink: "../shared.bzl" });
    expect(settings).toEqual({ version: "7.4.0" });
  });

  test("is the same with Windows line endings", () => {
    const crlf = withCrlf(cases()[0]);
    expect(crlf.files.get("shared.bzl")).toBe("X = 1\r\n");
    expect(crlf.expectations).toEqual(cases()[0].expectations);
    expect(crlf.isVariant).toBe(true);
  });
});

describe("findings", () => {
  test("are expected one by one", () => {
    checkFindings(cases()[0], REPORTED);
  });

  test("that do not come fail", () => {
    expect(() => {
      checkFindings(cases()[0], REPORTED.slice(1));
    }).toThrow('pkg/BUILD.bazel:1: expected error: [some-lint] "part of "it""');
  });

  test("that nobody expects fail", () => {
    expect(() => {
      checkFindings(cases()[0], [...REPORTED, { ...REPORTED[0]!, line: 2 }]);
    }).toThrow("pkg/BUILD.bazel:2: unexpected error: [some-lint]");
  });

  test("of another severity fail", () => {
    expect(() => {
      checkFindings(cases()[0], [REPORTED[0]!, { ...REPORTED[1]!, severity: "error" }]);
    }).toThrow("expected warning: [other]");
  });
});

describe.skipIf(process.env.UPDATE === "1")("golden fences", () => {
  test("know what they show", () => {
    checkGoldens(cases()[0], ({ kind, argument }) =>
      kind === "runfiles" && argument === "//pkg:a" ? "_main/pkg/a\n" : "",
    );
  });

  test("fail where they differ, and say where they stand", () => {
    expect(() => {
      checkGoldens(cases()[0], () => "_main/other");
    }).toThrow(/file\.md:21 differs \(UPDATE=1 rewrites it\)/);
  });
});
