/** Why Bazel may refuse to load a package, or stop in it before it comes to a target: then it refuses whatever needs one, be it a rule, a file or a package group. */
import type { Package } from "../target.ts";
import type { UnknownReason } from "../../starlark/unknown.ts";

export function packageDoubt({ absence, open }: Package): UnknownReason | undefined {
  return absence ?? open.find(mayBeAnError);
}

/** What makes a package open, and may be an error for Bazel. There are builds of Bazel without the Android rules (Debian's is one). */
export function mayBeAnError({ kind, name }: UnknownReason): boolean {
  return kind === "repository" || kind === "evaluation" || (kind === "rule" && name.startsWith("android_"));
}
