/**
 * Asks Bazel 6 or later for the manifests that it would write, without building anything: `aquery --include_file_write_contents`. The flattening is Bazel's own; only the kept contenders are in it.
 * The JSON is that of `src/main/protobuf/analysis_v2.proto`.
 */
import { runBazel } from "./bazel.ts";
import type { Bazel, BazelResult } from "./bazel.ts";
import { parseManifest } from "./manifest.ts";
import type { ManifestEntry } from "./manifest.ts";
import { targetSet } from "./targetExpression.ts";

export interface PredictedManifest {
  readonly label: string;
  /** The output directory's name, `k8-fastbuild`. One label may occur in several configurations. */
  readonly configuration: string;
  readonly entries: readonly ManifestEntry[];
}

/** The manifests of the targets themselves, not of what they depend on; but for those that Bazel cannot spell. */
export async function queryManifests(
  bazel: Bazel,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<BazelResult<readonly PredictedManifest[]>> {
  const expression = `mnemonic("SourceSymlinkManifest", ${targetSet(patterns)})`;
  const result = await runBazel(bazel, {
    command: "aquery",
    args: ["--include_file_write_contents", "--output=jsonproto", "--", expression],
    signal,
  });
  if (result.kind !== "ok") return result;
  try {
    return { kind: "ok", value: parseActionGraph(result.value.stdout) };
  } catch {
    // Cut off, or not what this version was expected to print.
    const message = "what Bazel's aquery printed cannot be read";
    return { kind: "failed", exitCode: 0, message, errors: [], stderr: result.value.stderr };
  }
}

interface ActionGraph {
  readonly actions?: readonly {
    readonly targetId?: number;
    readonly configurationId?: number;
    readonly mnemonic?: string;
    readonly fileContents?: string;
  }[];
  readonly targets?: readonly { readonly id: number; readonly label: string }[];
  readonly configuration?: readonly { readonly id: number; readonly mnemonic?: string }[];
}

/** Reads the output of `aquery --output=jsonproto`. Throws a SyntaxError where it is no JSON. */
export function parseActionGraph(json: string): readonly PredictedManifest[] {
  const graph = JSON.parse(json) as ActionGraph;
  const labels = new Map((graph.targets ?? []).map((target) => [target.id, target.label]));
  const configurations = new Map(
    (graph.configuration ?? []).map((configuration) => [configuration.id, configuration.mnemonic ?? ""]),
  );
  return (graph.actions ?? [])
    .filter((action) => action.mnemonic === "SourceSymlinkManifest" && isSpelled(action.fileContents ?? ""))
    .map((action) => ({
      label: (labels.get(action.targetId ?? 0) ?? "").replace(/^@@?\/\//, "//"),
      configuration: configurations.get(action.configurationId ?? 0) ?? "",
      // proto3 leaves out what is empty.
      entries: parseManifest(action.fileContents ?? ""),
    }));
}

/** Bazel prints a question mark for every character of a path that is not in Latin-1 (seen with 7.7.1): such a manifest is no judge. */
function isSpelled(contents: string): boolean {
  return !contents.includes("?");
}
