/** `FilesToRunProvider`: the executable of a target, and the files that say what lies in its runfiles tree (`RunfilesSupport.create`). */
import { Artifact } from "../artifact.ts";
import { nativeOption, type Configuration } from "../configuration/configuration.ts";
import { Provider, Struct } from "../provider.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { DefaultOutputs } from "./defaultInfo.ts";
import type { Value } from "../../starlark/value.ts";

export const FILES_TO_RUN = new Provider({ builtin: "FilesToRunProvider" });

/** A target without a configuration is a file or a group: it has no tree. */
export function filesToRun({ executable, tree }: DefaultOutputs, configuration: Configuration | undefined): Struct {
  const program = tree && configuration ? (executable ?? null) : null;
  const fields: (readonly [string, Value])[] = [
    ["executable", executable ?? null],
    ["runfiles_manifest", program && configuration ? runfilesManifest(program, configuration) : null],
  ];
  // There since Bazel 6 or 7.
  if (!configuration || configuration.top.major > 4)
    fields.push(["repo_mapping_manifest", program && configuration ? repositoryMapping(program, configuration) : null]);
  return new Struct(new Map(fields), FILES_TO_RUN);
}

/** Where no tree is built, the list of what would be in it; seen with 4.2.3 and 7.7.1. */
function runfilesManifest(program: Artifact | Unknown, configuration: Configuration): Value {
  if (configuration.top.major > 7) return notModelled("runfiles_manifest");
  const isListed = nativeOption(configuration, "build_runfile_manifests");
  if (isListed instanceof Unknown) return isListed;
  if (isListed === false) return null;
  const isBuilt = nativeOption(configuration, "build_runfile_links");
  if (isBuilt instanceof Unknown) return isBuilt;
  return beside(program, isBuilt === false ? ".runfiles_manifest" : ".runfiles/MANIFEST");
}

/** Bazel 7 makes it without modules, too; 8 and 9 are taken to do as it does. */
function repositoryMapping(program: Artifact | Unknown, { top }: Configuration): Value {
  return top.major >= 7 ? beside(program, ".repo_mapping") : notModelled("repo_mapping_manifest");
}

function beside(program: Artifact | Unknown, ending: string): Artifact | Unknown {
  if (program instanceof Unknown) return program;
  const { configuration, owner, path, root, shortPath } = program;
  return new Artifact({
    root,
    path: path + ending,
    shortPath: shortPath + ending,
    kind: "file",
    owner,
    configuration,
  });
}

function notModelled(name: string): Unknown {
  return new Unknown({ kind: "api", name, message: `the file of ${name} is not modelled`, site: undefined });
}
