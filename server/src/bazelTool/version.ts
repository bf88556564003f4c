/** Which Bazel a program is. */
import type { BazelResult } from "./bazel.ts";
import { Complaints } from "./complaints.ts";
import { runProcess } from "./process.ts";

/** `printed` is what stands where the version should be: Debian's build says `no_version`, one from source `development version`. */
export type BazelVersionAnswer =
  { readonly kind: "known"; readonly version: string } | { readonly kind: "unknown"; readonly printed: string };

/** Asks `bazel --version`, which the client answers without a server and its lock. In the workspace, since Bazelisk and Debian's wrapper read its .bazelversion. */
export async function askVersion(
  executable: string,
  workspaceRoot: string,
  signal?: AbortSignal,
): Promise<BazelResult<BazelVersionAnswer>> {
  const outcome = await runProcess({ executable, args: ["--version"], cwd: workspaceRoot, signal });
  switch (outcome.kind) {
    case "cancelled":
      return { kind: "cancelled" };
    case "notStarted":
      return { kind: "notFound", message: outcome.message };
    case "exited":
      if (outcome.exitCode === 0) return { kind: "ok", value: parseVersion(outcome.stdout) };
      return {
        kind: "failed",
        exitCode: outcome.exitCode,
        ...complaint(outcome.stderr || outcome.stdout),
        stderr: outcome.stderr,
      };
  }
}

/** Reads the line `bazel 7.4.0`, among others that a wrapper may print. */
export function parseVersion(output: string): BazelVersionAnswer {
  const printed = /^bazel (.+)$/m.exec(output)?.[1]?.trim() ?? "";
  return /^\d+\.\d+\.\d+/.test(printed) ? { kind: "known", version: printed } : { kind: "unknown", printed };
}

/** Debian's wrapper tells an error as Bazel does, with what to do about it; Bazelisk's is its last line. */
export function complaint(printed: string): { readonly message: string; readonly errors: readonly string[] } {
  const complaints = new Complaints();
  const lines = printed.trimEnd().split("\n");
  for (const line of lines) complaints.take(line);
  return { message: complaints.errors[0] ?? lines.at(-1) ?? "", errors: complaints.errors };
}
