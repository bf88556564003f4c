/** Literate workspaces of this folder, one file a lint: what is reported and what is not; again with CRLF, from the same session, and with the suppression comment. */
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../server/src/lints/finding.ts";
import { LINTS } from "../../server/src/lints/lints.ts";
import type { Snapshot } from "../../server/src/project.ts";
import { openCase, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import type { LiterateCase, ReportedFinding } from "../harness/workspace.ts";
import { checkFindings, checkGoldens, literateFiles, readLiterate, withCrlf } from "../harness/workspace.ts";

const FILES = literateFiles(import.meta.dirname);

for (const file of FILES) {
  describe(basename(file), () => {
    for (const testCase of readLiterate(file)) {
      test(testCase.name, () => check(testCase));
      test(`${testCase.name} (CRLF)`, () => check(withCrlf(testCase)));
      test(`${testCase.name} (suppressed)`, () => checkSuppressed(testCase));
    }
  });
}

test("every lint has its file here, with a case that reports and one that is silent", () => {
  expect(FILES.map((file) => basename(file, ".md"))).toEqual(LINTS.map((lint) => lint.id).sort());
  for (const file of FILES) {
    const cases = readLiterate(file);
    const reporting = cases.filter((one) =>
      one.expectations.some((expected) => expected.lint === basename(file, ".md")),
    );
    expect({ file: basename(file), reporting: reporting.length > 0, silent: cases.length > reporting.length }).toEqual({
      file: basename(file),
      reporting: true,
      silent: true,
    });
  }
});

async function check(testCase: LiterateCase): Promise<void> {
  const { ask } = await openCase(testCase);
  const findings = await ask((snapshot) => snapshot.findings());
  expect(await ask((snapshot) => snapshot.findings())).toEqual(findings);
  checkFindings(testCase, findings.map(reported));
  await checkTrees(testCase, ask);
}

async function checkTrees(
  testCase: LiterateCase,
  ask: <T>(task: (snapshot: Snapshot) => T) => Promise<T>,
): Promise<void> {
  const texts = new Map<string, string>();
  for (const { kind, argument } of testCase.goldens)
    texts.set(`${kind} ${argument}`, await ask((snapshot) => golden(snapshot, kind, argument)));
  checkGoldens(testCase, ({ kind, argument }) => texts.get(`${kind} ${argument}`) ?? "");
}

/** `runfiles //label` shows the tree, `fix title` what the first fix of that title makes of its files. */
function golden(snapshot: Snapshot, kind: string, argument: string): string {
  if (kind === "runfiles") return runfilesText(treeOf(snapshot, argument));
  if (kind !== "fix") throw new Error(`unknown golden fence: ${kind}`);
  const fixes = snapshot.findings().flatMap((finding) => finding.fixes);
  const fix = fixes.find((candidate) => candidate.title.startsWith(argument));
  return fix
    ? fix.edits
        .map((edit) =>
          [
            `${edit.path.slice(ROOT.length + 1)}${edit.create ? " (new)" : ""}`,
            ...edit.edits.map((one) => `${String(one.range.start.line + 1)}: ${one.newText.replaceAll("\r\n", "\n")}`),
          ].join("\n"),
        )
        .join("\n")
    : "no such fix";
}

/** With a suppression above each finding nothing is left. */
async function checkSuppressed(testCase: LiterateCase): Promise<void> {
  const before = await (await openCase(testCase)).ask((snapshot) => snapshot.findings());
  if (
    before.length === 0 ||
    before.some((finding) => !isStarlark(finding.location.path) || finding.lint === "bazel-error")
  )
    return;
  const files = new Map(testCase.files);
  for (const finding of [...before].sort((a, b) => b.location.range.start.line - a.location.range.start.line)) {
    const path = finding.location.path.slice(ROOT.length + 1);
    const text = files.get(path);
    if (typeof text !== "string") throw new Error(`${path} is no text of the case`);
    const lines = text.split("\n");
    lines.splice(finding.location.range.start.line, 0, `# runfiles-lens: ignore ${finding.lint} — a test`);
    files.set(path, lines.join("\n"));
  }
  expect(await (await openCase({ ...testCase, files })).ask((snapshot) => snapshot.findings())).toEqual([]);
}

function isStarlark(path: string): boolean {
  return /(BUILD|WORKSPACE|MODULE)(\.bazel)?$|\.bzl$/.test(path);
}

function reported(finding: Finding): ReportedFinding {
  return {
    path: finding.location.path.slice(ROOT.length + 1),
    line: finding.location.range.start.line + 1,
    severity: finding.severity,
    lint: finding.lint,
    message: finding.message,
  };
}
