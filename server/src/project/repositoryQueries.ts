/**
 * The queries that turn WORKSPACE and MODULE.bazel files into repositories. A WORKSPACE file is evaluated chunk by chunk: what a chunk loads is looked for in the repositories of the chunks above, under a view of their own.
 */
import type { Input, Query, QueryContext } from "../base/graph.ts";
import { joinPath, parentPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import type { Label } from "../bazel/label.ts";
import type { LabelContext } from "../bazel/label.ts";
import { getModule } from "../bazel/loading/bzlModule.ts";
import { loadModules, type LoadedModules } from "../bazel/loading/loads.ts";
import { useModules } from "../bazel/loading/moduleScope.ts";
import type { LoadingQueries } from "../bazel/loading/queries.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import type { ExtensionCall, ModelFiles } from "../bazel/loading/settings.ts";
import type { RepositoryView, SettledContents } from "../bazel/repositoryView.ts";
import type { BazelVersion } from "../bazel/workspace/bazelVersion.ts";
import { incompatibleModule } from "../bazel/workspace/bazelCompatibility.ts";
import { bazelToolsModule } from "../bazel/workspace/bazelToolsModule.ts";
import { repositoryNaming } from "../bazel/workspace/canonicalNames.ts";
import { modelFolders } from "../bazel/workspace/modelRepositories.ts";
import type { ModuleDefinitions } from "../bazel/workspace/moduleDefinition.ts";
import { evaluateModuleFile } from "../bazel/workspace/moduleFile.ts";
import { moduleGraph, type Module, type ModuleGraph } from "../bazel/workspace/moduleGraph.ts";
import { registrySource } from "../bazel/workspace/moduleSource.ts";
import {
  CENTRAL_REGISTRY,
  registryFileHashes,
  registryModuleFile,
  registryProblem,
  registrySourceProblem,
  registrySourceOf,
  type Registries,
} from "../bazel/workspace/moduleRegistry.ts";
import { hasCompatibilityLevels } from "../bazel/workspace/moduleVersion.ts";
import type { ModuleBuilderOptions } from "../bazel/workspace/moduleBuilder.ts";
import {
  runtimesOfModule,
  runtimesOfWorkspace,
  type RuntimeRegistration,
} from "../bazel/workspace/runtimes/registrations.ts";
import { makeRepositories, type Repositories } from "../bazel/workspace/repositories.ts";
import type { Registration, RepositoryProblem, WorkspaceDefinitions } from "../bazel/workspace/repositoryDefinition.ts";
import { pathFromRoot } from "../bazel/workspace/repositoryContents.ts";
import { BUILD_FILES, workspaceFileOf } from "../bazel/workspace/root.ts";
import {
  evaluateWorkspaceChunk,
  INITIAL_WORKSPACE_STATE,
  workspaceChunks,
  type WorkspaceState,
} from "../bazel/workspace/workspaceFile.ts";
import { loadsOf } from "../starlark/program.ts";
import type { Unknown } from "../starlark/unknown.ts";
import type { Statement, SyntaxTree } from "../syntax/ast.ts";
import { fetchedRepositories } from "./fetchedRepositories.ts";
import type { FlagQueries, HostEnvironment } from "./workspaceFlags.ts";

export interface RepositoryQueries {
  readonly repositories: Query<null, Repositories>;
  /** Whether bzlmod is on. */
  readonly usesModules: Query<null, boolean>;
  /** Runtimes that the root's WORKSPACE and MODULE.bazel files register. */
  readonly runtimes: Query<null, readonly RuntimeRegistration[]>;
  /** What Bazel would report about the WORKSPACE and MODULE.bazel files. */
  readonly problems: Query<null, readonly RepositoryProblem[]>;
  /** Why Bazel may refuse the WORKSPACE file: it loads from a repository that is not on disk. */
  readonly absence: (graph: QueryContext) => Unknown | undefined;
  readonly view: (graph: QueryContext, id: string) => RepositoryView;
  readonly fetchedOfExtension: (graph: QueryContext, call: ExtensionCall) => SettledContents | undefined;
  readonly fetchedUnasked: (graph: QueryContext, canonical: string, why: string) => SettledContents | undefined;
  readonly outputBase: (graph: QueryContext) => string | undefined;
  readonly localRepositories: (graph: QueryContext, view: string) => ReadonlyMap<string, string>;
}

export interface RepositoryDependencies {
  readonly root: string;
  readonly files: FileInputs;
  readonly flags: FlagQueries;
  readonly environment: Omit<HostEnvironment, "variables">;
  readonly variable: Input<string | undefined>;
  readonly loading: () => LoadingQueries;
  readonly models: ModelFiles;
  readonly maxSteps: number;
  readonly isCancelled: () => boolean;
}

/** A MODULE.bazel file, and as whose it is evaluated. */
interface ModuleFileKey extends ModuleBuilderOptions {
  readonly path: string;
}

interface WorkspaceChunk {
  /** Of the file that it stands in. */
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly statements: readonly Statement[];
}

interface WorkspaceChunks {
  /** Of the workspace's own file; undefined where there is none. */
  readonly own: readonly WorkspaceChunk[] | undefined;
  /** Of what Bazel adds to every such file. */
  readonly suffix: readonly WorkspaceChunk[];
}

interface SuffixedWorkspace {
  readonly definitions: WorkspaceDefinitions | undefined;
  readonly suffixToolchains: readonly Registration[];
}

interface ChunkLoads extends LoadedModules {
  /** The view under which the modules were loaded. */
  readonly view: string;
}

/** What Bazel adds to every WORKSPACE file. */
const SUFFIX = "model:native/suffix.WORKSPACE";

/** Ids of the views of chunks: `above chunk 2`. */
const CHUNK_VIEW = /^above chunk (\d+)$/;

export function repositoryQueries(dependencies: RepositoryDependencies): RepositoryQueries {
  const { root, files, flags, maxSteps, isCancelled } = dependencies;
  const modelOf = modelFolders(dependencies.models.keys());
  const thread = { maxSteps, isCancelled };
  const fetched = fetchedRepositories({ ...dependencies, viewOf: (graph, id) => viewOf(graph, id) });

  const usesModules: Query<null, boolean> = {
    name: "bzlmod",
    keyOf: () => "",
    compute: (graph) => graph.get(flags.flags, null).boolean("enable_bzlmod").value,
  };

  const modules: Query<null, ModuleGraph | undefined> = {
    name: "modules",
    keyOf: () => "",
    compute: (graph) => {
      if (!graph.get(usesModules, null)) return undefined;
      const effective = graph.get(flags.flags, null);
      const overrides = effective.overrides("override_module");
      const found = registries(graph);
      return moduleGraph({
        root,
        naming: naming(graph),
        devDependencies: !effective.boolean("ignore_dev_dependency").value,
        levels: hasCompatibilityLevels(effective.version),
        nodepsKeepVersions: effective.version.major === 7,
        overrides: new Map([...overrides].map(([name, { value }]) => [name, pathFromRoot(root, value)])),
        evaluate: (directory, options) =>
          graph.get(moduleDefinitions, { ...options, path: joinPath(directory, "MODULE.bazel") }),
        fromRegistry: (key, registry, options) => {
          const file = registryModuleFile(found, key, registry, options.repository);
          if (file.kind !== "file") return file;
          const { path, digest, directory } = file;
          const definitions = graph.get(moduleDefinitions, { ...options, path });
          return { definitions, digest, directory, problem: registrySourceProblem(found, key, file) };
        },
        patchedSource: (key, registry, patches) => {
          const file = registryModuleFile(found, key, registry, "");
          const source = file.kind === "file" ? registrySourceOf(found, key, file) : undefined;
          return source && registrySource(source, patches);
        },
        fromRepository: (canonical, source, options) => {
          const file = fetched.moduleFile(graph, canonical, source);
          return (
            file && { definitions: graph.get(moduleDefinitions, { ...options, path: file.path }), doubt: file.doubt }
          );
        },
        bazelTools: fetched.moduleFile(graph, "bazel_tools", undefined)
          ? undefined
          : bazelToolsModule(effective.version),
      });
    },
  };

  function registries(graph: QueryContext): Registries {
    const effective = graph.get(flags.flags, null);
    const given = effective.list("registry").map(({ value }) => value);
    const vendor = effective.string("vendor_dir").value;
    const { lockFiles, caches, repositories: repositoryDirectories } = fetched.registryPlaces(graph);
    return {
      reader: fileReader(graph, { files }),
      root,
      urls: given.length > 0 ? given : [CENTRAL_REGISTRY],
      hashes: new Map(lockFiles.toReversed().flatMap((text) => [...registryFileHashes(text)])),
      caches,
      vendorDirectory: vendor === "" ? undefined : pathFromRoot(root, vendor),
      repositoryDirectories,
    };
  }

  function naming(graph: QueryContext): ReturnType<typeof repositoryNaming> {
    const effective = graph.get(flags.flags, null);
    return repositoryNaming(effective.version, effective.boolean("incompatible_use_plus_in_repo_names").value);
  }

  const moduleDefinitions: Query<ModuleFileKey, ModuleDefinitions> = {
    name: "MODULE.bazel file",
    keyOf: ({ path, repository, devDependencies }) => `${path}\0${repository}\0${String(devDependencies)}`,
    compute: (graph, { path, ...options }) =>
      evaluateModuleFile({
        ...options,
        fileId: path,
        tree: treeOf(graph, path) ?? EMPTY_TREE,
        version: graph.get(flags.flags, null).version,
        included: (packagePath, name) => {
          const directory = joinPath(parentPath(path) ?? "", packagePath);
          const isPackage = BUILD_FILES.some((file) => graph.input(files.kind, joinPath(directory, file)) === "file");
          if (!isPackage) return "no-package";
          const included = joinPath(directory, name);
          const tree = treeOf(graph, included);
          return tree && { fileId: included, tree };
        },
        thread,
      }),
  };

  function treeOf(graph: QueryContext, path: string): SyntaxTree | undefined {
    const source = graph.get(dependencies.loading().syntaxTree, path);
    return source.kind === "tree" ? source.tree : undefined;
  }

  const readsWorkspace = (graph: QueryContext) => graph.get(flags.flags, null).boolean("enable_workspace").value;
  const workspacePath = (graph: QueryContext) =>
    workspaceFileOf(fileReader(graph, { files }), root, graph.get(usesModules, null));

  const chunks: Query<null, WorkspaceChunks> = {
    name: "WORKSPACE file",
    keyOf: () => "",
    compute: (graph) => {
      const path = readsWorkspace(graph) ? workspacePath(graph) : undefined;
      return {
        own: path === undefined ? undefined : chunksOf(graph, path),
        suffix: readsSuffix(graph) && embeddedDirectory(graph) !== undefined ? (chunksOf(graph, SUFFIX) ?? []) : [],
      };
    },
    equals: (a, b) => sameChunks(a.own ?? [], b.own ?? []) && !a.own === !b.own && sameChunks(a.suffix, b.suffix),
  };

  function chunksOf(graph: QueryContext, path: string): readonly WorkspaceChunk[] | undefined {
    const tree = treeOf(graph, path);
    return tree && workspaceChunks(tree).map((statements) => ({ path, tree, statements }));
  }

  /** Also where there is no file; WORKSPACE.bzlmod alone stands without it (WorkspaceFileFunction, 7.7). */
  function readsSuffix(graph: QueryContext): boolean {
    return readsWorkspace(graph) && workspacePath(graph)?.endsWith(".bzlmod") !== true;
  }

  /** Where the repositories lie that Bazel 7 brings along for its suffix (`__embedded_dir__`); undefined where none are known. */
  function embeddedDirectory(graph: QueryContext): string | undefined {
    const effective = graph.get(flags.flags, null);
    if (effective.version.major !== 7) return undefined;
    const isOverridden = effective.overrides("override_repository").has("rules_java_builtin");
    return fetched.embeddedDirectory(graph) ?? (isOverridden ? "" : undefined);
  }

  /** The state after the chunk of this number; -1 is the beginning. */
  const workspaceState: Query<number, WorkspaceState> = {
    name: "WORKSPACE chunk",
    compute: (graph, index) => {
      const chunk = allChunks(graph)[index];
      if (!chunk) return INITIAL_WORKSPACE_STATE;
      const before = graph.get(workspaceState, index - 1);
      const { modules, failures, absence, view } = chunkLoads(graph, index);
      const { version } = graph.get(flags.flags, null);
      return evaluateWorkspaceChunk({
        tree: chunk.tree,
        fileId: chunk.path,
        statements: chunk.statements,
        before,
        version,
        names: graph.get(dependencies.loading().environment, null).workspace,
        view,
        embeddedDirectory: chunk.path === SUFFIX ? embeddedDirectory(graph) : undefined,
        loadsPrivateNames: version.major < 5,
        modules,
        failures,
        absence,
        prepare: (running) => {
          // Functions that chunks above have loaded are still called.
          for (let above = 0; above <= index; above++) useModules(running, chunkLoads(graph, above).scopes);
        },
        thread,
      });
    },
  };

  function allChunks(graph: QueryContext): readonly WorkspaceChunk[] {
    const { own = [], suffix } = graph.get(chunks, null);
    return [...own, ...suffix];
  }

  function chunkLoads(graph: QueryContext, index: number): ChunkLoads {
    const view = `above chunk ${String(index)}`;
    const chunk = allChunks(graph)[index];
    const labels: LabelContext = {
      package: { repository: "", path: "" },
      resolveRepository: (apparent) => chunkRepositories(graph, index).resolve("", apparent),
    };
    const loaded = loadModules(loadsOf(chunk?.statements ?? []), {
      labels,
      file: chunk?.path ?? "",
      module: (label: Label) => getModule(graph, dependencies.loading(), { label, view }),
      version: graph.get(flags.flags, null).version,
    });
    return { ...loaded, view };
  }

  /** What the workspace's own file defines. */
  function ownWorkspace(graph: QueryContext): WorkspaceDefinitions | undefined {
    const { own } = graph.get(chunks, null);
    return own && graph.get(workspaceState, own.length - 1).definitions;
  }

  /** With what Bazel's suffix defines and registers besides. Where that cannot be evaluated to its end, there may be other toolchains. */
  function finalWorkspace(graph: QueryContext): SuffixedWorkspace {
    const definitions = ownWorkspace(graph);
    const { suffix } = graph.get(chunks, null);
    if (suffix.length === 0 || definitions?.open) return { definitions, suffixToolchains: [] };
    const whole = graph.get(workspaceState, allChunks(graph).length - 1).definitions;
    const { open } = whole;
    if (open) return { definitions, suffixToolchains: [{ kind: "unknown", unknown: open }] };
    const { toolchains = [], problems = [] } = definitions ?? {};
    return {
      definitions: { ...whole, toolchains, problems },
      suffixToolchains: whole.toolchains.slice(toolchains.length),
    };
  }

  function chunkRepositories(graph: QueryContext, index: number): Repositories {
    return make(graph, { definitions: graph.get(workspaceState, index - 1).definitions, suffixToolchains: [] });
  }

  function make(graph: QueryContext, { definitions, suffixToolchains }: SuffixedWorkspace): Repositories {
    const effective = graph.get(flags.flags, null);
    const paths = (name: "override_repository" | "inject_repository") =>
      new Map([...effective.overrides(name)].map(([repository, { value }]) => [repository, value]));
    return makeRepositories(fileReader(graph, { files }), {
      root,
      version: effective.version,
      naming: naming(graph),
      modules: graph.get(modules, null),
      workspace: definitions,
      hasSuffix: readsSuffix(graph),
      suffixToolchains,
      overrides: paths("override_repository"),
      injected: paths("inject_repository"),
      modelOf,
      fetched: (definition, contents) => fetched.defined(graph, definition, contents),
      fetchedModule: (module, resolve) => fetched.module(graph, module, resolve),
      fetchedUnasked: (canonical, why) => fetched.undefined(graph, canonical, why),
      cppDetection: fetched.cppDetection(graph),
      bazelTools: fetched.bazelTools(graph),
      builtinToolchains: builtinToolchains(effective.version, readsSuffix(graph)),
    });
  }

  const repositories: Query<null, Repositories> = {
    name: "repositories",
    keyOf: () => "",
    compute: (graph) => make(graph, finalWorkspace(graph)),
    equals: (a, b) => a.id === b.id,
  };

  const chunkView: Query<number, Repositories> = {
    name: "repositories above a chunk",
    compute: chunkRepositories,
    equals: (a, b) => a.id === b.id,
  };

  const runtimes: Query<null, readonly RuntimeRegistration[]> = {
    name: "runtime registrations",
    keyOf: () => "",
    compute: (graph) => {
      const workspace = ownWorkspace(graph);
      const resolved = graph.get(modules, null)?.modules ?? [];
      const moduleNamed = (name: string) => {
        const module = resolved.find(({ key }) => key.name === name);
        return module && { version: module.key.version || undefined, definitions: module.definitions };
      };
      const root = resolved[0]?.definitions;
      return [
        ...(root ? runtimesOfModule(root, moduleNamed) : []),
        ...(workspace ? runtimesOfWorkspace(workspace) : []),
      ];
    },
  };

  const problems: Query<null, readonly RepositoryProblem[]> = {
    name: "problems of repository files",
    keyOf: () => "",
    compute: (graph) => {
      const resolved = graph.get(modules, null);
      const choice = graph.get(flags.version, null);
      const isChecked =
        choice.kind === "exact" && graph.get(flags.flags, null).string("check_bazel_compatibility").value === "error";
      const incompatible = isChecked && incompatibleModule(resolved?.modules ?? [], choice.predictedAs);
      const registry = resolved && registryProblem(registries(graph).urls);
      return [
        ...(ownWorkspace(graph)?.problems ?? []),
        ...(registry === undefined ? [] : [{ message: registry, callStack: [] }]),
        ...(resolved?.problems ?? []),
        ...(incompatible ? [incompatible] : []),
        ...(resolved?.modules ?? []).flatMap(problemsOfLocal),
        ...(resolved || readsWorkspace(graph) ? [] : [NO_REPOSITORIES]),
      ];
    },
  };

  const repositoriesOf = (graph: QueryContext, id: string): Repositories => {
    const chunk = CHUNK_VIEW.exec(id)?.[1];
    return chunk === undefined ? graph.get(repositories, null) : graph.get(chunkView, Number(chunk));
  };
  const viewOf = (graph: QueryContext, id: string): RepositoryView =>
    fetched.view(graph, id) ?? repositoriesOf(graph, id);

  return {
    repositories,
    usesModules,
    runtimes,
    problems,
    absence: (graph) => ownWorkspace(graph)?.absence,
    view: viewOf,
    fetchedOfExtension: (graph, call) => fetched.ofExtension(graph, call, viewOf(graph, call.view)),
    fetchedUnasked: (graph, canonical, why) => fetched.undefined(graph, canonical, why),
    outputBase: (graph) => fetched.outputBase(graph),
    localRepositories: (graph, id) =>
      fetched.view(graph, id) ? new Map() : repositoriesOf(graph, id).localRepositories,
  };
}

function sameChunks(a: readonly WorkspaceChunk[], b: readonly WorkspaceChunk[]): boolean {
  return a.length === b.length && a.every(({ path, tree }, index) => path === b[index]?.path && tree === b[index].tree);
}

/** 7.7.1, which then refuses every target, says no more than that the package "external" contains errors. */
const NO_REPOSITORIES: RepositoryProblem = {
  message: "both --noenable_bzlmod and --noenable_workspace are in force, so that no repository can be found",
  callStack: [],
};

/** A registry's files are nobody's to mend: of those it is told where they are asked for (moduleGraph.ts). */
function problemsOfLocal({ origin, key, definitions }: Module): readonly RepositoryProblem[] {
  return origin.kind === "directory" && key.version === "" ? (definitions?.problems ?? []) : [];
}

/** What Bazel registers last of all: Python's in the suffix of every WORKSPACE file before Bazel 8, and before Bazel 7 in bazel_tools' MODULE.bazel, too (7.7.1 asked); the shell's, which is in @local_config_sh, in both before Bazel 8. The C++ and Java ones bring nothing to runfiles trees by themselves. */
function builtinToolchains(version: BazelVersion, hasSuffix: boolean): readonly string[] {
  if (version.major > 7) return [];
  const python = version.major < 7 || hasSuffix ? ["@bazel_tools//tools/python:autodetecting_toolchain"] : [];
  return [...python, "@bazel_tools//tools/sh:local_sh_toolchain"];
}

const EMPTY_TREE: SyntaxTree = { statements: [], digest: "", nodeCount: 0, hasErrors: false };
