/** Answers that may be wrong: they stand, with an Unknown beneath them. */
import { ConfiguredTarget, type AnalysisResult } from "./configuredTarget.ts";
import type { DefaultOutputs } from "./defaultInfo.ts";

import { Depset } from "../depset.ts";
import { mergeRunfiles, unknownRunfiles, type Runfiles } from "../runfiles/runfiles.ts";
import { Doubt, Unknown, type UnknownReason } from "../../starlark/unknown.ts";

/** What other providers hold is told to those who read it (`ConfiguredTarget.estimate`). */
export function withDoubt(outputs: DefaultOutputs, why: Unknown): DefaultOutputs {
  const doubt = new Doubt(why.reason);
  const doubted = unknownRunfiles(doubt);
  // The three are often one, and a workspace may hold a doubt for every target.
  const made = new Map<Runfiles, Runfiles>();
  const unsure = (runfiles: Runfiles) => {
    const merged = made.get(runfiles) ?? mergeRunfiles([runfiles, doubted]);
    made.set(runfiles, merged);
    return merged;
  };
  return {
    files: new Depset(outputs.files.order, [doubt], [outputs.files]),
    executable: outputs.executable,
    defaultRunfiles: unsure(outputs.defaultRunfiles),
    dataRunfiles: unsure(outputs.dataRunfiles),
    tree: outputs.tree && unsure(outputs.tree),
  };
}

/** What is said of a target that may be another one than Bazel's: Bazel may refuse it, or not. */
export function doubtedResult(result: AnalysisResult, doubt: UnknownReason | undefined): AnalysisResult {
  if (doubt === undefined) return result;
  const unknown = new Unknown(doubt);
  switch (result.kind) {
    case "unknown":
      return result;
    case "rejected":
      return { kind: "unknown", unknown };
    case "target": {
      const { target } = result;
      const outputs = withDoubt(target.outputs, unknown);
      return {
        kind: "target",
        target: new ConfiguredTarget({ ...target, outputs, estimate: target.estimate ?? unknown }),
      };
    }
    default:
      return result satisfies never;
  }
}
