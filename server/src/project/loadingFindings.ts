/** What Bazel itself would report about packages, files and flags: shown so that nobody wonders why a tree is missing. */
import type { Package } from "../bazel/target.ts";
import type { Finding } from "../lints/finding.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** The id under which these findings are shown and suppressed. */
export const BAZEL_ERROR = "bazel-error";

export function loadingFindings(snapshot: ProjectSnapshot, packages: readonly Package[], files: readonly string[] | undefined): readonly Finding[] {
  const found = packages.flatMap((loaded) => packageFindings(snapshot, loaded));
  const own = (files ?? []).filter((file) => !packages.some((loaded) => loaded.buildFile === file)).flatMap((file) => syntaxFindings(snapshot, file));
  return [...found, ...own];
}

function packageFindings(snapshot: ProjectSnapshot, loaded: Package): readonly Finding[] {
  const syntax = syntaxFindings(snapshot, loaded.buildFile);
  if (syntax.length > 0) return syntax;
  return loaded.errors.flatMap((problem) => {
    const location = snapshot.locate(problem.callStack[0]?.site ?? problem.site) ?? snapshot.locate(problem.site);
    return location ? [errorFinding(location, problem.message)] : [];
  });
}

function syntaxFindings(snapshot: ProjectSnapshot, path: string): readonly Finding[] {
  if (!/(^|\/)(BUILD|WORKSPACE|MODULE|REPO)(\.bazel)?$|\.bzl$/.test(path)) return [];
  const parsed = snapshot.graph.get(snapshot.queries.loading.parsedFile, path);
  if (parsed.kind === "error") return [errorFinding({ path, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }, parsed.message)];
  if (parsed.kind !== "parsed") return [];
  return parsed.file.errors.slice(0, 100).map((error) => errorFinding({ path, range: parsed.file.lines.range(error.span) }, error.message));
}

function errorFinding(location: Finding["location"], message: string): Finding {
  return { lint: BAZEL_ERROR, severity: "error", location, message, target: undefined, related: [], fixes: [], data: { targets: [] } };
}

