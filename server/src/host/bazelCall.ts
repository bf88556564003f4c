/** A command of Bazel's about one workspace and build: which Bazel, with which flags, and how its failures are told. */
import { basename } from "node:path";
import type { Bazel, BazelResult } from "../bazelTool/bazel.ts";
import { executionRoot } from "../bazelTool/executionRoot.ts";
import { findBazel } from "../bazelTool/executable.ts";
import { askVersion } from "../bazelTool/version.ts";
import type { BuildRequest } from "../project.ts";
import type { BazelFailure } from "../protocol.ts";

export interface BazelCall {
  readonly root: string;
  readonly build: BuildRequest;
  /** The setting `bazel.executable`. */
  readonly executable: string;
  /** Flags that the prediction found in force, those of .bazelrc files and the command's; handed to Bazel where it would not find them itself (`test` and `run`). */
  readonly flagsInForce: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Told what Bazel says on standard error. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface Failed {
  readonly kind: "failed";
  readonly failure: BazelFailure;
  readonly message: string;
}

export interface FoundBazel {
  readonly executable: string;
  /** Null where the binary does not say. */
  readonly version: string | null;
}

export const CANCELLED: Failed = { kind: "failed", failure: "cancelled", message: "Cancelled." };

/** Where Bazel is, and which. */
export async function locateBazel(
  call: Pick<BazelCall, "root" | "executable" | "signal">,
): Promise<{ readonly kind: "ok"; readonly value: FoundBazel } | Failed> {
  const found = await findBazel({
    setting: call.executable === "bazel" ? "" : call.executable,
    searchPath: process.env.PATH,
    platform: process.platform,
  });
  if (found.kind !== "ok") return failed(found);
  const version = await askVersion(found.value, call.root, call.signal);
  if (version.kind !== "ok") return failed(version);
  const known = version.value.kind === "known" ? version.value.version : null;
  return { kind: "ok", value: { executable: found.value, version: known } };
}

/** cquery inherits the rc lines of `build` by itself; those of other commands are handed to it. */
export function bazelOf(call: BazelCall, executable: string, further: readonly string[] = []): Bazel {
  const { build, flagsInForce, log, root } = call;
  const flags = [
    ...(build.command === "build" ? [] : flagsInForce),
    ...build.configs.map((config) => `--config=${config}`),
    ...build.flags,
    ...further,
  ];
  return { executable, workspaceRoot: root, startupFlags: [], flags, log };
}

/** The name of the main repository's directory in runfiles trees. */
export async function workspaceDirectory(bazel: Bazel, signal: AbortSignal | undefined): Promise<BazelResult<string>> {
  const result = await executionRoot(bazel, signal);
  return result.kind === "ok" ? { kind: "ok", value: basename(result.value) } : result;
}

export function failed(result: Exclude<BazelResult<unknown>, { kind: "ok" }>): Failed {
  switch (result.kind) {
    case "busy":
      return { kind: "failed", failure: "busy", message: result.message };
    case "cancelled":
      return CANCELLED;
    case "notFound":
      return { kind: "failed", failure: "not-found", message: result.message };
    case "failed":
      return { kind: "failed", failure: "failed", message: result.message };
    default:
      return result satisfies never;
  }
}
