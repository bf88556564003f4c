/** The loading room over files in memory, with repositories that a test names instead of a WORKSPACE file. */
import { Graph } from "../../../server/src/base/graph.ts";
import { spanOf } from "../../../server/src/syntax/ast.ts";
import type { FileSystem } from "../../../server/src/base/fileSystem.ts";
import { fileInputs } from "../../../server/src/bazel/inputs.ts";
import type { PackageId } from "../../../server/src/bazel/label.ts";
import type { LoadingQueries } from "../../../server/src/bazel/loading/queries.ts";
import { loadingQueries } from "../../../server/src/bazel/loading/queries.ts";
import { fileReader } from "../../../server/src/bazel/loading/repositoryFiles.ts";
import type { AnalysisApi, SourceParser } from "../../../server/src/bazel/loading/settings.ts";
import type { RepositoryView } from "../../../server/src/bazel/repositoryView.ts";
import type { LoadingProblem, PackageResult } from "../../../server/src/bazel/target.ts";
import { parseVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import { anyOf, ignoredDirectoriesOf } from "../../../server/src/bazel/workspace/ignoredDirectories.ts";
import { Unknown } from "../../../server/src/starlark/unknown.ts";

export interface LoadingOptions {
  readonly fileSystem: FileSystem;
  readonly parser: SourceParser;
  /** Root of the main repository. */
  readonly root: string;
  readonly version?: string;
  /** Other repositories: where they are below the root, or null for those that are not on disk. A name that is not here is visible nowhere. */
  readonly repositories?: Readonly<Record<string, string | null>>;
  readonly models?: ReadonlyMap<string, string>;
  readonly maxSteps?: number;
  readonly analysis?: AnalysisApi;
}

export interface Loading {
  readonly graph: Graph;
  readonly queries: LoadingQueries;
  package(id: PackageId): Promise<PackageResult>;
  /** One-based line where a problem stands. */
  lineOf(problem: LoadingProblem): Promise<number>;
}

const VIEW = "view";

export function makeLoading(options: LoadingOptions): Loading {
  const { fileSystem, root, repositories = {}, models = new Map<string, string>() } = options;
  const version = parseVersion(options.version ?? "7.4.0");
  if (!version) throw new Error(`not a version: ${String(options.version)}`);
  const files = fileInputs(fileSystem);
  const view: RepositoryView = {
    id: VIEW,
    resolve: (_from, apparent) => (apparent in repositories || apparent === "" ? apparent : undefined),
    usages: () => ({ uniqueName: "", modules: [], more: undefined }),
    autoloadRepository: () => undefined,
    contents: (canonical) => {
      if (canonical === "") return { kind: "directory", path: root, buildFile: undefined };
      const place = repositories[canonical];
      if (typeof place === "string")
        return place.startsWith("model:")
          ? { kind: "model", folder: place.slice("model:".length) }
          : { kind: "directory", path: `${root}/${place}`, buildFile: undefined };
      return {
        kind: "unknown",
        unknown: new Unknown({
          kind: "repository",
          name: canonical,
          message: `repository @${canonical} is not on disk`,
          site: undefined,
        }),
      };
    },
  };
  const queries: LoadingQueries = loadingQueries({
    files,
    parser: options.parser,
    models,
    nativeModels: [...models.keys()].filter((path) => path.startsWith("native/")).sort(),
    onEvaluation: undefined,
    machine: { os: "linux", uname: "x86_64", arch: "amd64" },
    variables: () => new Map(),
    view: () => view,
    settings: () => ({
      version,
      isVersionKnown: true,
      bzlmod: true,
      autoloads: undefined,
      disallowEmptyGlob: version.major >= 8,
      publicByDefault: false,
      semantics: {
        toolchainTransition: false,
        unresolvedSymlinks: false,
        execGroups: false,
        commandOfWords: false,
        protoToolchains: false,
        ruleExtension: false,
        exportsFilesExplicitly: false,
        settingsHaveVisibility: true,
        rootMeansEverywhere: version.major < 6,
        rulesHaveNoOutputs: false,
        returnsNoStructs: false,
        targetsHaveNoProviderFields: false,
        structsHaveNoMethods: false,
        depsetsHaveNoItems: false,
      },
      maxSteps: options.maxSteps ?? 1_000_000,
      isCancelled: () => false,
    }),
    analysis: options.analysis ?? { bzl: new Map(), models: new Map() },
    packageTree: (graph, _view, repository, directory) => ({
      root: directory,
      ignored: anyOf(
        ignoredDirectoriesOf(fileReader(graph, { files }), directory),
        graph.get(queries.repositoryIgnores, directory),
      ),
      localRepositories: repository === "" ? localRepositories(repositories) : new Map(),
      deletedPackages: new Set(),
    }),
  });
  const graph = new Graph();
  return {
    graph,
    queries,
    package: (id) => graph.evaluate(queries.package, { id, view: VIEW }),
    lineOf: async ({ site }) => {
      if (!site) return 1;
      const source = await graph.evaluate(queries.parsedFile, site.file);
      return source.kind === "parsed" ? source.file.lines.position(spanOf(source.file, site.node).start).line + 1 : 1;
    },
  };
}

function localRepositories(repositories: Readonly<Record<string, string | null>>): ReadonlyMap<string, string> {
  const places = Object.entries(repositories).filter(
    (entry): entry is [string, string] => entry[1] !== null && !entry[1].startsWith("model:"),
  );
  return new Map(places.map(([name, path]) => [path, name]));
}
