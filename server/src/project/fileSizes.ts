/** The sizes of files. Lists that many trees share are summed by a query, once each. */
import type { Query, QueryContext } from "../base/graph.ts";
import type { Sizes } from "../bazel/analysis/treeCost.ts";
import type { Artifact } from "../bazel/artifact.ts";
import type { FileInputs } from "../bazel/inputs.ts";

/** Where a source file lies on disk; undefined where it is not there. */
export type SourcePath = (graph: QueryContext, execPath: string) => string | undefined;

export function sumSizes(
  graph: QueryContext,
  inputs: FileInputs,
  pathOf: SourcePath,
  files: readonly Artifact[],
): Sizes {
  let bytes = 0;
  let unsizedFiles = 0;
  for (const { path: execPath, isSource } of files) {
    const path = isSource ? pathOf(graph, execPath) : undefined;
    const size = path === undefined ? undefined : graph.input(inputs.size, path);
    if (size === undefined) unsizedFiles++;
    else bytes += size;
  }
  return { bytes, unsizedFiles };
}

/** Lists are told apart by what they are, not by what they hold. */
const serials = new WeakMap<readonly Artifact[], number>();
let lastSerial = 0;

export function sharedSizes(inputs: FileInputs, pathOf: SourcePath): Query<readonly Artifact[], Sizes> {
  return {
    name: "file sizes",
    keyOf: (files) => {
      const serial = serials.get(files) ?? ++lastSerial;
      serials.set(files, serial);
      return String(serial);
    },
    compute: (graph, files) => sumSizes(graph, inputs, pathOf, files),
    equals: (a, b) => a.bytes === b.bytes && a.unsizedFiles === b.unsizedFiles,
  };
}
