/** Has Bazel write the manifests of targets, and builds what they name, but no links: the way to Bazel's own flattening before `aquery --include_file_write_contents` (Bazel 6). */
import type { Bazel, BazelResult } from "./bazel.ts";
import { runBazelKeepGoing } from "./bazel.ts";
import type { BuiltManifest } from "./builtManifest.ts";
import { readBuiltManifest } from "./builtManifest.ts";

/** Trees that stand from former builds stay as they are. */
export const MANIFESTS_ONLY = "--nobuild_runfile_links";

/** Runs the build with the flags of `bazel`, which hold `MANIFESTS_ONLY`, so that the commands around it share one analysis. `value` is what Bazel said of targets that failed. */
export async function buildManifests(
  bazel: Bazel,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<BazelResult<readonly string[]>> {
  const result = await runBazelKeepGoing(bazel, {
    command: "build",
    args: ["--keep_going", "--", ...patterns],
    signal,
  });
  return result.kind === "ok" ? { kind: "ok", value: result.value.errors } : result;
}

/** The manifest beside an executable, wherever its configuration puts it; undefined where there is none. */
export function readManifestBeside(workspaceRoot: string, executable: string): Promise<BuiltManifest | undefined> {
  const [outputs = "", ...rest] = executable.split("/");
  return readBuiltManifest(workspaceRoot, rest.join("/"), outputs);
}
