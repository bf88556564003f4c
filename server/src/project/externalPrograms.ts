/** Programs of rulesets that are neither on disk nor modelled: of their trees nothing is known but the runtime that they carry, by its published figure. */
import { estimatedCost, sumOf, type TargetCost } from "../bazel/analysis/treeCost.ts";
import type { ExternalTarget, Package } from "../bazel/target.ts";
import { runtimeOfProgram } from "../bazel/workspace/runtimes/catalogue.ts";
import { StarlarkList } from "../starlark/list.ts";
import { runtimeEstimate } from "./runtimeFigures.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

export interface ExternalProgram {
  readonly cost: TargetCost;
  readonly manual: boolean;
}

export function externalPrograms(snapshot: ProjectSnapshot, packages: readonly Package[]): readonly ExternalProgram[] {
  return packages.flatMap(({ id, externalTargets }) =>
    [...externalTargets].flatMap(([name, target]) => externalProgram(snapshot, `//${id.path}:${name}`, target) ?? []),
  );
}

function externalProgram(
  snapshot: ProjectSnapshot,
  label: string,
  { symbol, named }: ExternalTarget,
): ExternalProgram | undefined {
  const runtime = runtimeOfProgram(symbol.module.repository, symbol.name);
  const asked = named.get("python_version");
  const estimate = runtime && runtimeEstimate(snapshot, runtime, typeof asked === "string" ? asked : undefined);
  if (!estimate) return undefined;
  const contributors = [estimatedCost(estimate, snapshot.treeSettings().legacyExternalRunfiles)];
  const tags = named.get("tags");
  return {
    cost: {
      target: label,
      test: symbol.name.endsWith("_test"),
      complete: false,
      ...sumOf(contributors),
      contributors,
    },
    manual: tags instanceof StarlarkList && tags.items.includes("manual"),
  };
}
