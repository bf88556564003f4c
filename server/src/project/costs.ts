/** What the trees of a workspace cost, and who contributes: counted where the files are on disk, estimated from published figures where a toolchain's are not. */
import type { QueryContext } from "../base/graph.ts";
import type { Artifact } from "../bazel/artifact.ts";
import { contributorsOf, type UnknownRuntime } from "../bazel/analysis/contributors.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import type { AnalysisHost } from "../bazel/analysis/keys.ts";
import { treeOptions, treeRunfiles, type TreeSettings } from "../bazel/analysis/prediction.ts";
import { treeShares, type Share } from "../bazel/runfiles/shares.ts";
import type { ContributorCost, CostFigures, TargetCost, WorkspaceContributor } from "./costDocument.ts";

export interface CostContext {
  readonly graph: QueryContext;
  readonly host: AnalysisHost;
  readonly settings: TreeSettings;
  readonly complete: boolean;
  /** Files below a source directory. */
  readonly filesBelow: (directory: Artifact) => number;
  /** What is published of a runtime that is not on disk; undefined where nobody has counted it, or it costs nothing. */
  readonly estimate: (runtime: UnknownRuntime) => RuntimeEstimate | undefined;
}

export interface RuntimeEstimate {
  readonly name: string;
  /** Files of an external repository, without legacy copies. */
  readonly files: number;
  readonly source: string;
}

export function targetCost(target: ConfiguredTarget, context: CostContext): TargetCost {
  const { graph, host, settings, complete } = context;
  const contributors = contributorsOf(graph, host, target);
  const { shares, emptyFiles } = treeShares(treeRunfiles(target), treeOptions(graph, host, settings), contributors);
  const counted = shares.map((share) => countedCost(share, context.filesBelow));
  const estimates = new Map<string, RuntimeEstimate>();
  for (const runtime of contributors.unknownRuntimes) {
    const estimate = context.estimate(runtime);
    if (estimate) estimates.set(estimate.name, estimate);
  }
  const estimated = [...estimates.values()].map((estimate) => estimatedCost(estimate, settings.legacyExternalRunfiles));
  const all = [...counted, ...estimated, ...emptyFilesCost(emptyFiles)].sort(byLinks);
  return {
    target: target.label.toString(),
    test: target.rule?.ruleClass.test ?? false,
    complete,
    ...sumOf(all),
    contributors: merged(all),
  };
}

function countedCost(
  { contributor, links, legacyCopies, directories }: Share,
  filesBelow: CostContext["filesBelow"],
): ContributorCost {
  const generated = directories.filter(({ isSource }) => !isSource);
  const below = directories.filter(({ isSource }) => isSource).reduce((sum, file) => sum + filesBelow(file) - 1, 0);
  return {
    ...contributor,
    counted: true,
    source: null,
    links,
    legacyCopies,
    emptyFiles: 0,
    sandboxFiles: links,
    remoteFiles: links + below,
    generatedDirectories: generated.length,
  };
}

function estimatedCost({ name, files, source }: RuntimeEstimate, legacyCopies: boolean): ContributorCost {
  const copies = legacyCopies ? files : 0;
  const links = files + copies;
  return {
    kind: "runtime",
    name,
    counted: false,
    source,
    links,
    legacyCopies: copies,
    emptyFiles: 0,
    sandboxFiles: links,
    remoteFiles: links,
    generatedDirectories: 0,
  };
}

/** They are files, not links: Bazel adds them to the tree, and sandboxes stage them. */
function emptyFilesCost(emptyFiles: number): readonly ContributorCost[] {
  if (emptyFiles === 0) return [];
  return [
    {
      ...NOTHING,
      kind: "bazel",
      name: "",
      counted: true,
      source: null,
      emptyFiles,
      sandboxFiles: emptyFiles,
      remoteFiles: emptyFiles,
    },
  ];
}

// Sums ------------------------------------------------------------------------------------------------------------------------------------------------------

const NOTHING: CostFigures = {
  links: 0,
  legacyCopies: 0,
  emptyFiles: 0,
  sandboxFiles: 0,
  remoteFiles: 0,
  generatedDirectories: 0,
};

export function sumOf(costs: readonly CostFigures[]): CostFigures {
  return costs.reduce(added, NOTHING);
}

function added(a: CostFigures, b: CostFigures): CostFigures {
  return {
    links: a.links + b.links,
    legacyCopies: a.legacyCopies + b.legacyCopies,
    emptyFiles: a.emptyFiles + b.emptyFiles,
    sandboxFiles: a.sandboxFiles + b.sandboxFiles,
    remoteFiles: a.remoteFiles + b.remoteFiles,
    generatedDirectories: a.generatedDirectories + b.generatedDirectories,
  };
}

/** One a contributor, most links first. */
function merged(costs: readonly ContributorCost[]): readonly ContributorCost[] {
  const sums = new Map<string, ContributorCost>();
  for (const cost of costs) {
    const key = contributorId(cost);
    const before = sums.get(key);
    sums.set(key, before ? { ...before, ...added(before, cost) } : cost);
  }
  return [...sums.values()].sort(byLinks);
}

/** The contributors of many trees, most links first. */
export function workspaceContributors(targets: readonly TargetCost[]): readonly WorkspaceContributor[] {
  const sums = new Map<string, WorkspaceContributor>();
  for (const { contributors } of targets) {
    for (const cost of contributors) {
      const key = contributorId(cost);
      const before = sums.get(key);
      sums.set(
        key,
        before ? { ...before, ...added(before, cost), targets: before.targets + 1 } : { ...cost, targets: 1 },
      );
    }
  }
  return [...sums.values()].sort(byLinks);
}

function contributorId({ kind, name, counted }: Pick<ContributorCost, "kind" | "name" | "counted">): string {
  return `${kind} ${String(counted)} ${name}`;
}

function byLinks(a: CostFigures & { readonly name: string }, b: CostFigures & { readonly name: string }): number {
  return b.links - a.links || b.sandboxFiles - a.sandboxFiles || (a.name < b.name ? -1 : 1);
}
