/**
 * A predicted tree against Bazel's. Paths must be equal, and what stands at each: the same artifact, up to the name of a configuration's output directory where that contains a hash which the sources do not
 * determine; every collision must have the same contenders, and a contender that is called kept must be the kept one.
 */
import type { TreeCollision, TreeDocument, TreeEntry } from "../project/treeDocument.ts";
import type { Judge, TargetVerdict, TreeDifference, Verdict, VerifyReason } from "./verifyReport.ts";

/** What Bazel said of a target. */
export type BazelAnswer =
  | { readonly kind: "tree"; readonly tree: TreeDocument; readonly judge: Judge; readonly actual?: string | null }
  /** It refuses the target. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "none"; readonly message: string };

export interface TreeComparison {
  readonly differences: readonly TreeDifference[];
  readonly keptNamed: number;
  readonly keptConfirmed: number;
}

const LISTED_DIFFERENCES = 20;

/** `reasons` are those of the prediction, with where they come from. */
export function judge(
  predicted: TreeDocument,
  answer: BazelAnswer,
  reasons: readonly VerifyReason[] = predicted.unknowns.map((unknown) => ({ ...unknown, via: [] })),
): TargetVerdict {
  const base = {
    target: predicted.target,
    actual: null,
    executable: !predicted.notExecutable,
    completeness: predicted.completeness,
    links: predicted.links,
    reasons,
    judge: null,
    differenceCount: 0,
    unexplainedCount: 0,
    differences: [],
    keptNamed: 0,
    keptConfirmed: 0,
  } as const;
  switch (answer.kind) {
    case "none":
      return { ...base, verdict: "unjudged", message: answer.message };
    case "refused":
      return { ...base, verdict: refusedVerdict(predicted), message: answer.message };
    case "tree": {
      const accepted = { ...base, executable: !answer.tree.notExecutable, actual: answer.actual ?? null };
      if (predicted.completeness === "rejected") {
        const message = `Bazel accepts the target; predicted was: ${predicted.error ?? "an error"}`;
        return { ...accepted, verdict: "wrong", judge: answer.judge, message };
      }
      const { differences, keptNamed, keptConfirmed } = compareTrees(predicted, answer.tree);
      const isPartial = predicted.completeness === "partial";
      return {
        ...accepted,
        verdict: isPartial ? "partial" : differences.length > 0 ? "wrong" : "equal",
        judge: answer.judge,
        differenceCount: differences.length,
        unexplainedCount: isPartial ? unexplained(differences, reasons) : 0,
        differences: differences.slice(0, LISTED_DIFFERENCES),
        keptNamed,
        keptConfirmed,
        message: null,
      };
    }
    default:
      return answer satisfies never;
  }
}

/** Reasons that may change anything in a tree; all others only leave something out of it. */
const SWEEPING: ReadonlySet<VerifyReason["kind"]> = new Set(["version", "model", "configuration"]);

function unexplained(differences: readonly TreeDifference[], reasons: readonly VerifyReason[]): number {
  if (reasons.some(({ kind }) => SWEEPING.has(kind))) return 0;
  return differences.filter(({ kind }) => kind === "unexpected" || kind === "other-artifact").length;
}

export function compareTrees(predicted: TreeDocument, actual: TreeDocument): TreeComparison {
  const predictedEntries = new Map(predicted.entries.map((entry) => [entry.path, entry]));
  const actualEntries = new Map(actual.entries.map((entry) => [entry.path, entry]));
  const collisions = new Map(predicted.collisions.filter(isOverwriting).map((one) => [one.path, one]));
  const directories = configurationDirectories(predictedEntries, actualEntries, collisions);
  const differences = [...new Set([...predictedEntries.keys(), ...actualEntries.keys()])]
    .sort()
    .flatMap((path) =>
      entryDifference(path, predictedEntries.get(path), actualEntries.get(path), collisions.get(path)),
    );
  const kept = keptDifferences(predicted.collisions, actual, directories);
  return {
    differences: [...differences, ...contenderDifferences(collisions, actual.collisions), ...kept.differences],
    keptNamed: kept.named,
    keptConfirmed: kept.confirmed,
  };
}

function refusedVerdict(predicted: TreeDocument): Verdict {
  if (predicted.completeness === "rejected") return "rejected";
  return predicted.completeness === "complete" ? "wrong" : "partial";
}

function entryDifference(
  path: string,
  predicted: TreeEntry | undefined,
  actual: TreeEntry | undefined,
  collision: TreeCollision | undefined,
): readonly TreeDifference[] {
  if (!predicted && !actual) return [];
  if (!predicted) return [{ path, kind: "missing", predicted: null, actual: describe(actual) }];
  if (!actual) return [{ path, kind: "unexpected", predicted: describe(predicted), actual: null }];
  const candidates = predicted.execPath === null && collision ? collision.contenders : [predicted.execPath];
  const isSame = candidates.some((execPath) => sameArtifact(execPath, actual.execPath));
  if (isSame || isOfBazel(predicted)) return [];
  return [{ path, kind: "other-artifact", predicted: describe(predicted), actual: describe(actual) }];
}

/** Entries whose link no rule chose. */
function isOfBazel(entry: TreeEntry): boolean {
  return entry.kind === "repo_mapping" || entry.kind === "workspace_marker";
}

function contenderDifferences(
  predicted: ReadonlyMap<string, TreeCollision>,
  actual: readonly TreeCollision[],
): readonly TreeDifference[] {
  const actualByPath = new Map(actual.map((collision) => [collision.path, collision]));
  return [...new Set([...predicted.keys(), ...actualByPath.keys()])].sort().flatMap((path) => {
    const ours = predicted.get(path)?.contenders ?? [];
    const theirs = actualByPath.get(path)?.contenders ?? [];
    if (inAnyOrder(ours) === inAnyOrder(theirs)) return [];
    return [{ path, kind: "other-contenders" as const, predicted: ours.join(", "), actual: theirs.join(", ") }];
  });
}

function keptDifferences(
  predicted: readonly TreeCollision[],
  actual: TreeDocument,
  directories: ReadonlyMap<string, string>,
): { readonly differences: readonly TreeDifference[]; readonly named: number; readonly confirmed: number } {
  const actualCollisions = new Map(actual.collisions.map((collision) => [collision.path, collision]));
  const named = predicted.filter((collision) => isOverwriting(collision) && collision.kept !== null);
  const differences: TreeDifference[] = [];
  for (const { path, kept, contenders } of named) {
    const theirs = actualCollisions.get(path);
    if (kept === null || theirs?.kept === null || theirs?.kept === undefined) continue;
    const directory = directories.get(outputDirectory(kept) ?? "");
    // A configuration that shows nowhere else is known by its place among the contenders, which stand in Bazel's order.
    const expected =
      directory === undefined
        ? theirs.contenders[contenders.indexOf(kept)]
        : `${directory}${kept.slice(outputDirectory(kept)?.length ?? 0)}`;
    if (expected !== theirs.kept) {
      differences.push({ path, kind: "other-artifact", predicted: `keeps ${kept}`, actual: `keeps ${theirs.kept}` });
    }
  }
  const unjudged = named.filter(({ path }) => !actualCollisions.get(path)?.kept).length;
  return { differences, named: named.length, confirmed: named.length - unjudged - differences.length };
}

/** `bazel-out/[platforms=…]` → `bazel-out/k8-fastbuild-ST-…`, as far as entries without contenders tell. */
function configurationDirectories(
  predicted: ReadonlyMap<string, TreeEntry>,
  actual: ReadonlyMap<string, TreeEntry>,
  collisions: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const directories = new Map<string, string>();
  for (const [path, { execPath }] of predicted) {
    const real = actual.get(path)?.execPath;
    const ours = outputDirectory(execPath ?? "");
    const theirs = outputDirectory(real ?? "");
    if (ours === undefined || theirs === undefined || collisions.has(path) || directories.has(ours)) continue;
    directories.set(ours, theirs);
  }
  return directories;
}

function isOverwriting(collision: TreeCollision): boolean {
  return collision.kind !== "obscured";
}

function inAnyOrder(execPaths: readonly string[]): string {
  return execPaths.map(withoutConfiguration).sort().join("\0");
}

function sameArtifact(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && withoutConfiguration(a) === withoutConfiguration(b));
}

function withoutConfiguration(execPath: string): string {
  return execPath.slice(outputDirectory(execPath)?.length ?? 0);
}

/** `bazel-out/k8-fastbuild` of `bazel-out/k8-fastbuild/bin/x`. A configuration's name may contain slashes: `bazel-out/[platforms=//p:linux]`. */
function outputDirectory(execPath: string): string | undefined {
  return /^bazel-out\/(?:\[.*?\](?=\/)|[^/]*)/.exec(execPath)?.[0];
}

function describe(entry: TreeEntry | undefined): string {
  return entry?.execPath ?? `(${entry?.kind ?? "nothing"})`;
}
