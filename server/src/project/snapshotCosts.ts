/** The costs of a snapshot's trees. */
import type { UnknownRuntime } from "../bazel/analysis/contributors.ts";
import type { TreeSettings } from "../bazel/analysis/prediction.ts";
import type { Label } from "../bazel/label.ts";
import type { RuleTarget } from "../bazel/target.ts";
import { interpreterEstimate } from "../lints/interpreterFigures.ts";
import type { TargetCost, WorkspaceCost } from "./costDocument.ts";
import { sumOf, targetCost, workspaceContributors, type RuntimeEstimate } from "./costs.ts";
import { isManual } from "./patterns.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** Undefined for a target without a known tree. */
export function costOf(
  snapshot: ProjectSnapshot,
  label: Label,
  settings: TreeSettings = snapshot.treeSettings(),
): TargetCost | undefined {
  const { graph, host } = snapshot;
  const known = snapshot.summary(label);
  if (!known) return undefined;
  return targetCost(known.target, {
    graph,
    host,
    settings,
    complete: !snapshot.isPartial(label, known.target),
    filesBelow: (directory) => snapshot.filesBelow(directory),
    estimate: (runtime) => estimateOf(snapshot, runtime),
  });
}

/** Of the executable targets that a build of everything makes trees for, or of those among some targets. */
export function workspaceCostOf(snapshot: ProjectSnapshot, targets: readonly string[] | undefined): WorkspaceCost {
  const wanted = targets && new Set(targets);
  const isWanted = (target: RuleTarget) => (wanted ? wanted.has(target.label.toString()) : !isManual(target));
  const costs = snapshot
    .executables()
    .filter(isWanted)
    .flatMap(({ label }) => costOf(snapshot, label) ?? []);
  const { root, flags, bazelVersion } = snapshot.workspace();
  return {
    root,
    command: snapshot.request.command,
    flags,
    bazelVersion,
    linksAreMade: linksAreMade(snapshot),
    estimated: costs.some(({ contributors }) => contributors.some(({ counted }) => !counted)),
    partialTargets: costs.filter(({ complete }) => !complete).length,
    ...sumOf(costs),
    contributors: workspaceContributors(costs),
    targets: costs.toSorted((a, b) => b.links - a.links || (a.target < b.target ? -1 : 1)),
  };
}

/** `--nobuild_runfile_manifests` and `--noenable_runfiles` leave no links; with `--nobuild_runfile_links` only those are made that something runs (as measure/expectedRunfiles.ts has it). */
function linksAreMade({ graph, queries }: ProjectSnapshot): WorkspaceCost["linksAreMade"] {
  const flags = graph.get(queries.flags.flags, null);
  const isOn = (name: "enable_runfiles" | "build_runfile_manifests" | "build_runfile_links") =>
    flags.isOn(name, queries.environment.platform.os).value;
  if (!isOn("enable_runfiles") || !isOn("build_runfile_manifests")) return "never";
  return isOn("build_runfile_links") ? "always" : "on demand";
}

const PYTHON_TYPE = "@@bazel_tools//tools/python:toolchain_type";

function estimateOf({ graph, queries }: ProjectSnapshot, { type, user }: UnknownRuntime): RuntimeEstimate | undefined {
  if (type.toString() !== PYTHON_TYPE) return undefined;
  const [registration] = graph.get(queries.repositories.pythonRegistrations, null);
  if (!registration) return undefined;
  const asked = user.rule?.attributes.get("python_version");
  const version =
    typeof asked === "string" && /^\d+\.\d+/.test(asked)
      ? asked
      : (registration.defaultVersion ?? registration.versions.find((one) => one !== undefined));
  const { version: measured, withoutLegacyCopies } = interpreterEstimate(version);
  return {
    name: `rules_python's ${measured}`,
    files: withoutLegacyCopies,
    source: "github.com/martis42/show_hermetic_python_overhead, Bazel 7.0.0, rules_python 0.27.0, Linux",
  };
}
