/**
 * When a repository that Bazel has fetched is the very version of a module that is selected.
 *
 * A version of a registry is never changed, and Bazel writes a repository's marker when it is fetched to the end: the repository is proved where its MODULE.bazel file is, byte for byte, the one that the registry has for
 * the selected version (since 7.4 Bazel itself puts that file there), and no override patches it. Where one does, or tells another place, the key in its marker proves it (moduleSource.ts).
 */
import { joinPath } from "../../base/path.ts";
import type { Module } from "./moduleGraph.ts";
import { textDigest } from "./moduleRegistry.ts";
import type { FileReader } from "./fileReader.ts";

/** Undefined for a repository that its MODULE.bazel file proves; else why it may be another version. */
export function whyModuleIsDoubted(reader: FileReader, directory: string, module: Module): string | undefined {
  const { origin, repository } = module;
  const digest = origin.kind === "fetched" ? origin.moduleFileDigest : undefined;
  if (digest === undefined)
    return "an override tells where it comes from, and it is not known for which Bazel has fetched it";
  const text = reader.text(joinPath(directory, `${repository}/MODULE.bazel`));
  if (text === undefined) return "it has no MODULE.bazel file";
  return textDigest(text) === digest ? undefined : "its MODULE.bazel file is not the one that the registry has";
}
