/** Where Bazel runs the actions of a workspace. */
import type { Bazel, BazelResult } from "./bazel.ts";
import { runBazel } from "./bazel.ts";

/** `ExitCode.COMMAND_LINE_ERROR` */
const COMMAND_LINE_ERROR = 2;

/**
 * The absolute path of the execution root under the flags of `bazel`. Its last part is the name of the main repository's directory in runfiles trees, which flags decide where a release has both modules and WORKSPACE
 * files (`_main` or `__main__`).
 */
export async function executionRoot(bazel: Bazel, signal: AbortSignal | undefined): Promise<BazelResult<string>> {
  const command = { command: "info", args: ["execution_root"], signal } as const;
  const given = await runBazel(bazel, command);
  // `info` knows the flags of `build`; one that only `test` or `run` has is refused, and does not matter here.
  const isRefused = given.kind === "failed" && given.exitCode === COMMAND_LINE_ERROR;
  const result = isRefused ? await runBazel({ ...bazel, flags: [] }, command) : given;
  return result.kind === "ok" ? { kind: "ok", value: result.value.stdout.trim() } : result;
}
