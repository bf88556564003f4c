/**
 * Targets whose transition fails. `BuildView` refuses them in a build, and says so after it has built the others. `cquery --keep_going` of 4.2.3 still answers for them, in the configuration that they have without
 * the transition, and does not name them.
 */
import type { Bazel, BazelResult } from "./bazel.ts";
import { queryRunfiles } from "./runfilesQuery.ts";

/** Whether a command said that a transition fails, of one of its targets or more. */
export function hasFailedTransition({ errors }: { readonly errors: readonly string[] }): boolean {
  return errors.some((error) => error.includes("top level configurations could not be created"));
}

/** Bazel's words where the target's own transition fails, else null. It is asked for alone, so that it can only be the one that Bazel says it of. */
export async function askFailedTransition(
  bazel: Bazel,
  label: string,
  signal: AbortSignal | undefined,
): Promise<BazelResult<string | null>> {
  const result = await queryRunfiles(bazel, { patterns: [label], withoutOptions: true, signal });
  if (result.kind !== "ok") return result;
  const message = hasFailedTransition(result.value) ? (result.value.errors[0] ?? null) : null;
  return { kind: "ok", value: message };
}
