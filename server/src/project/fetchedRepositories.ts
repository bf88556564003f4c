/** The queries behind repositories that Bazel has fetched: its output bases, and the keys of repository definitions. */
import { mapStrings, toBytes } from "../base/byteString.ts";
import type { Input, Query, QueryContext } from "../base/graph.ts";
import { joinPath, parentPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import type { Label } from "../bazel/label.ts";
import { parseLabel } from "../bazel/label.ts";
import { RepositoryRule } from "../bazel/loading/api/repositoryRules.ts";
import { getModule } from "../bazel/loading/bzlModule.ts";
import { moduleLabel } from "../bazel/loading/moduleScope.ts";
import type { LoadingQueries } from "../bazel/loading/queries.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import type { RepositoryContents, RepositoryView, SettledContents } from "../bazel/repositoryView.ts";
import { startupOptionsOf } from "../bazel/workspace/bazelrc/options.ts";
import type { BazelVersion } from "../bazel/workspace/bazelVersion.ts";
import { parseVersion, versionToString } from "../bazel/workspace/bazelVersion.ts";
import type { Expectation } from "../bazel/workspace/fetchedRepository.ts";
import { externalDirectory, fetchedContents, fetchedState, markerPath } from "../bazel/workspace/fetchedRepository.ts";
import { whyModuleIsDoubted } from "../bazel/workspace/fetchedModule.ts";
import type { Module } from "../bazel/workspace/moduleGraph.ts";
import type { OutputBaseInput } from "../bazel/workspace/outputBase.ts";
import { outputBases, outputUserRoot } from "../bazel/workspace/outputBase.ts";
import { directoryContents, notKnown, pathFromRoot } from "../bazel/workspace/repositoryContents.ts";
import type { RepositoryDefinition } from "../bazel/workspace/repositoryDefinition.ts";
import { callSite } from "../bazel/workspace/repositoryDefinition.ts";
import { repositoryEnvironment } from "../bazel/workspace/repositoryEnvironment.ts";
import { bzlFileDigest, repositoryKey } from "../bazel/workspace/repositoryKey.ts";
import { evaluateVendorFile, NO_VENDOR_FILE, type VendorFile } from "../bazel/workspace/vendorFile.ts";
import { loadsOf } from "../starlark/program.ts";
import type { FlagQueries, HostEnvironment } from "./workspaceFlags.ts";

export interface FetchedRepositories {
  /** A repository that a WORKSPACE file defines; undefined where Bazel has not fetched it. `contents`: of other repositories, for what its rule has read there. */
  defined(
    graph: QueryContext,
    definition: RepositoryDefinition,
    contents: (canonical: string) => RepositoryContents,
  ): SettledContents | undefined;
  /** A module's repository; undefined where Bazel has not fetched it. `resolve`: names as repositories see them. */
  module(
    graph: QueryContext,
    module: Module,
    resolve: (from: string, apparent: string) => string | undefined,
  ): SettledContents | undefined;
  /** Where registries' files may be, beside what the flags say. */
  registryPlaces(graph: QueryContext): RegistryPlaces;
  /** A file of a repository that Bazel brings along or that an override fetches; undefined where it is not there. */
  moduleFile(graph: QueryContext, canonical: string): FetchedModuleFile | undefined;
  /** A repository that nobody defines as far as we see, by its canonical name; `why` it is doubted: undefined where only Bazel itself can have defined it. */
  undefined(graph: QueryContext, canonical: string, why: string | undefined): SettledContents | undefined;
  /** The compiler that CC names and PATH does not have: with it Bazel configures no C++ toolchain, and refuses what asks for one (`find_cc` of unix_cc_configure.bzl). */
  missingCompiler(graph: QueryContext): string | undefined;
  /** Where Bazel's own tools lie; undefined where there are none that the version in force may have brought along. A Bazel that was built without a version tells none (Debian's), and is taken for the one that is predicted. */
  bazelTools(graph: QueryContext): string | undefined;
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
  readonly maxSteps: number;
  readonly isCancelled: () => boolean;
}

export interface RegistryPlaces {
  /** Texts of lock files. */
  readonly lockFiles: readonly string[];
  /** Directories that hold files by their digests. */
  readonly caches: readonly string[];
  /** Directories that hold repositories. */
  readonly repositories: readonly string[];
}

export interface FetchedModuleFile {
  readonly path: string;
  /** Why it may not be the one that Bazel would use; undefined where it is. */
  readonly doubt: string | undefined;
}

const BAZEL_TOOLS = "bazel_tools";
const LOCAL_JDK = "local_jdk";
const TOOLS_VIEW = "bazel_tools of ";

/** Of a repository whose definition is not known. */
const UNASKED: Expectation = {
  key: undefined,
  keyIsExact: false,
  doubt: undefined,
  inputs: { variable: () => undefined, fileText: () => null },
};

interface Vendoring {
  readonly directory: string;
  readonly file: VendorFile;
}

type Vendored =
  | { readonly kind: "no" }
  | { readonly kind: "pinned"; readonly contents: SettledContents }
  | { readonly kind: "marked"; readonly directory: string };

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
    compute: (graph) => outputBases(fileReader(graph, { files }), outputBaseInput(graph)),
    equals: (a, b) => a.join("\n") === b.join("\n"),
  };

  function outputBaseInput(graph: QueryContext): OutputBaseInput {
    return {
      root: fileReader(graph, { files }).realPath(dependencies.root) ?? dependencies.root,
      version: graph.get(flags.version, null).predictedAs,
      os: environment.platform.os,
      environment: { get: (name) => variable(graph, name) },
      homeDirectory: environment.homeDirectory,
      userName: environment.userName,
      startupOptions: startupOptionsOf(graph.get(flags.rc, null)),
    };
  }

  /** Directories that hold repositories: those of the output bases. */
  function externalDirectories(graph: QueryContext): readonly string[] {
    return graph.get(outputBasesInUse, null).map(externalDirectory);
  }

  /** The directory of `--vendor_dir`, and what its VENDOR.bazel file says; undefined where nothing is vendored. */
  const vendoring: Query<null, Vendoring | undefined> = {
    name: "vendor directory",
    keyOf: () => "",
    compute: (graph) => {
      const { value } = graph.get(flags.flags, null).string("vendor_dir");
      if (value === "") return undefined;
      const directory = pathFromRoot(dependencies.root, value);
      const path = joinPath(directory, "VENDOR.bazel");
      if (graph.input(files.kind, path) !== "file") return { directory, file: NO_VENDOR_FILE };
      const source = graph.get(dependencies.loading().syntaxTree, path);
      const file = source.kind === "tree" ? evaluateVendorFile(path, source.tree, dependencies) : NO_VENDOR_FILE;
      return { directory, file };
    },
  };

  /** What is vendored of a repository, in the order of RepositoryFetchFunction: a pinned one as it is, others where their markers say that they are up to date; then Bazel looks into its `external` directories. */
  function vendored(graph: QueryContext, canonical: string): Vendored {
    const vendor = graph.get(vendoring, null);
    if (!vendor || vendor.file.ignored.has(canonical)) return { kind: "no" };
    const { directory, file } = vendor;
    if (!file.pinned.has(canonical)) return { kind: "marked", directory };
    const path = joinPath(directory, canonical);
    if (graph.input(files.kind, path) === "directory")
      return { kind: "pinned", contents: { kind: "directory", path, buildFile: undefined } };
    const why = `Pinned repository ${canonical} not found under the vendor directory`;
    return { kind: "pinned", contents: notKnown(canonical, why) };
  }

  /** `--repository_cache`, whose default is below the output user root. */
  function repositoryCaches(graph: QueryContext): readonly string[] {
    const { value, origin } = graph.get(flags.flags, null).string("repository_cache");
    if (origin !== undefined) return value === "" ? [] : [pathFromRoot(dependencies.root, value)];
    const userRoot = outputUserRoot(outputBaseInput(graph));
    const parents = graph.get(outputBasesInUse, null).flatMap((outputBase) => parentPath(outputBase) ?? []);
    const roots = new Set([...(userRoot === undefined ? [] : [userRoot]), ...parents]);
    return [...roots].map((directory) => joinPath(directory, "cache/repos/v1"));
  }

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

  /** What the environment of repository rules has. */
  function variables(graph: QueryContext): (name: string) => string | undefined {
    return repositoryEnvironment(graph.get(flags.flags, null), (name) => variable(graph, name), dependencies.root);
  }

  function toolsOf(graph: QueryContext, outputBase: string): SettledContents {
    return directoryContents(
      { reader: fileReader(graph, { files }) },
      joinPath(externalDirectory(outputBase), BAZEL_TOOLS),
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
        variable: variables(graph),
        fileText: (text) => {
          const path = pathOf(graph, text, outputBase, contents);
          if (path === undefined) return null;
          const source = graph.input(files.text, path);
          return source.kind === "text" ? source.text : undefined;
        },
      },
    };
  }

  /** A file as markers name it: by its label, since 7.1 by its path within a repository (`@@lib+//a/b.txt`), or by its path on the machine (RepoRecordedInput.RepoCacheFriendlyPath). */
  function pathOf(
    graph: QueryContext,
    text: string,
    outputBase: string,
    contents: (canonical: string) => RepositoryContents,
  ): string | undefined {
    const [, repository = "", path] = /^(?:@@?([^/]*))?\/\/([^:]*:?[^:]*)$/.exec(text) ?? [];
    if (path === undefined) return text.startsWith("/") ? text : undefined;
    const where = repository === BAZEL_TOOLS ? toolsOf(graph, outputBase) : contents(repository);
    return where.kind === "directory" ? joinPath(where.path, path.replace(":", "/").replace(/^\//, "")) : undefined;
  }

  /** A file of the main repository or of the machine: what Bazel reads of others to fetch a module is none of theirs. */
  function mainFileText(graph: QueryContext, text: string): string | undefined | null {
    const path = pathOf(graph, text, "", (repository) =>
      repository === ""
        ? { kind: "directory", path: dependencies.root, buildFile: undefined }
        : notKnown(repository, "it is not looked at"),
    );
    return path === undefined ? null : fileReader(graph, { files }).text(path);
  }

  /** What a rule that is `local` reads beside files and variables is not recorded: every server runs it anew. */
  function localDoubt(graph: QueryContext, { rule, view = "" }: RepositoryDefinition): string | undefined {
    if (rule.module === undefined) return undefined;
    const label = moduleLabel(rule.module);
    if (label.repository === BAZEL_TOOLS) return undefined;
    const schema = schemaOf(graph, label, rule.name, view, "");
    return schema?.local === true ? "its rule is local, and every Bazel server runs it anew" : undefined;
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

  /** The release that has used an output base last, where it says so and is another one than predicted. */
  function otherVersion(graph: QueryContext, outputBase: string): string | undefined {
    const installed = installedVersion(graph, outputBase);
    const inForce = graph.get(flags.version, null).predictedAs;
    if (!installed || versionToString(installed) === versionToString(inForce)) return undefined;
    return `Bazel ${versionToString(installed)} has fetched it, and ${versionToString(inForce)} is predicted`;
  }

  /** The repository of the machine's JDK links its directories; Bazel's client looks anew for each server which JDK that is (`GetSystemJavabase` of blaze_util_linux.cc). */
  function jdkDoubt(graph: QueryContext, outputBase: string): string | undefined {
    const reader = fileReader(graph, { files });
    const linked = reader.realPath(joinPath(externalDirectory(outputBase), `${LOCAL_JDK}/bin`));
    const home = variable(graph, "JAVA_HOME") ?? "";
    const compilers = [home === "" ? "" : `${home}/bin`, ...(variable(graph, "PATH") ?? "").split(":")]
      .filter((directory) => directory !== "")
      .map((directory) => joinPath(directory, "javac"));
    const compiler = compilers.find((path) => reader.kind(path) === "file");
    const found = compiler === undefined ? undefined : parentPath(reader.realPath(compiler) ?? compiler);
    return linked !== undefined && linked === found ? undefined : "JAVA_HOME and PATH may name another JDK";
  }

  /** Of a repository that only Bazel's own suffix can have defined. */
  function ofBazel(graph: QueryContext, outputBase: string, canonical: string): Expectation {
    return {
      ...UNASKED,
      isProved: true,
      doubt: otherVersion(graph, outputBase) ?? (canonical === LOCAL_JDK ? jdkDoubt(graph, outputBase) : undefined),
      inputs: {
        variable: variables(graph),
        fileText: (text) => {
          const path = pathOf(graph, text, outputBase, (name) => notKnown(name, "it is none of Bazel's"));
          return path === undefined ? null : fileReader(graph, { files }).text(path);
        },
      },
    };
  }

  return {
    defined: (graph, definition, contents) => {
      const reader = fileReader(graph, { files });
      const states = graph.get(outputBasesInUse, null).map((outputBase) => {
        const directory = externalDirectory(outputBase);
        const isFetched = graph.input(files.kind, markerPath(directory, definition.name)) === "file";
        const state = isFetched
          ? fetchedState(reader, directory, definition.name, expectation(graph, definition, outputBase, contents))
          : undefined;
        return { directory, state };
      });
      return fetchedContents(states, definition.name, callSite(definition.callStack));
    },
    module: (graph, module, resolve) => {
      const reader = fileReader(graph, { files });
      const vendor = vendored(graph, module.repository);
      if (vendor.kind === "pinned") return vendor.contents;
      const directories = [...(vendor.kind === "marked" ? [vendor.directory] : []), ...externalDirectories(graph)];
      const states = directories.map((directory) => {
        const doubt = whyModuleIsDoubted(reader, directory, module);
        const expected: Expectation = {
          ...UNASKED,
          isProved: doubt === undefined,
          doubt,
          inputs: { fileText: (text) => mainFileText(graph, text), variable: variables(graph), repository: resolve },
        };
        return { directory, state: fetchedState(reader, directory, module.repository, expected) };
      });
      const { dependency } = module;
      return fetchedContents(states, module.repository, dependency && callSite(dependency.callStack));
    },
    registryPlaces: (graph) => {
      const reader = fileReader(graph, { files });
      const directories = [dependencies.root, ...graph.get(outputBasesInUse, null)];
      return {
        lockFiles: directories.flatMap((directory) => reader.text(joinPath(directory, "MODULE.bazel.lock")) ?? []),
        caches: repositoryCaches(graph),
        repositories: externalDirectories(graph),
      };
    },
    moduleFile: (graph, canonical) => {
      const reader = fileReader(graph, { files });
      for (const outputBase of graph.get(outputBasesInUse, null)) {
        const path = joinPath(externalDirectory(outputBase), `${canonical}/MODULE.bazel`);
        if (reader.kind(path) !== "file") continue;
        if (canonical === BAZEL_TOOLS) {
          if (isOfVersionInForce(graph, outputBase)) return { path, doubt: undefined };
        } else if (reader.kind(markerPath(externalDirectory(outputBase), canonical)) === "file") {
          return { path, doubt: "it is not known for which definition Bazel has fetched it" };
        }
      }
      return undefined;
    },
    undefined: (graph, canonical, why) => {
      const reader = fileReader(graph, { files });
      const vendor = why === undefined ? ({ kind: "no" } as const) : vendored(graph, canonical);
      if (vendor.kind === "pinned") return vendor.contents;
      const inVendorDirectory =
        vendor.kind === "marked"
          ? [
              {
                directory: vendor.directory,
                state: fetchedState(reader, vendor.directory, canonical, { ...UNASKED, doubt: why }),
              },
            ]
          : [];
      const states = graph.get(outputBasesInUse, null).map((outputBase) => {
        const directory = externalDirectory(outputBase);
        const expected = why === undefined ? ofBazel(graph, outputBase, canonical) : { ...UNASKED, doubt: why };
        return { directory, state: fetchedState(reader, directory, canonical, expected) };
      });
      return fetchedContents([...inVendorDirectory, ...states], canonical, undefined);
    },
    missingCompiler: (graph) => {
      const seenByRules = variables(graph);
      const compiler = seenByRules("CC")?.trim() ?? "";
      if (environment.platform.os !== "linux" || compiler === "" || compiler.startsWith("/")) return undefined;
      const reader = fileReader(graph, { files });
      const directories = (seenByRules("PATH") ?? "").split(":").filter((directory) => directory !== "");
      return directories.some((directory) => reader.kind(joinPath(directory, compiler)) === "file")
        ? undefined
        : compiler;
    },
    bazelTools: (graph) =>
      graph
        .get(outputBasesInUse, null)
        .filter((outputBase) => otherVersion(graph, outputBase) === undefined)
        .map((outputBase) => joinPath(externalDirectory(outputBase), BAZEL_TOOLS))
        .find((path) => fileReader(graph, { files }).kind(path) === "directory"),
    view: (graph, id) => {
      if (!id.startsWith(TOOLS_VIEW)) return undefined;
      const outputBase = id.slice(TOOLS_VIEW.length);
      return {
        id,
        usages: () => ({ modules: [], more: undefined }),
        autoloadRepository: () => undefined,
        resolve: (_from, apparent) => apparent,
        contents: (name) =>
          name === BAZEL_TOOLS ? toolsOf(graph, outputBase) : notKnown(name, `bazel_tools does not see @${name}`),
      };
    },
  };
}
