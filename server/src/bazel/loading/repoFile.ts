/**
 * REPO.bazel (`RepoFileFunction.java`): the defaults that `repo()` sets for all packages of a repository (Bazel 7 and later), and the directories that `ignore_directories()` names (8 and later). They are two queries,
 * since which directories are packages has to be known before apparent names can be resolved, which the defaults need.
 */
import type { Query, QueryContext } from "../../base/graph.ts";
import { joinPath, parentPath } from "../../base/path.ts";
import { builtin, type Builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { REPO_OPTIONS } from "../../starlark/fileOptions.ts";
import { compile } from "../../starlark/program.ts";
import { Thread, type Frame, type Site } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";
import type { LabelContext } from "../label.ts";
import type { LoadingProblem } from "../target.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import type { IgnoredDirectories } from "../workspace/ignoredDirectories.ts";
import { callSite } from "../workspace/repositoryDefinition.ts";
import { castStrings, stringEntries } from "./api/arguments.ts";
import { pathMatcher } from "./glob.ts";
import { packageDefaults } from "./api/packageFunctions.ts";
import type { PackageDefaults } from "./packageBuilder.ts";
import { NO_DEFAULTS } from "./packageBuilder.ts";
import type { RepositoryKey } from "./package.ts";
import type { ParsingQueries } from "./parsing.ts";
import { contentsOf } from "./repositoryFiles.ts";
import type { LoadingDependencies } from "./settings.ts";
import { PUBLIC } from "./visibilityLabels.ts";

export interface RepositoryDefaults {
  readonly defaults: PackageDefaults;
  /** Why Bazel refuses the file, and with it every package of the repository. */
  readonly problems: readonly LoadingProblem[];
}

export function repositoryDefaultsQuery(
  dependencies: LoadingDependencies,
  parsing: ParsingQueries,
): Query<RepositoryKey, RepositoryDefaults> {
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
): RepositoryDefaults {
  const { version, publicByDefault } = dependencies.settings(graph);
  const ofCommand = publicByDefault ? { ...NO_DEFAULTS, visibility: PUBLIC } : NO_DEFAULTS;
  const contents = contentsOf(graph, dependencies, view, repository);
  if (contents.kind !== "directory" || !isAtLeast(version, "7.0")) return { defaults: ofCommand, problems: [] };
  const repositoryView = dependencies.view(graph, view);
  const labels: LabelContext = {
    package: { repository, path: "" },
    resolveRepository: (apparent) => repositoryView.resolve(repository, apparent),
  };
  let defaults = ofCommand;
  const problems = runRepoFile(graph, dependencies, parsing, contents.path, {
    repo: (kwargs) => {
      defaults = packageDefaults({ labels, caller: "repo", version }, defaults, kwargs);
    },
    ignoreDirectories: () => undefined,
  });
  return { defaults, problems };
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

/** What Bazel finds fault with; it stops at the first. */
function runRepoFile(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  parsing: ParsingQueries,
  directory: string,
  calls: RepoFileCalls,
): readonly LoadingProblem[] {
  const file = joinPath(directory, "REPO.bazel");
  const kind = graph.input(dependencies.files.kind, file);
  const at = (node: number): Site => ({ file, node });
  const problem = (message: string, callStack: readonly Frame[]): LoadingProblem => ({
    message: `bad REPO.bazel file: ${message}`,
    site: callSite(callStack),
    callStack,
  });
  const problemAt = (message: string, node: number) => problem(message, [{ name: "<toplevel>", site: at(node) }]);
  if (kind === "directory") return [problemAt("it is a directory", 0)];
  if (kind !== "file") return [];
  const source = graph.get(parsing.syntaxTree, file);
  if (source.kind !== "tree") return [];
  const { isCancelled, maxSteps, version } = dependencies.settings(graph);
  const predeclared = new Map<string, Value>(
    repoFunctions(calls, isAtLeast(version, "8.0")).map((function_) => [function_.name, function_]),
  );
  const program = compile(source.tree, file, REPO_OPTIONS, (name) => predeclared.has(name), predeclared.keys());
  const problems = [
    ...(source.tree.hasErrors ? [problemAt("the file has syntax errors", 0)] : []),
    ...program.errors.map(({ message, node }) => problemAt(message, node)),
  ];
  const isBroken = problems.length > 0;
  const thread = new Thread({ maxSteps, isCancelled });
  try {
    runFile(program, {
      thread,
      predeclared,
      modules: () => ({ symbol: () => null }),
      onStatementAborted: (node, error) => {
        if (isBroken || !(error instanceof EvalError)) return "continue";
        problems.push(
          error.callStack.length > 0 ? problem(error.message, error.callStack) : problemAt(error.message, node),
        );
        return "stop";
      },
    });
  } catch (error) {
    if (!(error instanceof EvalError)) throw error; // The handler has noted it.
  }
  return problems;
}

/** `packages/RepoFileGlobals.java`. */
function repoFunctions(calls: RepoFileCalls, ignores: boolean): readonly Builtin[] {
  let isCalled = false;
  let ignored = false;
  const repo = builtin({
    name: "repo",
    doc: "Declares metadata that applies to every rule of the repository.",
    params: [{ name: "kwargs", kind: "kwargs", acceptsUnknown: true }],
    run: (_thread, [kwargs]) => {
      if (isCalled) throw new EvalError("'repo' can only be called once in the REPO.bazel file");
      if (ignored) throw new EvalError("if repo() is called, it must be called before any other functions");
      const entries = stringEntries(kwargs, "repo");
      if (entries.length === 0) throw new EvalError("at least one argument must be given to the 'repo' function");
      isCalled = true;
      calls.repo(entries);
      return null;
    },
  });
  const ignore = builtin({
    name: "ignore_directories",
    doc: "Has Bazel look into none of the directories that these patterns match.",
    params: [{ name: "dirs", types: ["sequence"] }],
    run: (_thread, [dirs]) => {
      const patterns = castStrings(dirs, "dirs");
      if (ignored) throw new EvalError("'ignored_directories()' can only be called once");
      ignored = true;
      calls.ignoreDirectories(patterns);
      return null;
    },
  });
  return ignores ? [repo, ignore] : [repo];
}
