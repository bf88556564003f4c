/** Why Bazel may refuse to load a package, or stop in it before it comes to a target: then it refuses whatever needs one, be it a rule, a file or a package group. */
import type { Package } from "../target.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import type { UnknownReason } from "../../starlark/unknown.ts";

export function packageDoubt({ absence, open }: Package, version: BazelVersion): UnknownReason | undefined {
  return absence ?? open.find((reason) => mayBeAnError(reason, version));
}

/** What makes a package open, and may be an error for Bazel. There are builds of Bazel without the Android rules (Debian's 4.2.3 is one, its 7.7.1 is none). */
export function mayBeAnError({ kind, name }: UnknownReason, version: BazelVersion): boolean {
  const isAndroid = kind === "rule" && name.startsWith("android_");
  return kind === "repository" || kind === "evaluation" || (isAndroid && version.major < 7);
}
