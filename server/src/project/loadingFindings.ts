/** What Bazel itself would report about packages, files and flags: shown so that nobody wonders why a tree is missing. */
import { callSite } from "../bazel/workspace/repositoryDefinition.ts";
import { joinPath } from "../base/path.ts";
import type { Range } from "../base/text.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import { BOUNDARY_FILES } from "../bazel/workspace/root.ts";
import type { Package } from "../bazel/target.ts";
import type { Site } from "../starlark/thread.ts";
import type { Finding } from "../lints/finding.ts";
import { bazelError } from "./bazelError.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** The id of findings about evaluations that were given up. */
export const RESOURCE_LIMIT = "resource-limit";

export function loadingFindings(
  snapshot: ProjectSnapshot,
  packages: readonly Package[],
  files: readonly string[] | undefined,
): readonly Finding[] {
  const found = packages.flatMap((loaded) => packageFindings(snapshot, loaded));
  const own = (files ?? [])
    .filter((file) => !packages.some((loaded) => loaded.buildFile === file))
    .flatMap((file) => syntaxFindings(snapshot, file));
  return distinct([...found, ...own, ...workspaceFindings(snapshot)]);
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** WORKSPACE, MODULE.bazel and .bazelrc files. What no statement is to blame for (a flag) stands at the start of the first of them. */
function workspaceFindings(snapshot: ProjectSnapshot): readonly Finding[] {
  const { graph, queries, root } = snapshot;
  const files = BOUNDARY_FILES.map((name) => joinPath(root, name));
  const present = files.find((path) => fileReader(graph, { files: queries.files }).kind(path) === "file") ?? root;
  const repositories = graph.get(queries.repositories.problems, null).flatMap(({ message, callStack }) => {
    const within = syntaxFindingsAt(snapshot, callSite(callStack));
    if (within.length > 0) return within;
    return [bazelError(snapshot.locate(callSite(callStack)) ?? { path: present, range: START }, message)];
  });
  const boundary = files.flatMap((path) => syntaxFindings(snapshot, path));
  const rc = graph.get(queries.flags.rc, null).problems.filter(({ path }) => path.startsWith(`${root}/`));
  return [
    ...boundary,
    ...repositories,
    ...rc.map(({ severity, message, path, range }) => ({ ...bazelError({ path, range }, message), severity })),
  ];
}

/** One .bzl file's error is met by every package that loads it, and an undefined name by the resolver, who may add a hint, and the evaluator. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, string[]>();
  return findings.filter(({ location, message }) => {
    const messages = seen.get(JSON.stringify(location)) ?? [];
    if (messages.some((before) => before.startsWith(message))) return false;
    seen.set(JSON.stringify(location), [...messages, message]);
    return true;
  });
}

function packageFindings(snapshot: ProjectSnapshot, loaded: Package): readonly Finding[] {
  // Only a file with errors is looked at again: the texts of all packages are not held.
  const isBroken = loaded.open.some(({ kind }) => kind === "syntax");
  const syntax = isBroken ? syntaxFindings(snapshot, loaded.buildFile) : [];
  if (syntax.length > 0) return syntax;
  const errors = loaded.errors.flatMap((problem) => {
    const within = syntaxFindingsAt(snapshot, problem.callStack[0]?.site ?? problem.site);
    if (within.length > 0) return within;
    const location = snapshot.locate(problem.callStack[0]?.site ?? problem.site) ?? snapshot.locate(problem.site);
    return location ? [bazelError(location, problem.message)] : [];
  });
  return [...errors, ...limitFindings(snapshot, loaded)];
}

/** What took too many steps or too much memory: Bazel may well accept it, but nothing behind it is known. */
function limitFindings(snapshot: ProjectSnapshot, loaded: Package): readonly Finding[] {
  return loaded.open.flatMap((reason) => {
    const location = reason.kind === "limit" ? snapshot.locate(reason.site) : undefined;
    return location
      ? [{ ...bazelError(location, reason.message), lint: RESOURCE_LIMIT, severity: "warning" as const }]
      : [];
  });
}

/** Of a file that cannot be read the problem is at its very beginning, and its errors are further down. */
function syntaxFindingsAt(snapshot: ProjectSnapshot, site: Site | undefined): readonly Finding[] {
  return site?.node === 0 ? syntaxFindings(snapshot, site.file) : [];
}

export function syntaxFindings(snapshot: ProjectSnapshot, path: string): readonly Finding[] {
  if (!/(^|\/)(BUILD|WORKSPACE|REPO)(\.bazel|\.bzlmod)?$|(^|[./])MODULE\.bazel$|\.bzl$/.test(path)) return [];
  const parsed = snapshot.graph.get(snapshot.queries.loading.parsedFile, path);
  if (parsed.kind === "error") return [bazelError({ path, range: START }, parsed.message)];
  if (parsed.kind !== "parsed") return [];
  return parsed.file.errors
    .slice(0, 100)
    .map((error) => bazelError({ path, range: parsed.file.lines.range(error.span) }, error.message));
}
