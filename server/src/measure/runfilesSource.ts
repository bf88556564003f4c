/** The source that the step `incremental` changes, where nobody names one. */
import type { TreeDocument } from "../project/treeDocument.ts";

/** Path of a source of the workspace among the runfiles, relative to its root: changing it makes work for the target. Undefined where there is none. */
export function sourceAmongRunfiles({ entries }: TreeDocument): string | undefined {
  const path = entries.find(
    ({ kind, execPath }) =>
      kind === "file" && execPath !== null && !execPath.startsWith("bazel-out/") && !execPath.startsWith("external/"),
  )?.execPath;
  return path ?? undefined;
}
