/** REPO.bazel: the defaults that `repo()` sets for all packages of a repository (Bazel 7 and later, `RepoFileFunction.java`). */
import type { Query, QueryContext } from "../../base/graph.ts";
import { joinPath } from "../../base/path.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { REPO_OPTIONS } from "../../starlark/fileOptions.ts";
import { compile } from "../../starlark/program.ts";
import { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";
import type { LabelContext } from "../label.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { stringEntries } from "./api/arguments.ts";
import { packageDefaults } from "./api/packageFunctions.ts";
import type { PackageDefaults } from "./packageBuilder.ts";
import { NO_DEFAULTS } from "./packageBuilder.ts";
import type { RepositoryKey } from "./package.ts";
import type { ParsingQueries } from "./parsing.ts";
import { contentsOf } from "./repositoryFiles.ts";
import type { LoadingDependencies } from "./settings.ts";

export function repositoryDefaultsQuery(
  dependencies: LoadingDependencies,
  parsing: ParsingQueries,
): Query<RepositoryKey, PackageDefaults> {
  return {
    name: "repository defaults",
    keyOf: ({ repository, view }) => `${view}\0${repository}`,
    compute: (graph, key) => readRepoFile(graph, dependencies, parsing, key),
  };
}

function readRepoFile(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  parsing: ParsingQueries,
  { repository, view }: RepositoryKey,
): PackageDefaults {
  const contents = contentsOf(graph, dependencies, view, repository);
  const settings = dependencies.settings(graph);
  if (contents.kind !== "directory" || !isAtLeast(settings.version, "7.0")) return NO_DEFAULTS;
  const file = joinPath(contents.path, "REPO.bazel");
  if (graph.input(dependencies.files.kind, file) !== "file") return NO_DEFAULTS;
  const source = graph.get(parsing.syntaxTree, file);
  if (source.kind !== "tree") return NO_DEFAULTS;
  const repositoryView = dependencies.view(graph, view);
  const labels: LabelContext = {
    package: { repository, path: "" },
    resolveRepository: (apparent) => repositoryView.resolve(repository, apparent),
  };
  let defaults = NO_DEFAULTS;
  const repo = builtin({
    name: "repo",
    doc: "Declares metadata that applies to every rule of the repository.",
    params: [{ name: "kwargs", kind: "kwargs", acceptsUnknown: true }],
    run: (_thread, [kwargs]) => {
      defaults = packageDefaults({ labels }, defaults, stringEntries(kwargs, "repo"), "repo");
      return null;
    },
  });
  const ignore = builtin({
    name: "ignore_directories",
    params: [{ name: "dirs", acceptsUnknown: true }],
    run: () => null,
  });
  const predeclared = new Map<string, Value>([repo, ignore].map((function_) => [function_.name, function_]));
  const program = compile(source.tree, file, REPO_OPTIONS, (name) => predeclared.has(name), predeclared.keys());
  const thread = new Thread({ maxSteps: settings.maxSteps, isCancelled: settings.isCancelled });
  try {
    runFile(program, {
      thread,
      predeclared,
      modules: () => ({ symbol: () => null }),
      onStatementAborted: () => "continue",
    });
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
  }
  return defaults;
}
