/** Composition of the loading room: its queries over what the project supplies. */
import type { Query, QueryContext } from "../../base/graph.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RepositoryView } from "../repositoryView.ts";
import type { ModuleHost, ModuleQueries } from "./bzlModule.ts";
import { getModule, moduleQuery } from "./bzlModule.ts";
import type { Environment } from "./environment.ts";
import { environmentQueries } from "./environment.ts";
import type { PackageQueries } from "./package.ts";
import { packageQuery } from "./package.ts";
import { globQuery } from "./packageGlob.ts";
import type { PackageLookupQueries } from "./packageLookup.ts";
import { packageLookupQueries } from "./packageLookup.ts";
import type { ParsingQueries } from "./parsing.ts";
import { parsingQueries } from "./parsing.ts";
import type { IgnoredDirectories } from "../workspace/ignoredDirectories.ts";
import { repositoryDefaultsQuery, repositoryIgnoresQuery } from "./repoFile.ts";
import { BUILTINS_REPOSITORY, contentsOf, unmappedContentsOf, type EvaluatedContents } from "./repositoryFiles.ts";
import type { LoadingDependencies, LoadingSpec, RepositoryKey } from "./settings.ts";
import { generatedQueries } from "./generated/queries.ts";
import { ViewOfExtension } from "./generated/view.ts";

export interface LoadingQueries extends ParsingQueries, PackageLookupQueries, ModuleQueries, PackageQueries {
  /** What a repository consists of, when the rule that makes it has been evaluated. */
  readonly repositoryContents: Query<RepositoryKey, EvaluatedContents>;
  /** The same where it may be asked for while it is made: a cycle then ends with who asks, and spoils no query on the way. */
  readonly contentsWhileMade: (graph: QueryContext, key: RepositoryKey) => EvaluatedContents;
  /** What a repository's REPO.bazel file has Bazel ignore, by the repository's directory. */
  readonly repositoryIgnores: Query<string, IgnoredDirectories>;
  readonly environment: Query<null, Environment>;
}

export function loadingQueries(spec: LoadingSpec): LoadingQueries {
  const generated = generatedQueries({
    dependencies: () => dependencies,
    module: (graph, label, view) => getModule(graph, modules, { label, view }),
  });
  const dependencies: LoadingDependencies = {
    ...spec,
    generated: (graph, key) => graph.get(generated.files, key),
    makes: generated.makes,
    unmapped: generated.unmapped,
    fetchedGenerated: (graph, key) => graph.get(generated.fetched, key),
  };
  const parsing = parsingQueries(dependencies);
  const lookups = packageLookupQueries(dependencies);
  const environments = environmentQueries(dependencies, (graph, label) =>
    getModule(graph, modules, { label, view: "" }),
  );
  const moduleHost: ModuleHost = {
    ...parsing,
    ...lookups,
    dependencies,
    environmentFor: (graph, label) =>
      graph.get(
        label.repository === BUILTINS_REPOSITORY ? environments.baseEnvironment : environments.environment,
        null,
      ),
    viewOf: (graph, view, repository) => viewOf(graph, dependencies, view, repository),
  };
  const modules: ModuleQueries = moduleQuery(moduleHost);
  const packages = packageQuery({
    ...moduleHost,
    ...modules,
    environment: environments.environment,
    glob: globQuery(dependencies, lookups),
    repositoryDefaults: repositoryDefaultsQuery(dependencies, parsing),
  });
  const repositoryContents: Query<RepositoryKey, EvaluatedContents> = {
    name: "repository contents",
    keyOf: ({ view, repository }) => `${view}\0${repository}`,
    compute: (graph, { view, repository }) => contentsOf(graph, dependencies, view, repository),
  };
  return {
    ...parsing,
    ...lookups,
    ...modules,
    ...packages,
    repositoryContents,
    contentsWhileMade: (graph, { view, repository }) => unmappedContentsOf(graph, dependencies, view, repository),
    repositoryIgnores: repositoryIgnoresQuery(dependencies, parsing),
    environment: environments.environment,
  };
}

/** Models of what Bazel has built in belong to no view: the repositories that they name are Bazel's own, under their plain names. */
const BUILTINS_VIEW: RepositoryView = {
  id: "",
  resolve: (_from, apparent) => apparent,
  usages: () => ({ uniqueName: "", modules: [], more: undefined }),
  autoloadRepository: () => undefined,
  contents: (name) => ({
    kind: "unknown",
    unknown: new Unknown({
      kind: "repository",
      name,
      message: `models of built-in rules cannot see @${name}`,
      site: undefined,
    }),
  }),
};

function viewOf(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  view: string,
  repository: string,
): RepositoryView {
  if (repository === BUILTINS_REPOSITORY) return BUILTINS_VIEW;
  const repositories = dependencies.view(graph, view);
  const maker = repositories.makerOf?.(repository);
  if (!maker) return repositories;
  const prefix = repository.slice(0, -maker.name.length);
  return new ViewOfExtension(repositories, prefix, (name) => dependencies.makes(graph, view, { ...maker, name }));
}
