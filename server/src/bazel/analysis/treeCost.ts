/**
 * What a tree costs, and who contributes: counted where the files are on disk, estimated from published figures where a toolchain's are not. Plain data.
 *
 * Three costs, three counts: links are made in the output tree, sandboxes stage files for each action and test, and remote execution is sent every file. A directory is one link; a sandbox sees one file in a source
 * directory, remote execution all of them, and both all files of a directory that an action makes, whose number nobody knows before it has run.
 */
import type { QueryContext } from "../../base/graph.ts";
import type { Location } from "../../base/text.ts";
import type { Artifact } from "../artifact.ts";
import type { Label } from "../label.ts";
import { treeShares, type ContributorKind, type Share } from "../runfiles/shares.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import { contributorsOf, type UnknownRuntime } from "./contributors.ts";
import type { AnalysisHost } from "./keys.ts";
import { treeOptions, treeRunfiles, type TreeSettings } from "./prediction.ts";

export interface CostFigures {
  /** Symlinks in the output tree, legacy copies included. */
  readonly links: number;
  readonly legacyCopies: number;
  /** Empty `__init__.py` files and markers. */
  readonly emptyFiles: number;
  /** What the sandbox of an action or a test that uses the tree stages. */
  readonly sandboxFiles: number;
  /** The inputs that remote execution is told of. */
  readonly remoteFiles: number;
  /** Directories that actions make: each counts as one file, and stands for more. */
  readonly generatedDirectories: number;
  /** Of the files whose size is known, each once. */
  readonly bytes: number;
  /** Files whose size is not known: actions make them, or they are not on disk. */
  readonly unsizedFiles: number;
}

export interface ContributorCost extends CostFigures {
  readonly kind: ContributorKind;
  /** Canonical name of the repository, label of the toolchain for a runtime in the main repository, what an estimate is about (`rules_python's 3.10`), else empty. */
  readonly name: string;
  /** What people call it: `Python 3.10 interpreter`, `@numpy`, `Own code`. */
  readonly title: string;
  /** `Python`; null for what is no runtime, and for runtimes of other languages than we know. */
  readonly language: string | null;
  /** Of a runtime whose version is told by its registration or by the name of its repository. */
  readonly version: string | null;
  /** Where a runtime is registered: in a WORKSPACE or MODULE.bazel file of the workspace. */
  readonly declaredAt: Location | null;
  /** False where the figures are published ones because the files are not on disk. */
  readonly counted: boolean;
  /** Where an estimate comes from; null where things were counted. */
  readonly source: string | null;
}

export interface TargetCost extends CostFigures {
  readonly target: string;
  readonly test: boolean;
  /** False where something of the tree is not known: the figures are a lower bound, but for what is estimated. */
  readonly complete: boolean;
  readonly contributors: readonly ContributorCost[];
}

export interface CostContext {
  readonly graph: QueryContext;
  readonly host: AnalysisHost;
  readonly settings: TreeSettings;
  readonly complete: boolean;
  /** Files below a source directory. */
  readonly filesBelow: (directory: Artifact) => number;
  /** The sizes of some files; of a list that trees share they are found out once. */
  readonly sizes: (files: readonly Artifact[], isShared: boolean) => Sizes;
  /** What is published of a runtime that is not on disk; undefined where nobody has counted it, or it costs nothing. */
  readonly estimate: (runtime: UnknownRuntime) => RuntimeEstimate | undefined;
  /** What is known of a toolchain's runtime, whose files lie in some repository. */
  readonly describe: (toolchain: string, type: Label | undefined, repository: string) => RuntimeDescription;
}

export type Sizes = Pick<CostFigures, "bytes" | "unsizedFiles">;

export type RuntimeDescription = Pick<ContributorCost, "language" | "version" | "declaredAt">;

export interface RuntimeEstimate extends RuntimeDescription {
  readonly name: string;
  /** Files of an external repository, without legacy copies. */
  readonly files: number;
  readonly source: string;
}

export function targetCost(target: ConfiguredTarget, context: CostContext): TargetCost {
  const { graph, host, settings, complete } = context;
  const contributors = contributorsOf(graph, host, target);
  const { shares, emptyFiles } = treeShares(
    treeRunfiles(target),
    treeOptions(graph, host, settings, target),
    contributors,
  );
  const counted = shares.map((share) => {
    const { name, toolchain } = share.contributor;
    const types = contributors.toolchainTypes;
    const description = toolchain === undefined ? NO_RUNTIME : context.describe(toolchain, types.get(toolchain), name);
    return countedCost(share, description, context);
  });
  const estimates = new Map<string, RuntimeEstimate>();
  for (const estimate of contributors.unknownRuntimes.map(context.estimate))
    if (estimate) estimates.set(estimate.name, estimate);
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

const NO_RUNTIME: RuntimeDescription = { language: null, version: null, declaredAt: null };

function countedCost(
  { contributor: { kind, name }, links, legacyCopies, sharedFiles, ownFiles, directories }: Share,
  description: RuntimeDescription,
  { filesBelow, sizes }: CostContext,
): ContributorCost {
  const known = [...sharedFiles.map((files) => sizes(files, true)), sizes(ownFiles, false)];
  const generated = directories.filter(({ isSource }) => !isSource);
  const below = directories.filter(({ isSource }) => isSource).reduce((sum, file) => sum + filesBelow(file) - 1, 0);
  return {
    kind,
    name,
    title: titleOf({ kind, name, ...description }),
    ...description,
    counted: true,
    source: null,
    links,
    legacyCopies,
    emptyFiles: 0,
    sandboxFiles: links,
    remoteFiles: links + below,
    generatedDirectories: generated.length,
    bytes: known.reduce((sum, { bytes }) => sum + bytes, 0),
    unsizedFiles: known.reduce((sum, { unsizedFiles }) => sum + unsizedFiles, 0),
  };
}

export function estimatedCost({ files, ...estimate }: RuntimeEstimate, legacyCopies: boolean): ContributorCost {
  const copies = legacyCopies ? files : 0;
  const links = files + copies;
  return {
    kind: "runtime",
    ...estimate,
    title: runtimeTitle(estimate),
    counted: false,
    links,
    legacyCopies: copies,
    emptyFiles: 0,
    sandboxFiles: links,
    remoteFiles: links,
    generatedDirectories: 0,
    bytes: 0,
    unsizedFiles: files,
  };
}

/** They are files, not links: Bazel adds them to the tree, and sandboxes stage them. */
function emptyFilesCost(emptyFiles: number): readonly ContributorCost[] {
  if (emptyFiles === 0) return [];
  return [
    {
      ...NOTHING,
      ...NO_RUNTIME,
      kind: "bazel",
      name: "",
      title: ADDED_BY_BAZEL,
      counted: true,
      source: null,
      emptyFiles,
      sandboxFiles: emptyFiles,
      remoteFiles: emptyFiles,
    },
  ];
}

// Titles ----------------------------------------------------------------------------------------------------------------------------------------------------

const ADDED_BY_BAZEL = "Added by Bazel";

function titleOf(cost: Pick<ContributorCost, "kind" | "name" | "language" | "version">): string {
  switch (cost.kind) {
    case "runtime":
      return cost.language === null ? `Toolchain ${shortName(cost.name)}` : runtimeTitle(cost);
    case "repository":
      return shortName(cost.name);
    case "code":
      return "Own code";
    case "data":
      return "Data";
    case "bazel":
      return ADDED_BY_BAZEL;
    default:
      return cost.kind satisfies never;
  }
}

/** `Python 3.10 interpreter`, `.NET runtime`. */
function runtimeTitle({ language, version }: Pick<ContributorCost, "language" | "version">): string {
  const noun = ["Python", "Ruby", "Perl"].includes(language ?? "") ? "interpreter" : "runtime";
  return [language, version, noun].filter((word) => word !== null).join(" ");
}

/** As people write it: `@numpy` of `rules_python~~pip~numpy`, `@rules_python` of `rules_python+`, `rules_python~1.0` and `rules_python~override`. */
function shortName(canonical: string): string {
  if (canonical.includes("//")) return canonical;
  const parts = canonical.split(/[~+]/);
  return `@${(parts.length > 2 ? parts.at(-1) : parts[0]) ?? ""}`;
}

// Sums ------------------------------------------------------------------------------------------------------------------------------------------------------

const NOTHING: CostFigures = {
  links: 0,
  legacyCopies: 0,
  emptyFiles: 0,
  sandboxFiles: 0,
  remoteFiles: 0,
  generatedDirectories: 0,
  bytes: 0,
  unsizedFiles: 0,
};

export function sumOf(costs: readonly CostFigures[]): CostFigures {
  return costs.reduce(added, NOTHING);
}

export function added(a: CostFigures, b: CostFigures): CostFigures {
  return {
    links: a.links + b.links,
    legacyCopies: a.legacyCopies + b.legacyCopies,
    emptyFiles: a.emptyFiles + b.emptyFiles,
    sandboxFiles: a.sandboxFiles + b.sandboxFiles,
    remoteFiles: a.remoteFiles + b.remoteFiles,
    generatedDirectories: a.generatedDirectories + b.generatedDirectories,
    bytes: a.bytes + b.bytes,
    unsizedFiles: a.unsizedFiles + b.unsizedFiles,
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

export function contributorId({ kind, name, counted }: Pick<ContributorCost, "kind" | "name" | "counted">): string {
  return `${kind} ${String(counted)} ${name}`;
}

export function byLinks(
  a: CostFigures & { readonly name: string },
  b: CostFigures & { readonly name: string },
): number {
  return b.links - a.links || b.sandboxFiles - a.sandboxFiles || (a.name < b.name ? -1 : 1);
}
