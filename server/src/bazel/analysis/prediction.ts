/**
 * The runfiles tree of a target: analysis, then flattening, then the question what of it depends on something that the sources do not determine.
 *
 * Where the order of a split transition's branches is decided by a hash alone, the target is analysed a second time with the branches turned round (keys.ts, SplitOrder). A path whose artifact is another one then is
 * not determined: Bazel keeps one of the contenders. Every other difference between the two makes the tree partial.
 */
import { afterCommandLineAspects } from "./commandLineAspects.ts";
import { dependsOnSplitOrder } from "./splitDependence.ts";
import { topLevelConfiguration, type TopLevel } from "../configuration/configuration.ts";
import { flatten, type Collision, type Entry, type Tree, type TreeOptions } from "../runfiles/tree.ts";
import { summarize, type TreeSummary } from "../runfiles/summary.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Unknown, UnknownReason } from "../../starlark/unknown.ts";
import type { Label } from "../label.ts";
import { mergeRunfiles, unknownRunfiles, type Runfiles } from "../runfiles/runfiles.ts";
import type { ConfiguredTarget, Rejection } from "./configuredTarget.ts";
import type { AnalysisHost, SplitOrder } from "./keys.ts";

/** What decides a tree besides its runfiles. */
export interface TreeSettings {
  readonly top: TopLevel;
  readonly legacyExternalRunfiles: boolean;
  readonly bzlmod: boolean;
  /** What `--aspects` names, as written. */
  readonly aspects: readonly string[];
}

export type Prediction =
  | {
      readonly kind: "tree";
      readonly target: ConfiguredTarget;
      /** False: the default runfiles that a target which is no binary would bring to one. */
      readonly executable: boolean;
      readonly tree: Tree;
      /** Paths whose artifact only a hash decides. */
      readonly undetermined: ReadonlySet<string>;
      readonly unknowns: readonly UnknownReason[];
    }
  | { readonly kind: "rejected"; readonly rejection: Rejection }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };

export function predict(graph: QueryContext, host: AnalysisHost, settings: TreeSettings, label: Label): Prediction {
  const forward = analyse(graph, host, settings, label, "forward");
  if (forward.kind !== "target") return forward;
  const { target } = forward;
  const options = treeOptions(graph, host, settings, target);
  const runfiles = treeRunfiles(target);
  const flattened = (of: Runfiles): Tree => graph.span("flatten", label.toString(), () => flatten(of, options));
  const tree = flattened(runfiles);
  const unknowns = reasons(runfiles.unknowns);
  const base = { kind: "tree", target, executable: target.outputs.tree !== undefined, tree } as const;
  if (!dependsOnSplitOrder(target)) return { ...base, undetermined: new Set(), unknowns };
  const reverse = analyse(graph, host, settings, label, "reverse");
  if (reverse.kind !== "target")
    return { ...base, undetermined: new Set(), unknowns: [...unknowns, orderReason(label)] };
  const other = flattened(treeRunfiles(reverse.target));
  const { undetermined, samePaths } = compare(tree, other);
  return { ...base, undetermined, unknowns: samePaths ? unknowns : [...unknowns, orderReason(label)] };
}

export type SummaryResult = { readonly summary: TreeSummary; readonly target: ConfiguredTarget } | undefined;

/** Counts and collisions of a target's tree, without flattening it where that can be helped; undefined for a target that has no known tree. */
export function predictSummary(
  graph: QueryContext,
  host: AnalysisHost,
  settings: TreeSettings,
  label: Label,
): SummaryResult {
  const forward = analyse(graph, host, settings, label, "forward");
  if (forward.kind !== "target") return undefined;
  const { target } = forward;
  const options = treeOptions(graph, host, settings, target);
  const summary = graph.span("summarize", label.toString(), () => summarize(treeRunfiles(target), options));
  return { summary, target };
}

/** The target in the top-level configuration of a build. */
export function analyse(
  graph: QueryContext,
  host: AnalysisHost,
  settings: TreeSettings,
  label: Label,
  order: SplitOrder,
): { readonly kind: "target"; readonly target: ConfiguredTarget } | Exclude<Prediction, { kind: "tree" }> {
  const result = graph.get(host.configuredTarget, {
    label,
    configuration: topLevelConfiguration(settings.top),
    order,
    transitioned: false,
  });
  const names = settings.aspects;
  const seen =
    result.kind === "target" && names.length > 0
      ? afterCommandLineAspects(graph, host, result.target, { names, label, order })
      : result;
  return seen.kind === "unknown" ? { kind: "unknown", reason: seen.unknown.reason } : seen;
}

/** The runfiles of the tree beside the executable, or the default runfiles of a target without one; with a doubt where Bazel may refuse the target. */
export function treeRunfiles(target: ConfiguredTarget): Runfiles {
  const runfiles = target.outputs.tree ?? target.outputs.defaultRunfiles;
  return target.mayBeRefused ? mergeRunfiles([runfiles, unknownRunfiles(target.mayBeRefused)]) : runfiles;
}

export function treeOptions(
  graph: QueryContext,
  host: AnalysisHost,
  settings: TreeSettings,
  { outputs }: ConfiguredTarget,
): TreeOptions {
  const workspace = host.workspace(graph);
  const { bazelVersion } = workspace;
  return {
    workspaceName: workspace.runfilesPrefix,
    legacyExternalRunfiles: settings.legacyExternalRunfiles && outputs.tree?.withoutCopies !== true,
    externalDirectory: isAtLeast(bazelVersion, "6.0.0") ? ".." : "external",
    // Written for bzlmod from 6; in 7 for WORKSPACE builds too (facts: rules_nodejs#3797).
    repoMapping: isAtLeast(bazelVersion, "7.0.0") || (isAtLeast(bazelVersion, "6.0.0") && settings.bzlmod),
  };
}

function reasons(unknowns: ReadonlySet<Unknown>): readonly UnknownReason[] {
  const seen = new Map<string, UnknownReason>();
  for (const { reason } of unknowns)
    seen.set(`${reason.message}|${reason.site?.file ?? ""}|${String(reason.site?.node)}`, reason);
  return [...seen.values()];
}

function orderReason(label: Label): UnknownReason {
  return {
    kind: "configuration",
    name: "order of a split transition",
    message: `which paths ${label.toString()} gets depends on the order of a split transition's branches, which Bazel decides by a hash`,
    site: undefined,
  };
}

function compare(tree: Tree, other: Tree): { readonly undetermined: ReadonlySet<string>; readonly samePaths: boolean } {
  const undetermined = new Set<string>();
  const others = new Map(other.entries.map((entry) => [entry.path, entry]));
  let samePaths = tree.entries.length === other.entries.length;
  for (const entry of tree.entries) {
    const counterpart = others.get(entry.path);
    if (!counterpart) samePaths = false;
    else if (identity(entry) !== identity(counterpart)) undetermined.add(entry.path);
  }
  return { undetermined, samePaths };
}

function identity(entry: Entry): string {
  return "artifact" in entry.contender ? entry.contender.artifact.hashKey() : entry.contender.kind;
}

/** The contender that Bazel keeps, undefined where only a hash decides. */
export function keptContender(
  collision: Collision,
  undetermined: ReadonlySet<string>,
): Collision["contenders"][number] | undefined {
  if (undetermined.has(collision.path)) return undefined;
  return collision.contenders.at(-1);
}
