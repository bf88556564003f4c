/** Which program builds a variant: the one of all others, another executable, or another version by way of Bazelisk. */
import type { Variant } from "../measure/experiment.ts";
import { isVersion } from "../measure/planText.ts";
import { locateBazel, type Failed } from "./bazelCall.ts";
import type { MeasuredProgram } from "./measuredBazel.ts";

export interface OrdinaryProgram {
  /** Absolute path. */
  readonly executable: string;
  /** Null for unknown. */
  readonly version: string | null;
  readonly root: string;
}

/** A version is taken from a program `bazel-VERSION` on PATH where there is one; otherwise the ordinary program is told, which has to be Bazelisk or a wrapper that reads USE_BAZEL_VERSION. */
export async function programOf(
  { bazel }: Variant,
  { executable, root, version }: OrdinaryProgram,
): Promise<{ readonly kind: "ok"; readonly value: MeasuredProgram } | Failed> {
  if (bazel === null) return { kind: "ok", value: { executable, version, environment: undefined } };
  const named = await locateBazel({ root, executable: isVersion(bazel) ? `bazel-${bazel}` : bazel });
  if (named.kind === "ok") return { kind: "ok", value: { ...named.value, environment: undefined } };
  if (!isVersion(bazel)) return named;
  return { kind: "ok", value: { executable, version: bazel, environment: { USE_BAZEL_VERSION: bazel } } };
}
