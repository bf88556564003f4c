/** The queries behind repositories that Bazel has fetched: its output bases, and the keys of repository definitions. */
import { mapStrings, toBytes } from "../base/byteString.ts";
import type { Input, Query, QueryContext } from "../base/graph.ts";
import { joinPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import type { Label } from "../bazel/label.ts";
import { parseLabel } from "../bazel/label.ts";
import { RepositoryRule } from "../bazel/loading/api/repositoryRules.ts";
import { getModule } from "../bazel/loading/bzlModule.ts";
import { moduleLabel } from "../bazel/loading/moduleScope.ts";
import type { LoadingQueries } from "../bazel/loading/queries.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import type { RepositoryContents, RepositoryView } from "../bazel/repositoryView.ts";
import { startupOptionsOf } from "../bazel/workspace/bazelrc/options.ts";
import { parseVersion, versionToString } from "../bazel/workspace/bazelVersion.ts";
import type { Expectation } from "../bazel/workspace/fetchedRepository.ts";
import { externalDirectory, fetchedContents, fetchedState } from "../bazel/workspace/fetchedRepository.ts";
import { outputBases } from "../bazel/workspace/outputBase.ts";
import { directoryContents, notKnown } from "../bazel/workspace/repositoryContents.ts";
import type { RepositoryDefinition } from "../bazel/workspace/repositoryDefinition.ts";
import { callSite } from "../bazel/workspace/repositoryDefinition.ts";
import { repositoryEnvironment } from "../bazel/workspace/repositoryEnvironment.ts";
import { bzlFileDigest, repositoryKey } from "../bazel/workspace/repositoryKey.ts";
import { loadsOf } from "../starlark/program.ts";
import type { FlagQueries, HostEnvironment } from "./workspaceFlags.ts";

export interface FetchedRepositories {
  /** A repository that a WORKSPACE file defines; undefined where Bazel has not fetched it. `contents`: of other repositories, for what its rule has read there. */
  defined(
    graph: QueryContext,
    definition: RepositoryDefinition,
    contents: (canonical: string) => RepositoryContents,
  ): RepositoryContents | undefined;
  /** A repository that nobody defines as far as we see, by its canonical name; `why` it is doubted. */
  undefined(graph: QueryContext, canonical: string, why: string): RepositoryContents | undefined;
  /** The view of a name that this made, in which Bazel's own .bzl files are those on disk; undefined for other names. */
  view(graph: QueryContext, id: string): RepositoryView | undefined;
}

export interface FetchedDependencies {
  readonly root: string;
  readonly files: FileInputs;
  readonly flags: FlagQueries;
  readonly environment: Omit<HostEnvironment, "variables">;
  readonly variable: Input<string | undefined>;
  readonly loading: () => LoadingQueries;
  readonly viewOf: (graph: QueryContext, id: string) => RepositoryView;
}

const BAZEL_TOOLS = "bazel_tools";
const TOOLS_VIEW = "bazel_tools of ";

/** A .bzl file as a view sees it, with Bazel's own files as an output base has them. */
interface BzlFileKey {
  readonly label: Label;
  readonly view: string;
  readonly outputBase: string;
}

export function fetchedRepositories(dependencies: FetchedDependencies): FetchedRepositories {
  const { files, flags } = dependencies;
  const environment = mapStrings(dependencies.environment, toBytes);
  const variable = (graph: QueryContext, name: string): string | undefined => {
    const value = graph.input(dependencies.variable, name);
    return value === undefined ? undefined : toBytes(value);
  };

  const outputBasesInUse: Query<null, readonly string[]> = {
    name: "output bases",
    keyOf: () => "",
    compute: (graph) => {
      const reader = fileReader(graph, { files });
      return outputBases(reader, {
        root: reader.realPath(dependencies.root) ?? dependencies.root,
        version: graph.get(flags.version, null).predictedAs,
        os: environment.platform.os,
        environment: { get: (name) => variable(graph, name) },
        homeDirectory: environment.homeDirectory,
        userName: environment.userName,
        startupOptions: startupOptionsOf(graph.get(flags.rc, null)),
      });
    },
    equals: (a, b) => a.join("\n") === b.join("\n"),
  };

  /** Undefined where a file is missing, or its place is not known. */
  const bzlDigest: Query<BzlFileKey, Uint8Array | undefined> = {
    name: "digest of a .bzl file",
    keyOf: ({ label, view, outputBase }) => `${outputBase}\0${view}\0${label.toString()}`,
    compute: (graph, { label, view, outputBase }) => {
      const repositories = dependencies.viewOf(graph, view);
      const contents =
        label.repository === BAZEL_TOOLS ? toolsOf(graph, outputBase) : repositories.contents(label.repository);
      if (contents.kind !== "directory") return undefined;
      const path = joinPath(contents.path, joinPath(label.packagePath, label.name));
      const source = graph.input(files.text, path);
      const tree = graph.get(dependencies.loading().syntaxTree, path);
      if (source.kind !== "text" || tree.kind !== "tree") return undefined;
      const labels = {
        package: label.packageId,
        resolveRepository: (apparent: string) => repositories.resolve(label.repository, apparent),
      };
      const loads: Uint8Array[] = [];
      for (const { module } of loadsOf(tree.tree.statements)) {
        const loaded = parseLabel(module, labels);
        const digest =
          loaded.kind === "label" ? graph.get(bzlDigest, { label: loaded.label, view, outputBase }) : undefined;
        if (!digest) return undefined;
        loads.push(digest);
      }
      return bzlFileDigest(source.text, loads);
    },
    equals: (a, b) => a?.join() === b?.join(),
  };

  function toolsOf(graph: QueryContext, outputBase: string): RepositoryContents {
    return directoryContents(
      { reader: fileReader(graph, { files }) },
      externalDirectory(outputBase, BAZEL_TOOLS),
      BAZEL_TOOLS,
    );
  }

  function keyOf(graph: QueryContext, definition: RepositoryDefinition, outputBase: string): string | undefined {
    const { rule, view = "" } = definition;
    if (rule.module === undefined) return undefined;
    const label = moduleLabel(rule.module);
    const digest = graph.get(bzlDigest, { label, view, outputBase });
    const schema = digest && schemaOf(graph, label, rule.name, view, outputBase);
    return digest && schema ? repositoryKey(definition, schema, digest) : undefined;
  }

  /** The rule as its own file declares it: of Bazel's own rules there is a model, too, which declares less. */
  function schemaOf(
    graph: QueryContext,
    label: Label,
    name: string,
    view: string,
    outputBase: string,
  ): RepositoryRule | undefined {
    const declaring = label.repository === BAZEL_TOOLS ? TOOLS_VIEW + outputBase : view;
    const result = getModule(graph, dependencies.loading(), { label, view: declaring });
    if (result.kind !== "module") return undefined;
    const declared = result.module.globals.get(name);
    return declared instanceof RepositoryRule ? declared : undefined;
  }

  function expectation(
    graph: QueryContext,
    definition: RepositoryDefinition,
    outputBase: string,
    contents: (canonical: string) => RepositoryContents,
  ): Expectation {
    const version = graph.get(flags.version, null).predictedAs;
    return {
      key: keyOf(graph, definition, outputBase),
      keyIsExact: version.major === 4,
      doubt: otherVersion(graph, outputBase) ?? localDoubt(graph, definition),
      inputs: {
        variable: repositoryEnvironment(
          graph.get(flags.flags, null),
          (name) => variable(graph, name),
          dependencies.root,
        ),
        fileText: (text) => {
          const path = pathOf(graph, text, outputBase, contents);
          if (path === undefined) return null;
          const source = graph.input(files.text, path);
          return source.kind === "text" ? source.text : undefined;
        },
      },
    };
  }

  function pathOf(
    graph: QueryContext,
    text: string,
    outputBase: string,
    contents: (canonical: string) => RepositoryContents,
  ): string | undefined {
    const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: (name) => name });
    if (parsed.kind === "error") return undefined;
    const { label } = parsed;
    const where = label.repository === BAZEL_TOOLS ? toolsOf(graph, outputBase) : contents(label.repository);
    return where.kind === "directory" ? joinPath(where.path, joinPath(label.packagePath, label.name)) : undefined;
  }

  /** What a rule that is `local` reads beside files and variables is not recorded: every server runs it anew. */
  function localDoubt(graph: QueryContext, { rule, view = "" }: RepositoryDefinition): string | undefined {
    if (rule.module === undefined) return undefined;
    const label = moduleLabel(rule.module);
    if (label.repository === BAZEL_TOOLS) return undefined;
    const schema = schemaOf(graph, label, rule.name, view, "");
    return schema?.local === true ? "its rule is local, and every Bazel server runs it anew" : undefined;
  }

  /** The release that has used an output base last, where it says so and is another one than predicted. */
  function otherVersion(graph: QueryContext, outputBase: string): string | undefined {
    const label = fileReader(graph, { files }).text(joinPath(outputBase, "install/build-label.txt"));
    const installed = parseVersion((label ?? "").trim());
    const inForce = graph.get(flags.version, null).predictedAs;
    if (!installed || versionToString(installed) === versionToString(inForce)) return undefined;
    return `Bazel ${versionToString(installed)} has fetched it, and ${versionToString(inForce)} is predicted`;
  }

  return {
    defined: (graph, definition, contents) => {
      const reader = fileReader(graph, { files });
      const states = graph.get(outputBasesInUse, null).map((outputBase) => ({
        outputBase,
        state: isFetched(graph, outputBase, definition.name)
          ? fetchedState(reader, outputBase, definition.name, expectation(graph, definition, outputBase, contents))
          : undefined,
      }));
      return fetchedContents(states, definition.name, callSite(definition.callStack));
    },
    undefined: (graph, canonical, why) => {
      const reader = fileReader(graph, { files });
      const doubtful: Expectation = {
        key: undefined,
        keyIsExact: false,
        doubt: why,
        inputs: { variable: () => undefined, fileText: () => null },
      };
      const states = graph
        .get(outputBasesInUse, null)
        .map((outputBase) => ({ outputBase, state: fetchedState(reader, outputBase, canonical, doubtful) }));
      return fetchedContents(states, canonical, undefined);
    },
    view: (graph, id) => {
      if (!id.startsWith(TOOLS_VIEW)) return undefined;
      const outputBase = id.slice(TOOLS_VIEW.length);
      return {
        id,
        usages: () => ({ modules: [], more: undefined }),
        resolve: (_from, apparent) => apparent,
        contents: (name) =>
          name === BAZEL_TOOLS ? toolsOf(graph, outputBase) : notKnown(name, `bazel_tools does not see @${name}`),
      };
    },
  };

  function isFetched(graph: QueryContext, outputBase: string, canonical: string): boolean {
    return graph.input(files.kind, `${outputBase}/external/@${canonical}.marker`) === "file";
  }
}
