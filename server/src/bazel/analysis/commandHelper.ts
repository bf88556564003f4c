/** `cmd_helper` of Bazel 6 and before, of which 4.2.3 has one function left (`StarlarkCommandLine`). */
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { DOUBTS, obstacle } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";

export const joinPaths = builtin({
  name: "join_paths",
  params: [
    { name: "separator", kind: "positional-only", types: ["string"] },
    { name: "files", kind: "positional-only", types: ["depset"] },
  ],
  run: (thread, [separator, files]) => {
    if (typeof separator !== "string" || !(files instanceof Depset)) throw new EvalError("join_paths takes a depset");
    return obstacle(files.unknowns, thread.get(DOUBTS)) ?? pathsOf(files).join(separator);
  },
});

/** In its order, as `Artifact.joinExecPaths` has them. */
function pathsOf(files: Depset): readonly string[] {
  const { elementType } = files;
  if (elementType !== undefined && elementType !== "File")
    throw new EvalError(`for 'files', got a depset of '${elementType}', expected a depset of 'File'`);
  return files.toList().flatMap((file: Value) => (file instanceof Artifact ? [file.path] : []));
}
