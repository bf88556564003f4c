/** Costs for tests: an interpreter that is estimated, a repository, and what is the workspace's own, in each of some targets. */
import type { ContributorCost, CostFigures, TargetCost } from "../../server/src/bazel/analysis/treeCost.ts";
import { sumOf } from "../../server/src/bazel/analysis/treeCost.ts";
import type { WorkspaceCost } from "../../server/src/project/costDocument.ts";
import { workspaceContributors } from "../../server/src/project/workspaceContributors.ts";

export function contributor(spec: Partial<ContributorCost>): ContributorCost {
  const { links = 0, legacyCopies = 0 } = spec;
  return {
    kind: "code",
    name: "",
    title: "Own code",
    language: null,
    version: null,
    declaredAt: null,
    counted: true,
    source: null,
    links,
    legacyCopies,
    emptyFiles: 0,
    sandboxFiles: links,
    remoteFiles: links,
    generatedDirectories: 0,
    bytes: 1000 * links,
    unsizedFiles: 0,
    ...spec,
  };
}

export function targetCost(target: string, contributors: readonly ContributorCost[]): TargetCost {
  const complete = contributors.every(({ counted }) => counted);
  return { target, test: target.endsWith("_test"), complete, ...sumOf(contributors), contributors };
}

export function workspaceCost(root: string, targets: readonly TargetCost[]): WorkspaceCost {
  const sum: CostFigures = sumOf(targets);
  return {
    root,
    scope: "//...",
    command: "build",
    flags: [],
    bazelVersion: "7.4.0",
    linksAreMade: "always",
    estimated: targets.some(({ contributors }) => contributors.some(({ counted }) => !counted)),
    partialTargets: targets.filter(({ complete }) => !complete).length,
    ...sum,
    contributors: workspaceContributors(targets),
    targets: targets.toSorted((a, b) => b.links - a.links),
  };
}

export function interpreter(root: string): ContributorCost {
  return contributor({
    kind: "runtime",
    name: "rules_python's 3.10",
    title: "Python 3.10 interpreter",
    language: "Python",
    version: "3.10",
    counted: false,
    source: "</script> of somebody",
    declaredAt: {
      path: `${root}/MODULE.bazel`,
      range: { start: { line: 5, character: 0 }, end: { line: 5, character: 16 } },
    },
    links: 4584,
    legacyCopies: 2292,
    bytes: 0,
    unsizedFiles: 2292,
  });
}
