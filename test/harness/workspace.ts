/**
 * Literate workspaces: Markdown files whose sections are small workspaces with what is expected of them. The idea is ruff's `mdtest`.
 *
 *     ## A script opens a file that its target does not carry
 *
 *     ```starlark app/BUILD.bazel
 *     sh_binary(name = "app", srcs = ["app.sh"])  # error: [some-lint] "part of the message"
 *     ```
 *     ```runfiles //app:app
 *     _main/app/app
 *     ```
 *
 * - A section with fences is a case. Only the fences below the file's title (`#`) belong to every case; a case may replace their files.
 * - A fence with a language and a path is a file; `symlink PATH` is a symlink to its text, `json settings` sets options. Any other fence is golden: its first word says what it shows, the rest is the argument.
 * - `# error: [lint] "text"` (or warning, information, hint) at the end of a line expects one finding there; on a line of its own it speaks of the next line. Every finding needs an expectation and
 *   every expectation a finding. The comments stay in the files.
 * - `$0` marks the cursor and is taken out. A line `#  ^^^` marks a range of the line above it and is taken out, too.
 * - `UPDATE=1` rewrites golden fences, and nothing else.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { MemoryEntry } from "./memoryFileSystem.ts";

export interface FindingExpectation {
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly severity: string;
  readonly lint: string;
  /** A part of the message. */
  readonly text: string;
}

export interface MarkedRange {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface GoldenFence {
  /** The first word of the fence's info: what is shown. */
  readonly kind: string;
  readonly argument: string;
  readonly text: string;
  /** One-based line of the Markdown file where the fence opens. */
  readonly line: number;
  /** Which fence of the file it is, from 0: rewriting one moves the lines of the others. */
  readonly ordinal: number;
}

export interface LiterateCase {
  /** `file.md: Heading > Sub-heading`. */
  readonly name: string;
  /** The Markdown file. */
  readonly source: string;
  /** Whether the case repeats another one under other conditions: it rewrites nothing. */
  readonly isVariant: boolean;
  readonly files: ReadonlyMap<string, MemoryEntry>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly expectations: readonly FindingExpectation[];
  readonly goldens: readonly GoldenFence[];
  readonly cursor: { readonly path: string; readonly offset: number } | undefined;
  readonly ranges: readonly MarkedRange[];
}

/** A finding as a test reports it. */
export interface ReportedFinding {
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly severity: string;
  readonly lint: string;
  readonly message: string;
}

/** The `.md` files of a directory, sorted: a new file is a new test. */
export function literateFiles(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => join(directory, name));
}

export function readLiterate(path: string): readonly LiterateCase[] {
  return parseLiterate(readFileSync(path, "utf8"), path);
}

export function parseLiterate(markdown: string, source: string): readonly LiterateCase[] {
  const sections = sectionsOf(markdown.split("\n"));
  const cases = sections.filter(({ level, fences }) => level > 1 && fences.length > 0);
  return (cases.length > 0 ? cases : sections.filter(({ fences }) => fences.length > 0)).map((section) =>
    caseOf(section, source),
  );
}

/** The case with Windows line endings in its files: whatever it gives must stay the same. */
export function withCrlf(testCase: LiterateCase): LiterateCase {
  const files = new Map(
    [...testCase.files].map(([path, entry]) => [
      path,
      typeof entry === "string" ? entry.replaceAll("\n", "\r\n") : entry,
    ]),
  );
  return { ...testCase, name: `${testCase.name} (CRLF)`, isVariant: true, files, cursor: undefined, ranges: [] };
}

/** Throws, listing expectations without a finding and findings without an expectation. */
export function checkFindings(testCase: LiterateCase, reported: readonly ReportedFinding[]): void {
  const unexpected = [...reported];
  const missing = testCase.expectations.filter((expected) => {
    const found = unexpected.findIndex((finding) => matches(expected, finding));
    if (found >= 0) unexpected.splice(found, 1);
    return found < 0;
  });
  if (missing.length === 0 && unexpected.length === 0) return;
  throw new Error(
    [
      `${testCase.name}:`,
      ...missing.map((e) => `  ${e.path}:${String(e.line)}: expected ${e.severity}: [${e.lint}] "${e.text}"`),
      ...unexpected.map((f) => `  ${f.path}:${String(f.line)}: unexpected ${f.severity}: [${f.lint}] "${f.message}"`),
    ].join("\n"),
  );
}

/** Compares golden fences with what they should show; throws for the first that differs. With `UPDATE=1` it rewrites them instead. */
export function checkGoldens(testCase: LiterateCase, actual: (golden: GoldenFence) => string): void {
  const outcomes = testCase.goldens.map((golden) => ({ golden, text: actual(golden).trimEnd() }));
  const wrong = outcomes.filter(({ golden, text }) => text !== golden.text);
  if (wrong.length === 0) return;
  if (process.env.UPDATE === "1") {
    if (!testCase.isVariant) rewrite(testCase.source, wrong);
    return;
  }
  const [{ golden, text }] = wrong as [(typeof wrong)[number]];
  throw new Error(
    `${testCase.name}: \`${golden.kind} ${golden.argument}\` at ${basename(testCase.source)}:${String(golden.line)} differs (UPDATE=1 rewrites it)\n--- expected\n${golden.text}\n--- actual\n${text}`,
  );
}

function rewrite(source: string, changed: readonly { readonly golden: GoldenFence; readonly text: string }[]): void {
  const lines = readFileSync(source, "utf8").split("\n");
  for (const { golden, text } of changed) {
    const fence = fencesOf(lines)[golden.ordinal];
    if (fence) lines.splice(fence.from, fence.lines.length, ...(text === "" ? [] : text.split("\n")));
  }
  writeFileSync(source, lines.join("\n"));
}

function matches(expected: FindingExpectation, finding: ReportedFinding): boolean {
  const { path, line, severity, lint, text } = expected;
  return (
    finding.path === path &&
    finding.line === line &&
    finding.severity === severity &&
    finding.lint === lint &&
    finding.message.includes(text)
  );
}

interface Fence {
  readonly info: string;
  readonly lines: readonly string[];
  /** Zero-based line behind the opening. */
  readonly from: number;
  readonly ordinal: number;
}

interface Section {
  readonly title: string;
  readonly level: number;
  readonly parents: readonly Section[];
  readonly fences: Fence[];
}

function fencesOf(lines: readonly string[]): readonly Fence[] {
  const fences: Fence[] = [];
  for (let i = 0; i < lines.length; i++) {
    const opening = /^(`{3,})(.*)$/.exec(lines[i] ?? "");
    if (!opening) continue;
    const end = lines.indexOf(opening[1]!, i + 1);
    if (end < 0) throw new Error(`line ${String(i + 1)}: the fence is not closed`);
    fences.push({ info: opening[2]!.trim(), lines: lines.slice(i + 1, end), from: i + 1, ordinal: fences.length });
    i = end;
  }
  return fences;
}

function sectionsOf(lines: readonly string[]): readonly Section[] {
  const sections: Section[] = [{ title: "", level: 0, parents: [], fences: [] }];
  const fences = fencesOf(lines);
  let next = 0;
  for (let i = 0; i < lines.length; i++) {
    const fence = fences[next];
    if (fence?.from === i + 1) {
      sections.at(-1)!.fences.push(fence);
      next++;
      i = fence.from + fence.lines.length;
      continue;
    }
    const heading = /^(#{1,6}) (.+)$/.exec(lines[i] ?? "");
    if (heading) sections.push(sectionBelow(sections, heading[1]!.length, heading[2]!.trim()));
  }
  return sections;
}

function sectionBelow(sections: readonly Section[], level: number, title: string): Section {
  const parents: Section[] = [];
  for (const section of [...sections].reverse()) {
    if (section.level < (parents.at(-1)?.level ?? level)) parents.push(section);
  }
  return { title, level, parents: parents.reverse(), fences: [] };
}

function caseOf(section: Section, source: string): LiterateCase {
  const chain = [...section.parents, section];
  const fences = [...section.parents.filter(({ level }) => level === 1), section].flatMap(({ fences }) => fences);
  const titles = chain.map(({ title }) => title).filter((title) => title !== "");
  const files = new Map<string, MemoryEntry>();
  const goldens: GoldenFence[] = [];
  const texts = new Map<string, FileText>();
  let settings: Readonly<Record<string, unknown>> = {};
  let cursor: LiterateCase["cursor"];
  for (const { info, lines, from, ordinal } of fences) {
    const [kind = "", ...rest] = info.split(" ");
    const argument = rest.join(" ");
    if (kind === "json" && argument === "settings")
      settings = { ...settings, ...(JSON.parse(lines.join("\n")) as Record<string, unknown>) };
    else if (kind === "symlink") files.set(argument, { symlink: lines.join("").trim() });
    else if (isLanguage(kind) && argument !== "") {
      const file = fileOf(argument, lines);
      files.set(argument, file.text);
      texts.set(argument, file);
      if (file.cursor !== undefined) cursor = { path: argument, offset: file.cursor };
    } else goldens.push({ kind, argument, text: lines.join("\n").trimEnd(), line: from, ordinal });
  }
  const expectations = [...texts.values()].flatMap((file) => file.expectations);
  const ranges = [...texts.values()].flatMap((file) => file.ranges);
  return {
    name: `${basename(source)}: ${titles.join(" > ")}`,
    source,
    isVariant: false,
    files,
    settings,
    expectations,
    goldens,
    cursor,
    ranges,
  };
}

const LANGUAGES = new Set(["bazelrc", "c", "cpp", "java", "json", "proto", "python", "sh", "starlark", "text"]);

function isLanguage(word: string): boolean {
  return LANGUAGES.has(word);
}

interface FileText {
  readonly text: string;
  readonly expectations: readonly FindingExpectation[];
  readonly ranges: readonly MarkedRange[];
  readonly cursor: number | undefined;
}

const EXPECTATION = /#\s*(error|warning|information|hint): \[([\w-]+)\] "((?:[^"\\]|\\.)*)"/g;

function fileOf(path: string, lines: readonly string[]): FileText {
  const kept: string[] = [];
  const expectations: FindingExpectation[] = [];
  const ranges: MarkedRange[] = [];
  let cursor: number | undefined;
  let offset = 0;
  for (const line of lines) {
    const marker = /^(\s*#\s*)(\^+)\s*$/.exec(line);
    if (marker) {
      const lineStart = offset - (kept.at(-1)?.length ?? 0) - 1;
      ranges.push({
        path,
        start: lineStart + marker[1]!.length,
        end: lineStart + marker[1]!.length + marker[2]!.length,
      });
      continue;
    }
    const at = line.indexOf("$0");
    if (at >= 0) cursor = offset + at;
    const text = line.replace("$0", "");
    kept.push(text);
    offset += text.length + 1;
    const isOwnLine = /^\s*#\s*(error|warning|information|hint): \[/.test(text);
    for (const [, severity, lint, message] of text.matchAll(EXPECTATION)) {
      expectations.push({
        path,
        line: kept.length + (isOwnLine ? 1 : 0),
        severity: severity!,
        lint: lint!,
        text: JSON.parse(`"${message!}"`) as string,
      });
    }
  }
  return { text: kept.map((line) => `${line}\n`).join(""), expectations, ranges, cursor };
}
