/** `Resolve with Bazel`: Bazel's tree of one target, beside which the prediction is shown. */
import { bearsOptions } from "../bazelTool/runfilesFormat.ts";
import type { BazelRunfiles } from "../bazelTool/runfilesFormat.ts";
import { queryRunfiles } from "../bazelTool/runfilesQuery.ts";
import { bazelTree } from "../ide/bazelTree.ts";
import type { TreeDocument } from "../project/treeDocument.ts";
import type { BazelCall, Failed, FoundBazel } from "./bazelCall.ts";
import { bazelOf, failed, workspaceDirectory } from "./bazelCall.ts";

/** From a single `cquery`. */
export async function resolveWithBazel(
  call: BazelCall,
  { executable, version }: FoundBazel,
  predicted: TreeDocument,
): Promise<{ readonly kind: "ok"; readonly tree: TreeDocument } | Failed> {
  const answers: BazelRunfiles[] = [];
  const result = await queryRunfiles(bazelOf(call, executable), {
    patterns: [predicted.target],
    withoutOptions: !bearsOptions(version, call.flagsInForce),
    onTarget: (target) => answers.push(target),
    signal: call.signal,
  });
  if (result.kind !== "ok") return failed(result);
  const answer = answers.find((one) => one.label === predicted.target) ?? answers[0];
  if (!answer) return { kind: "failed", failure: "failed", message: `Bazel printed nothing for ${predicted.target}.` };
  const workspace = await workspaceDirectory(bazelOf(call, executable), call.signal);
  if (workspace.kind !== "ok") return failed(workspace);
  return { kind: "ok", tree: bazelTree(answer, undefined, workspace.value, predicted) };
}
