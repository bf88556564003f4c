/** Which files of trees are those of toolchains: all artifacts that a ToolchainInfo names anywhere. A query of the graph, so that trees with the same toolchains share one answer, and what is counted by it. */
import type { Query } from "../../base/graph.ts";
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import type { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { Runfiles, type SymlinkEntry } from "../runfiles/runfiles.ts";
import type { RuntimeFiles } from "../runfiles/shares.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Value } from "../../starlark/value.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { targetKeyText, type AnalysisHost, type TargetKey } from "./keys.ts";
import { TOOLCHAIN_INFO } from "./providers.ts";

/** A toolchain by the target that implements it. */
export interface ToolchainTarget {
  readonly key: TargetKey;
  readonly declaredBy: Label;
}

/** The files of one toolchain, as keys of artifacts. */
export function toolchainFilesQuery(host: () => AnalysisHost): Query<TargetKey, ReadonlySet<string>> {
  return {
    name: "files of a toolchain",
    keyOf: targetKeyText,
    compute: (graph, key) => {
      const result = graph.get(host().configuredTarget, key);
      const info = result.kind === "target" ? result.target.provider(TOOLCHAIN_INFO) : undefined;
      return info === undefined ? new Set() : filesIn(info);
    },
    equals: (a, b) => a.size === b.size && [...a].every((file) => b.has(file)),
  };
}

/** Which of some toolchains a file belongs to: the first that names it. */
export function runtimeFilesQuery(host: () => AnalysisHost): Query<readonly ToolchainTarget[], RuntimeFiles> {
  return {
    name: "files of toolchains",
    keyOf: (toolchains) =>
      toolchains.map(({ key, declaredBy }) => `${declaredBy.toString()}=${targetKeyText(key)}`).join("\n"),
    compute: (graph, toolchains) => {
      const found = toolchains.map(({ key, declaredBy }) => ({
        files: graph.get(host().toolchainFiles, key),
        name: declaredBy.toString(),
      }));
      return { toolchainOf: (artifact) => found.find(({ files }) => files.has(artifact.hashKey()))?.name };
    },
  };
}

function filesIn(info: Value): ReadonlySet<string> {
  const found = new Set<string>();
  const entered = new Set<Value>();
  const work: Value[] = [info];
  for (let value = work.pop(); value !== undefined; value = work.pop()) {
    if (typeof value !== "object" || value === null || entered.has(value)) continue;
    entered.add(value);
    if (value instanceof Artifact) found.add(value.hashKey());
    else work.push(...partsOf(value));
  }
  return found;
}

function partsOf(value: Value): readonly Value[] {
  if (value instanceof Struct) return [...value.fields.values()];
  if (value instanceof StarlarkList) return value.items;
  if (value instanceof Depset) return [...value.direct, ...value.transitive];
  if (value instanceof Runfiles)
    return [value.artifacts, ...(value.symlinks.toList() as readonly SymlinkEntry[]).map((entry) => entry.target)];
  if (value instanceof ConfiguredTarget) return [value.outputs.files, value.outputs.defaultRunfiles];
  return [];
}
