/** Literate workspaces of this folder, one file a lint: what is reported and what is not; again with CRLF, from the same session, and with the suppression comment. */
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { readModels } from "../../server/src/host/assets.ts";
import type { Finding } from "../../server/src/lints/finding.ts";
import { LINTS } from "../../server/src/lints/lints.ts";
import type { Snapshot } from "../../server/src/project.ts";
import { Project } from "../../server/src/project.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";
import { testParser } from "../harness/parser.ts";
import { SERVER } from "../harness/project.ts";
import type { LiterateCase, ReportedFinding } from "../harness/workspace.ts";
import { checkFindings, checkGoldens, literateFiles, readLiterate, withCrlf } from "../harness/workspace.ts";

const ROOT = "/workspace";
const FILES = literateFiles(import.meta.dirname);

/** Options of a case: `{ "flags": ["--nolegacy_external_runfiles"] }`. The version is told by the case's .bazelversion. */
interface CaseSettings {
  readonly flags?: readonly string[];
}

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

async function open(
  testCase: LiterateCase,
): Promise<{ readonly ask: <T>(task: (snapshot: Snapshot) => T) => Promise<T>; readonly files: MemoryFileSystem }> {
  const files = new MemoryFileSystem(ROOT, expanded(testCase.files));
  const project = Project.create({
    root: ROOT,
    fileSystem: files,
    parser: await testParser(),
    models: readModels(`${SERVER}/models`),
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(),
      homeDirectory: undefined,
      systemRc: undefined,
    },
    settings: defaultSettings(LINTS),
  });
  const { flags = [] } = testCase.settings as CaseSettings;
  return { files, ask: (task) => project.run({ command: "build", configs: [], flags }, task) };
}

/** A file named `dir/{1..300}.py` stands for 300 files. */
function expanded(files: ReadonlyMap<string, MemoryEntry>): ReadonlyMap<string, MemoryEntry> {
  return new Map(
    [...files].flatMap(([path, entry]) => {
      const range = /\{(\d+)\.\.(\d+)\}/.exec(path);
      if (!range) return [[path, entry] as const];
      const [all, from, to] = range;
      return Array.from(
        { length: Number(to) - Number(from) + 1 },
        (_, i) => [path.replace(all, String(Number(from) + i)), entry] as const,
      );
    }),
  );
}

async function check(testCase: LiterateCase): Promise<void> {
  const { ask } = await open(testCase);
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
  if (kind === "runfiles") {
    const [label] = snapshot.expand(argument, { includeManual: true }).labels;
    if (!label) return "no such target";
    const tree = snapshot.tree(label);
    return [
      tree.completeness,
      ...tree.entries.map((entry) => entry.path),
      ...tree.unknowns.map((unknown) => `unknown: ${unknown.reason}`),
    ].join("\n");
  }
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
  const before = await (await open(testCase)).ask((snapshot) => snapshot.findings());
  if (
    before.length === 0 ||
    before.some((finding) => !isStarlark(finding.location.path) || finding.lint === "bazel-error")
  )
    return;
  const files = new Map(testCase.files);
  for (const finding of [...before].sort((a, b) => b.location.range.start.line - a.location.range.start.line)) {
    const path = finding.location.path.slice(ROOT.length + 1);
    const lines = String(files.get(path)).split("\n");
    lines.splice(finding.location.range.start.line, 0, `# runfiles-lens: ignore ${finding.lint} — a test`);
    files.set(path, lines.join("\n"));
  }
  expect(await (await open({ ...testCase, files })).ask((snapshot) => snapshot.findings())).toEqual([]);
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
