/** Visibility and testonly of direct dependencies (`CommonPrerequisiteValidator`): Bazel refuses a target that depends on what it may not see. */
import { findTarget } from "./queries.ts";
import { Label } from "../label.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Package, RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { DependencyEdge } from "./configuredTarget.ts";
import type { AnalysisHost } from "./keys.ts";

/** The first reason why a dependency is refused. Implicit dependencies are checked against the rule's definition by Bazel and are left out here. */
export function visibilityProblem(
  graph: QueryContext,
  host: AnalysisHost,
  target: RuleTarget,
  owner: Package,
  edges: readonly DependencyEdge[],
): string | Unknown | undefined {
  for (const { attribute, target: dependency } of edges) {
    if (attribute.startsWith("_") || attribute.startsWith("$") || samePackage(dependency.label, target.label)) continue;
    if (!dependency.rule) continue;
    const visible = isVisible(graph, host, dependency.rule, owner);
    if (visible instanceof Unknown) return visible;
    if (!visible)
      return `Visibility error:\ntarget '${dependency.label.toString()}' is not visible from\ntarget '${target.label.toString()}'`;
    if (isTestOnly(dependency.rule) && !isTestOnly(target) && !target.ruleClass.test) {
      return `non-test target '${target.label.toString()}' depends on testonly target '${dependency.label.toString()}' and doesn't have testonly attribute set`;
    }
  }
  return undefined;
}

function samePackage(a: Label, b: Label): boolean {
  return a.repository === b.repository && a.packagePath === b.packagePath;
}

function isTestOnly(target: RuleTarget): boolean {
  return (
    target.attributes.get("testonly") === true || (target.ruleClass.test && target.attributes.get("testonly") !== false)
  );
}

function isVisible(graph: QueryContext, host: AnalysisHost, dependency: RuleTarget, from: Package): boolean | Unknown {
  const declared = dependency.attributes.get("visibility");
  const visibility = declared ?? packageDefault(graph, host, dependency.label);
  return allows(graph, host, visibility, dependency.label, from, new Set());
}

function packageDefault(graph: QueryContext, host: AnalysisHost, label: Label): Value {
  const result = graph.get(host.loading.package, { id: label.packageId, view: host.workspace(graph).view });
  return result.kind === "package" ? result.package.defaultVisibility : null;
}

function allows(
  graph: QueryContext,
  host: AnalysisHost,
  visibility: Value,
  owner: Label,
  from: Package,
  seen: Set<string>,
): boolean | Unknown {
  if (visibility instanceof Unknown) return visibility;
  if (!(visibility instanceof StarlarkList)) return false;
  let unknown: Unknown | undefined;
  for (const entry of visibility.items) {
    const answer = entryAllows(graph, host, entry, owner, from, seen);
    if (answer === true) return true;
    if (answer instanceof Unknown) unknown = answer;
  }
  return unknown ?? false;
}

function entryAllows(
  graph: QueryContext,
  host: AnalysisHost,
  entry: Value,
  owner: Label,
  from: Package,
  seen: Set<string>,
): boolean | Unknown {
  if (entry instanceof Unknown) return entry;
  if (!(entry instanceof Label)) return false;
  if (entry.packagePath === "visibility") return entry.name === "public" || entry.name === "legacy_public";
  if (entry.name === "__pkg__") return from.id.repository === entry.repository && from.id.path === entry.packagePath;
  if (entry.name === "__subpackages__")
    return from.id.repository === entry.repository && isBelow(from.id.path, entry.packagePath);
  if (seen.has(entry.toString())) return false;
  seen.add(entry.toString());
  const found = findTarget(graph, host, entry);
  if (found.kind === "unknown") return new Unknown(found.reason);
  if (found.kind === "missing" || found.target.kind !== "package-group") return false;
  const group = found.target;
  const repository = entry.repository;
  if (specsAllow(group.packages, repository, from)) return true;
  return allows(graph, host, new StarlarkList([...group.includes]), owner, from, seen);
}

/** package_group specifications: `//foo`, `//foo/...`, `public`, `private`, `-…` negations first. */
function specsAllow(specs: readonly string[], repository: string, from: Package): boolean {
  if (specs.some((spec) => spec.startsWith("-") && specMatches(spec.slice(1), repository, from))) return false;
  return specs.some((spec) => !spec.startsWith("-") && specMatches(spec, repository, from));
}

function specMatches(spec: string, repository: string, from: Package): boolean {
  if (spec === "public" || spec === "//...") return spec === "public" || from.id.repository === repository;
  if (spec === "private") return false;
  const path = spec.replace(/^@@?[^/]*/, "").replace(/^\/\//, "");
  if (from.id.repository !== repository) return false;
  return path.endsWith("/...") ? isBelow(from.id.path, path.slice(0, -4)) : from.id.path === path;
}

function isBelow(path: string, ancestor: string): boolean {
  return ancestor === "" || path === ancestor || path.startsWith(`${ancestor}/`);
}
