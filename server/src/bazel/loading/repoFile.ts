/**
 * REPO.bazel (`RepoFileFunction.java`): the defaults that `repo()` sets for all packages of a repository (Bazel 7 and later), and the directories that `ignore_directories()` names (8 and later). They are two queries,
 * since which directories are packages has to be known before apparent names can be resolved, which the defaults need.
 */
import type { Query, QueryContext } from "../../base/graph.ts";
import { joinPath, parentPath } from "../../base/path.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { REPO_OPTIONS } from "../../starlark/fileOptions.ts";
import { compile } from "../../starlark/program.ts";
import { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";
import type { LabelContext } from "../label.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import type { IgnoredDirectories } from "../workspace/ignoredDirectories.ts";
import { stringEntries, strings } from "./api/arguments.ts";
import { pathMatcher } from "./glob.ts";
import { packageDefaults } from "./api/packageFunctions.ts";
import type { PackageDefaults } from "./packageBuilder.ts";
import { NO_DEFAULTS } from "./packageBuilder.ts";
import type { RepositoryKey } from "./package.ts";
import type { ParsingQueries } from "./parsing.ts";
import { contentsOf } from "./repositoryFiles.ts";
import type { LoadingDependencies } from "./settings.ts";
import { PUBLIC } from "./visibilityLabels.ts";

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
  const { version, publicByDefault } = dependencies.settings(graph);
  const ofCommand = publicByDefault ? { ...NO_DEFAULTS, visibility: PUBLIC } : NO_DEFAULTS;
  const contents = contentsOf(graph, dependencies, view, repository);
  if (contents.kind !== "directory" || !isAtLeast(version, "7.0")) return ofCommand;
  const repositoryView = dependencies.view(graph, view);
  const labels: LabelContext = {
    package: { repository, path: "" },
    resolveRepository: (apparent) => repositoryView.resolve(repository, apparent),
  };
  let defaults = ofCommand;
  runRepoFile(graph, dependencies, parsing, contents.path, {
    repo: (kwargs) => {
      defaults = packageDefaults({ labels }, defaults, kwargs, "repo");
    },
    ignoreDirectories: () => undefined,
  });
  return defaults;
}

/** The directories that a repository's REPO.bazel file has Bazel ignore, by the repository's directory. */
export function repositoryIgnoresQuery(
  dependencies: LoadingDependencies,
  parsing: ParsingQueries,
): Query<string, IgnoredDirectories> {
  return {
    name: "ignored directories",
    keyOf: (directory) => directory,
    compute: (graph, directory) => {
      const patterns: string[] = [];
      if (isAtLeast(dependencies.settings(graph).version, "8.0"))
        runRepoFile(graph, dependencies, parsing, directory, {
          repo: () => undefined,
          ignoreDirectories: (more) => patterns.push(...more),
        });
      return ignoredBy(patterns);
    },
  };
}

/** Globs over paths in the repository; what lies below an ignored directory is ignored, too. */
export function ignoredBy(patterns: readonly string[]): IgnoredDirectories {
  const matchers = patterns.map(pathMatcher);
  if (matchers.length === 0) return { covers: () => false };
  return {
    covers: (directory) => {
      for (let path: string | undefined = directory; path; path = parentPath(path))
        if (matchers.some((matches) => matches(path))) return true;
      return false;
    },
  };
}

interface RepoFileCalls {
  repo(kwargs: readonly (readonly [string, Value])[]): void;
  ignoreDirectories(patterns: readonly string[]): void;
}

function runRepoFile(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  parsing: ParsingQueries,
  directory: string,
  calls: RepoFileCalls,
): void {
  const file = joinPath(directory, "REPO.bazel");
  if (graph.input(dependencies.files.kind, file) !== "file") return;
  const source = graph.get(parsing.syntaxTree, file);
  if (source.kind !== "tree") return;
  const { isCancelled, maxSteps } = dependencies.settings(graph);
  const repo = builtin({
    name: "repo",
    doc: "Declares metadata that applies to every rule of the repository.",
    params: [{ name: "kwargs", kind: "kwargs", acceptsUnknown: true }],
    run: (_thread, [kwargs]) => {
      calls.repo(stringEntries(kwargs, "repo"));
      return null;
    },
  });
  const ignore = builtin({
    name: "ignore_directories",
    doc: "Has Bazel look into none of the directories that these patterns match.",
    params: [{ name: "dirs" }],
    run: (_thread, [dirs]) => {
      calls.ignoreDirectories(strings(dirs, "dirs"));
      return null;
    },
  });
  const predeclared = new Map<string, Value>([repo, ignore].map((function_) => [function_.name, function_]));
  const program = compile(source.tree, file, REPO_OPTIONS, (name) => predeclared.has(name), predeclared.keys());
  const thread = new Thread({ maxSteps, isCancelled });
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
}
