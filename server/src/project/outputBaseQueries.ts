/** The output bases that Bazel may have used for the workspace, and what lies in and beside them. */
import { mapStrings, toBytes } from "../base/byteString.ts";
import type { Query, QueryContext } from "../base/graph.ts";
import { joinPath, parentPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import { startupOptionsOf } from "../bazel/workspace/bazelrc/options.ts";
import type { BazelVersion } from "../bazel/workspace/bazelVersion.ts";
import { parseVersion, versionToString } from "../bazel/workspace/bazelVersion.ts";
import { externalDirectory } from "../bazel/workspace/fetchedRepository.ts";
import type { OutputBaseInput } from "../bazel/workspace/outputBase.ts";
import { outputBases, outputUserRoot } from "../bazel/workspace/outputBase.ts";
import { pathFromRoot } from "../bazel/workspace/repositoryContents.ts";
import { clientVariable, type VariableDependencies } from "./environmentVariables.ts";
import type { HostEnvironment } from "./workspaceFlags.ts";

export interface OutputBaseDependencies extends VariableDependencies {
  readonly files: FileInputs;
  readonly environment: Omit<HostEnvironment, "variables">;
}

export interface OutputBaseQueries {
  inUse(graph: QueryContext): readonly string[];
  /** Directories that hold repositories. */
  externalDirectories(graph: QueryContext): readonly string[];
  /** Directories that hold downloaded files by their digests: `--repository_cache`, whose default is below the output user root. */
  repositoryCaches(graph: QueryContext): readonly string[];
  isOfVersionInForce(graph: QueryContext, outputBase: string): boolean;
  /** Which release has used an output base last, where it says so and is another one than predicted. */
  otherVersion(graph: QueryContext, outputBase: string): string | undefined;
}

export function outputBaseQueries(dependencies: OutputBaseDependencies): OutputBaseQueries {
  const { files, flags } = dependencies;
  const environment = mapStrings(dependencies.environment, toBytes);

  const inUse: Query<null, readonly string[]> = {
    name: "output bases",
    keyOf: () => "",
    compute: (graph) => outputBases(fileReader(graph, { files }), outputBaseInput(graph)),
    equals: (a, b) => a.join("\n") === b.join("\n"),
  };

  function outputBaseInput(graph: QueryContext): OutputBaseInput {
    return {
      root: fileReader(graph, { files }).realPath(dependencies.root) ?? dependencies.root,
      version: graph.get(flags.version, null).predictedAs,
      os: environment.platform.os,
      environment: { get: (name) => clientVariable(dependencies, graph, name) },
      homeDirectory: environment.homeDirectory,
      userName: environment.userName,
      startupOptions: startupOptionsOf(graph.get(flags.rc, null)),
    };
  }

  function externalDirectories(graph: QueryContext): readonly string[] {
    return graph.get(inUse, null).map(externalDirectory);
  }

  function repositoryCaches(graph: QueryContext): readonly string[] {
    const { value, origin } = graph.get(flags.flags, null).string("repository_cache");
    if (origin !== undefined) return value === "" ? [] : [pathFromRoot(dependencies.root, value)];
    const userRoot = outputUserRoot(outputBaseInput(graph));
    const parents = graph.get(inUse, null).flatMap((outputBase) => parentPath(outputBase) ?? []);
    const roots = new Set([...(userRoot === undefined ? [] : [userRoot]), ...parents]);
    return [...roots].map((directory) => joinPath(directory, "cache/repos/v1"));
  }

  function installedVersion(graph: QueryContext, outputBase: string): BazelVersion | undefined {
    const label = fileReader(graph, { files }).text(joinPath(outputBase, "install/build-label.txt"));
    return parseVersion((label ?? "").trim());
  }

  function isOfVersionInForce(graph: QueryContext, outputBase: string): boolean {
    const installed = installedVersion(graph, outputBase);
    const inForce = graph.get(flags.version, null).predictedAs;
    return installed !== undefined && versionToString(installed) === versionToString(inForce);
  }

  function otherVersion(graph: QueryContext, outputBase: string): string | undefined {
    const installed = installedVersion(graph, outputBase);
    const inForce = graph.get(flags.version, null).predictedAs;
    if (!installed || versionToString(installed) === versionToString(inForce)) return undefined;
    return `Bazel ${versionToString(installed)} has fetched it, and ${versionToString(inForce)} is predicted`;
  }

  return {
    inUse: (graph) => graph.get(inUse, null),
    externalDirectories,
    repositoryCaches,
    isOfVersionInForce,
    otherVersion,
  };
}
