/** Runs the lints over a snapshot: which files are looked at, which severities hold, what is suppressed. */
import { isControlFlow } from "../base/graph.ts";
import type { Package } from "../bazel/target.ts";
import type { Finding, Severity } from "../lints/finding.ts";
import type { Executable, LintContext } from "../lints/lint.ts";
import { LINTS } from "../lints/lints.ts";
import { isSuppressed, isSuppressedInRc } from "../lints/suppression.ts";
import { analysisFindings } from "./analysisFindings.ts";
import { BAZEL_ERROR } from "./bazelError.ts";
import { loadingFindings, syntaxFindings } from "./loadingFindings.ts";
import { externalPrograms } from "./externalPrograms.ts";
import { costOf } from "./snapshotCosts.ts";
import type { ProjectSnapshot } from "./snapshot.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";

/** The findings of the workspace, or those that stand in some files. Files that are not given are not loaded unless a given one needs them. */
export function findingsOf(snapshot: ProjectSnapshot, files: readonly string[] | undefined): readonly Finding[] {
  if (files === undefined) return findingsIn(snapshot, snapshot.packages(), undefined);
  const pants = new Set(snapshot.pantsFiles(files));
  const own = files.filter((file) => !pants.has(file)).map((file) => snapshot.packageOfFile(file));
  if (own.every((found) => found !== undefined)) return findingsIn(snapshot, own, files);
  // Every other file may concern all packages.
  const wanted = new Set(files);
  const found = snapshot.findings().filter((finding) => wanted.has(finding.location.path));
  return [...found, ...unloadedFileFindings(snapshot, files, found)];
}

/** Errors of files that no package may have loaded. */
function unloadedFileFindings(
  snapshot: ProjectSnapshot,
  files: readonly string[],
  known: readonly Finding[],
): readonly Finding[] {
  const seen = new Set(known.map(({ location, message }) => JSON.stringify([location, message])));
  return files
    .flatMap((file) => syntaxFindings(snapshot, file))
    .filter((finding) => !seen.has(JSON.stringify([finding.location, finding.message])))
    .filter((finding) => !suppressed(snapshot, finding));
}

/** Of a BUILD file all findings, of another file the errors that it has or that the given BUILD files meet in it; a file that only the whole workspace can judge has no entry. */
export function nearFindingsOf(
  snapshot: ProjectSnapshot,
  files: readonly string[],
): ReadonlyMap<string, readonly Finding[]> {
  const packages = files.flatMap((file) => snapshot.packageOfFile(file) ?? []);
  const found = findingsIn(snapshot, packages, files);
  const judged = new Set([...packages.map((loaded) => loaded.buildFile), ...snapshot.pantsFiles(files)]);
  const entries = files.map((file): [string, readonly Finding[]] => {
    const own = found.filter((finding) => finding.location.path === file);
    return [file, judged.has(file) ? own : own.filter((finding) => finding.lint === BAZEL_ERROR)];
  });
  return new Map(entries.filter(([file, own]) => judged.has(file) || own.length > 0));
}

function findingsIn(
  snapshot: ProjectSnapshot,
  packages: readonly Package[],
  files: readonly string[] | undefined,
): readonly Finding[] {
  const context = lintContext(snapshot, packages, files);
  const found = [
    ...loadingFindings(snapshot, packages, files),
    ...analysisFindings(snapshot, packages),
    ...LINTS.flatMap((lint) => {
      const own = snapshot.graph.span(`lint ${lint.id}`, "", () => lint.check(context));
      return withSeverity(own, snapshot.queries.severities[lint.id]);
    }),
  ];
  const wanted = files === undefined ? undefined : new Set(files);
  return found.filter(
    (finding) => (wanted === undefined || wanted.has(finding.location.path)) && !suppressed(snapshot, finding),
  );
}

function withSeverity(findings: readonly Finding[], severity: Severity | "off" | undefined): readonly Finding[] {
  if (severity === "off") return [];
  if (severity === undefined) return findings;
  // A lint that lowers its own severity (a mere hint while nothing proves it) keeps the lower one.
  return findings.map((finding) => (finding.severity === "hint" ? finding : { ...finding, severity }));
}

function lintContext(
  snapshot: ProjectSnapshot,
  packages: readonly Package[],
  files: readonly string[] | undefined,
): LintContext {
  const { graph, queries } = snapshot;
  return {
    graph,
    host: snapshot.host,
    settings: snapshot.treeSettings(),
    root: snapshot.root,
    flags: graph.get(queries.flags.flags, null),
    isVersionKnown: graph.get(queries.flags.version, null).kind !== "unknown",
    rc: graph.get(queries.flags.rcInputs, null),
    rcFiles: graph.get(queries.flags.rc, null),
    reader: fileReader(graph, { files: queries.files }),
    repositories: graph.get(queries.repositories.repositories, null),
    packages,
    largeGlobEntries: snapshot.queries.largeGlobEntries,
    executables: executables(snapshot, packages),
    externalPrograms: externalPrograms(snapshot, packages).map(({ cost }) => cost),
    bzlFiles: snapshot.bzlFiles(packages),
    pexBinaries: snapshot.pantsFiles(files).flatMap((path) => graph.get(queries.pants.pexBinaries, path)),
    predict: (label) => snapshot.predict(label),
    linksOf: (label) => snapshot.summary(label)?.summary.links ?? 0,
    cost: rememberedCosts(snapshot),
    locate: (site) => snapshot.locateCallee(site),
    locateWhole: (site) => snapshot.locate(site),
  };
}

/** Several lints ask for the same ones. */
function rememberedCosts(snapshot: ProjectSnapshot): LintContext["cost"] {
  const costs = new Map<string, ReturnType<LintContext["cost"]>>();
  return ({ rule: { label } }) => {
    const key = label.toString();
    if (!costs.has(key)) costs.set(key, costOf(snapshot, label, "unsized"));
    return costs.get(key);
  };
}

function executables(snapshot: ProjectSnapshot, packages: readonly Package[]): readonly Executable[] {
  return snapshot.executables(packages).flatMap((rule) => {
    const known = snapshot.summary(rule.label);
    return known ? [{ rule, target: known.target, summary: known.summary }] : [];
  });
}

function suppressed(snapshot: ProjectSnapshot, finding: Finding): boolean {
  const { path } = finding.location;
  if (snapshot.graph.get(snapshot.queries.flags.rc, null).paths.has(path)) {
    const text = fileReader(snapshot.graph, { files: snapshot.queries.files }).text(path);
    return text !== undefined && isSuppressedInRc(finding, text);
  }
  try {
    const parsed = snapshot.graph.get(snapshot.queries.loading.parsedFile, finding.location.path);
    return parsed.kind === "parsed" && isSuppressed(finding, parsed.file);
  } catch (error) {
    if (isControlFlow(error)) throw error;
    return false;
  }
}
