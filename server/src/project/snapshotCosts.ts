/** The costs of a snapshot's trees. */
import type { TreeSettings } from "../bazel/analysis/prediction.ts";
import type { Label } from "../bazel/label.ts";
import type { RuleTarget } from "../bazel/target.ts";
import { estimateOf, describe } from "./runtimeFigures.ts";
import { sumOf, targetCost, type CostContext, type TargetCost } from "../bazel/analysis/treeCost.ts";
import type { WorkspaceCost } from "./costDocument.ts";
import { workspaceContributors } from "./workspaceContributors.ts";
import { externalPrograms } from "./externalPrograms.ts";
import { sumSizes } from "./fileSizes.ts";
import { isManual } from "./patterns.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** Sizes depend on every single file: who only wants counts does not ask for them. */
type SizesWanted = "sized" | "unsized";

/** Undefined for a target without a known tree. */
export function costOf(
  snapshot: ProjectSnapshot,
  label: Label,
  wanted: SizesWanted,
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
    sizes: wanted === "sized" ? sizesIn(snapshot) : (files) => ({ bytes: 0, unsizedFiles: files.length }),
    filesBelow: (directory) => snapshot.filesBelow(directory),
    estimate: (runtime) => estimateOf(snapshot, runtime),
    describe: (toolchain, type, repository) => describe(snapshot, toolchain, type, repository),
  });
}

function sizesIn({ graph, queries }: ProjectSnapshot): CostContext["sizes"] {
  return (files, isShared) =>
    isShared ? graph.get(queries.sizes, files) : sumSizes(graph, queries.files, queries.sourcePath, files);
}

/** Of the executable targets that a build of everything makes trees for, or of those among some targets. */
export function workspaceCostOf(
  snapshot: ProjectSnapshot,
  targets: readonly string[] | undefined,
  scope: string,
): WorkspaceCost {
  const wanted = targets && new Set(targets);
  const isWanted = (target: RuleTarget) => (wanted ? wanted.has(target.label.toString()) : !isManual(target));
  const packages = snapshot.packages();
  const external = externalPrograms(snapshot, packages).filter(({ cost, manual }) =>
    wanted ? wanted.has(cost.target) : !manual,
  );
  const known = snapshot.executables(packages).filter(isWanted);
  const costs = [
    ...known.flatMap(({ label }) => costOf(snapshot, label, "sized") ?? []),
    ...external.map(({ cost }) => cost),
  ];
  const { root, flags, bazelVersion } = snapshot.workspace();
  return {
    root,
    scope,
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
