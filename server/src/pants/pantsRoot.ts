/** Whose a BUILD file is: Bazel and Pants give theirs one name. */
import { baseName } from "../base/path.ts";

/** The file that marks a build root of Pants. */
export const PANTS_CONFIG = "pants.toml";

/** What the marks of a directory say: those of the nearest marked one hold for all below it. */
export type BuildSystem = "bazel" | "pants" | "both";

export function buildSystemOf(hasBoundary: boolean, hasPantsConfig: boolean): BuildSystem | undefined {
  if (hasPantsConfig) return hasBoundary ? "both" : "pants";
  return hasBoundary ? "bazel" : undefined;
}

/**
 * Whether Pants reads a file, by its name, the build system of its directory, and whether a BUILD.bazel stands beside it. Pants reads `BUILD` and `BUILD.*` (the option `build_patterns`); where both systems
 * share a root, Bazel has what it would choose.
 */
export function isPantsFile(path: string, system: BuildSystem, besideBuildBazel: boolean): boolean {
  const name = baseName(path);
  if (system === "bazel" || (name !== "BUILD" && !name.startsWith("BUILD."))) return false;
  if (system === "pants") return true;
  return name === "BUILD" ? besideBuildBazel : name !== "BUILD.bazel";
}
