/** What Bazel has fetched: whether it is what the workspace asks for, as far as markers, keys and what rules have read can tell. */
import { languageHash } from "../bazel/workspace/languageFlags.ts";
import type { Input, QueryContext } from "../base/graph.ts";
import { joinPath, parentPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import type { LoadingQueries } from "../bazel/loading/queries.ts";
import type { ExtensionCall } from "../bazel/loading/settings.ts";
import { linkedPath } from "../bazel/loading/generated/files.ts";
import { fileReader, type EvaluatedContents } from "../bazel/loading/repositoryFiles.ts";
import type { CppDetection } from "../bazel/workspace/cppToolchain.ts";
import type { RepositoryContents, RepositoryView, SettledContents } from "../bazel/repositoryView.ts";
import type { Expectation } from "../bazel/workspace/fetchedRepository.ts";
import { isDefinedByBazel } from "../bazel/workspace/builtinRepositories.ts";
import { externalDirectory, fetchedContents, fetchedState, markerPath } from "../bazel/workspace/fetchedRepository.ts";
import { whyModuleIsDoubted } from "../bazel/workspace/fetchedModule.ts";
import type { Module } from "../bazel/workspace/moduleGraph.ts";
import { sourceDefinition, type ModuleSource } from "../bazel/workspace/moduleSource.ts";
import { notKnown } from "../bazel/workspace/repositoryContents.ts";
import { textDigests, type FileState, type InputWorld } from "../bazel/workspace/repositoryMarker.ts";
import type { RepositoryDefinition } from "../bazel/workspace/repositoryDefinition.ts";
import { callSite } from "../bazel/workspace/repositoryDefinition.ts";
import type { KeyedDefinition } from "../bazel/workspace/repositoryKey.ts";
import type { FlagQueries, HostEnvironment } from "./workspaceFlags.ts";
import { clientVariable, repositoryRuleVariables } from "./environmentVariables.ts";
import { outputBaseQueries } from "./outputBaseQueries.ts";
import { repositoryKeys } from "./repositoryKeys.ts";
import { vendorDirectory } from "./vendorDirectory.ts";

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
  /** The output base, where all signs lead to one. */
  outputBase(graph: QueryContext): string | undefined;
  /** Where registries' files may be, beside what the flags say. */
  registryPlaces(graph: QueryContext): RegistryPlaces;
  /** A file of a repository that Bazel brings along or that an override fetches, as `source` says; undefined where it is not there. */
  moduleFile(graph: QueryContext, canonical: string, source: ModuleSource | undefined): FetchedModuleFile | undefined;
  /** A repository that a module extension makes; undefined where Bazel has not fetched it. `view`: where the extension was evaluated. */
  ofExtension(graph: QueryContext, call: ExtensionCall, view: RepositoryView): SettledContents | undefined;
  /** A repository that nobody defines as far as we see, by its canonical name; `why` it is doubted: undefined where only Bazel itself can have defined it. */
  undefined(graph: QueryContext, canonical: string, why: string | undefined): SettledContents | undefined;
  cppDetection(graph: QueryContext): CppDetection;
  /** Where Bazel has put what it brings along; undefined where no version that may be the one in force has. */
  embeddedDirectory(graph: QueryContext): string | undefined;
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
/** The rule of rules_java that links a JDK of the machine. */
const LOCAL_JDK_RULE = "_local_java_repository_rule";

type ContentsOfOther = RepositoryContents | EvaluatedContents;

/** A file that a marker names. */
type RecordedFile =
  | { readonly kind: "disk"; readonly path: string }
  /** Written by a rule, as far as that is evaluated. */
  | { readonly kind: "made"; readonly text: string }
  | { readonly kind: "missing" };

/** Of a repository whose definition is not known. */
const UNASKED: Expectation = {
  key: undefined,
  keyIsExact: false,
  doubt: undefined,
  inputs: { variable: () => undefined, file: () => null },
};

/** What an extension's call defines. Only what it gives is written down (RepoSpec), whoever called. */
function definitionOf(call: ExtensionCall, view: RepositoryView): KeyedDefinition {
  const { canonical, name, declaration, labelsFrom } = call;
  const { exported } = declaration.rule;
  return {
    name: canonical,
    originalName: name,
    rule: { module: exported?.module, name: exported?.name ?? "" },
    attributes: new Map([...declaration.attributes].filter(([attribute]) => attribute !== "name")),
    callStack: [],
    labels: {
      package: { repository: labelsFrom, path: "" },
      resolveRepository: (apparent) => view.resolve(labelsFrom, apparent),
    },
    view: call.view,
  };
}

function sourceOf({ origin }: Module): ModuleSource | undefined {
  return origin.kind === "fetched" ? origin.source : undefined;
}

export function fetchedRepositories(dependencies: FetchedDependencies): FetchedRepositories {
  const { environment, files, flags } = dependencies;
  const outputBases = outputBaseQueries(dependencies);
  const vendored = vendorDirectory(dependencies);
  const keys = repositoryKeys(dependencies);
  const variable = (graph: QueryContext, name: string) => clientVariable(dependencies, graph, name);
  const variables = (graph: QueryContext) => repositoryRuleVariables(dependencies, graph).value;

  function expectation(
    graph: QueryContext,
    definition: RepositoryDefinition,
    outputBase: string,
    contents: (canonical: string) => ContentsOfOther,
  ): Expectation {
    const version = graph.get(flags.version, null).predictedAs;
    return {
      key: keys.keyOf(graph, definition, outputBase),
      keyIsExact: version.major === 4,
      doubt: outputBases.otherVersion(graph, outputBase) ?? localDoubt(graph, definition, outputBase),
      inputs: {
        variable: variables(graph),
        languageHash: () => languageHash(graph.get(flags.flags, null)),
        directoryEntries: (text) => {
          const file = recordedFile(graph, text, outputBase, contents);
          return (file?.kind === "disk" ? namesIn(graph, file.path) : undefined) ?? null;
        },
        file: (text) => stateOf(graph, recordedFile(graph, text, outputBase, contents)),
      },
    };
  }

  /** A file as markers name it: by its label, since 7.1 by its path within a repository (`@@lib+//a/b.txt`), or by its path on the machine (RepoRecordedInput.RepoCacheFriendlyPath). */
  function recordedFile(
    graph: QueryContext,
    text: string,
    outputBase: string,
    contents: (canonical: string) => ContentsOfOther,
  ): RecordedFile | undefined {
    const [, repository = "", written] = /^(?:@@?([^/]*))?\/\/([^:]*:?[^:]*)$/.exec(text) ?? [];
    if (written === undefined) return text.startsWith("/") ? { kind: "disk", path: text } : undefined;
    const path = written.replace(":", "/").replace(/^\//, "");
    const where = repository === BAZEL_TOOLS ? keys.toolsOf(graph, outputBase) : contents(repository);
    if (where.kind === "directory") return { kind: "disk", path: joinPath(where.path, path) };
    if (where.kind !== "files") return undefined;
    const linked = linkedPath(where.files, path);
    if (linked !== undefined) return { kind: "disk", path: linked };
    const made = where.files.get(path);
    return made?.kind === "text" ? { kind: "made", text: made.text } : { kind: "missing" };
  }

  /** Null where its place is not known. */
  function stateOf(graph: QueryContext, file: RecordedFile | undefined): FileState | null {
    if (file === undefined) return null;
    if (file.kind === "made") return { kind: "file", digests: textDigests(file.text) };
    const kind = file.kind === "disk" ? graph.input(files.kind, file.path) : "missing";
    if (file.kind === "missing" || kind !== "file") return { kind: kind === "directory" ? kind : "missing" };
    const read = graph.input(files.text, file.path);
    // An editor's text counts before it is saved. What is no text has another digest than what was read of it.
    if (read.kind === "text" && !read.text.includes("\uFFFD")) return { kind: "file", digests: textDigests(read.text) };
    const digest = graph.input(files.sha256, file.path);
    return digest === undefined ? null : { kind: "file", digests: [digest] };
  }

  function namesIn(graph: QueryContext, path: string): readonly string[] | undefined {
    return fileReader(graph, { files })
      .list(path)
      ?.map(({ name }) => name);
  }

  /** A file of the main repository or of the machine: what Bazel reads of others to fetch a module is none of theirs. */
  function mainFile(graph: QueryContext, text: string): FileState | null {
    const file = recordedFile(graph, text, "", (repository) =>
      repository === ""
        ? { kind: "directory", path: dependencies.root, buildFile: undefined }
        : notKnown(repository, "it is not looked at"),
    );
    return stateOf(graph, file);
  }

  /** What a rule that is `local` reads beside files and variables is not recorded: every server runs it anew. Of a JDK we know where it is looked for. */
  function localDoubt(graph: QueryContext, definition: RepositoryDefinition, outputBase: string): string | undefined {
    if (!keys.isLocal(graph, definition)) return undefined;
    const { rule, name, attributes } = definition;
    return rule.name === LOCAL_JDK_RULE && !attributes.get("java_home")
      ? jdkDoubt(graph, outputBase, name)
      : "its rule is local, and every Bazel server runs it anew";
  }

  /** The repository of the machine's JDK links its directories; which JDK that is is looked for anew for each server (`GetSystemJavabase` of blaze_util_linux.cc, `_determine_java_home` of local_java_repository.bzl). */
  function jdkDoubt(graph: QueryContext, outputBase: string, canonical: string): string | undefined {
    const reader = fileReader(graph, { files });
    const linked = reader.realPath(joinPath(externalDirectory(outputBase), `${canonical}/bin`));
    const home = variable(graph, "JAVA_HOME") ?? "";
    const compilers = [home === "" ? "" : `${home}/bin`, ...(variable(graph, "PATH") ?? "").split(":")]
      .filter((directory) => directory !== "")
      .map((directory) => joinPath(directory, "javac"));
    const compiler = compilers.find((path) => reader.kind(path) === "file");
    const found = compiler === undefined ? undefined : parentPath(reader.realPath(compiler) ?? compiler);
    return linked !== undefined && linked === found ? undefined : "JAVA_HOME and PATH may name another JDK";
  }

  /** Of a module's repository in a directory that holds some. Of an output base's, what fetches it proves it. */
  function ofModule(
    graph: QueryContext,
    directory: string,
    canonical: string,
    source: ModuleSource | undefined,
    resolve: InputWorld["repository"] = () => null,
  ): Expectation {
    const outputBase = outputBases.inUse(graph).find((base) => externalDirectory(base) === directory);
    const definition = source && sourceDefinition(canonical, source);
    return {
      ...UNASKED,
      key: definition && outputBase !== undefined ? keys.keyOf(graph, definition, outputBase) : undefined,
      inputs: { file: (text) => mainFile(graph, text), variable: variables(graph), repository: resolve },
    };
  }

  /** Of a repository that only Bazel's own suffix can have defined. */
  function ofBazel(graph: QueryContext, outputBase: string, canonical: string): Expectation {
    return {
      ...UNASKED,
      proof: { isGiven: true },
      doubt:
        outputBases.otherVersion(graph, outputBase) ??
        (canonical === LOCAL_JDK ? jdkDoubt(graph, outputBase, canonical) : undefined),
      inputs: {
        variable: variables(graph),
        languageHash: () => languageHash(graph.get(flags.flags, null)),
        directoryEntries: (path) => (path.startsWith("/") ? namesIn(graph, path) : undefined) ?? null,
        // Bazel's own repositories see each other by their names.
        repository: (from, apparent) => (isDefinedByBazel(from) && isDefinedByBazel(apparent) ? apparent : null),
        file: (text) =>
          stateOf(
            graph,
            recordedFile(graph, text, outputBase, (name) => notKnown(name, "it is none of Bazel's")),
          ),
      },
    };
  }

  /** A repository of which a rule has read files, as a view sees it: one that may be out of date does not tell what is read now. */
  function certainIn(graph: QueryContext, view: string, canonical: string): EvaluatedContents {
    const contents = keys.contentsIn(graph, view, canonical);
    return contents.kind === "directory" && contents.doubt ? { kind: "unknown", unknown: contents.doubt } : contents;
  }

  return {
    defined: (graph, definition, contents) => {
      const reader = fileReader(graph, { files });
      const states = outputBases.inUse(graph).map((outputBase) => {
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
      const directories = [
        ...(vendor.kind === "marked" ? [vendor.directory] : []),
        ...outputBases.externalDirectories(graph),
      ];
      const states = directories.map((directory) => {
        const source = sourceOf(module);
        const doubt = module.unknown?.reason.message;
        const why = (source ? undefined : doubt) ?? whyModuleIsDoubted(reader, directory, module);
        const expected: Expectation = {
          ...ofModule(graph, directory, module.repository, source, resolve),
          proof: why === undefined ? { isGiven: true } : { isGiven: false, why },
          doubt,
        };
        return { directory, state: fetchedState(reader, directory, module.repository, expected) };
      });
      const { dependency } = module;
      return fetchedContents(states, module.repository, dependency && callSite(dependency.callStack));
    },
    ofExtension: (graph, call, view) => {
      const reader = fileReader(graph, { files });
      const definition = definitionOf(call, view);
      const where = (canonical: string) => certainIn(graph, call.view, canonical);
      const states = outputBases.inUse(graph).map((outputBase) => {
        const directory = externalDirectory(outputBase);
        const isFetched = graph.input(files.kind, markerPath(directory, call.canonical)) === "file";
        const expected = isFetched ? expectation(graph, definition, outputBase, where) : undefined;
        const inputs = expected && {
          ...expected.inputs,
          repository: (from: string, apparent: string) => view.resolve(from, apparent),
        };
        const state = expected && inputs && fetchedState(reader, directory, call.canonical, { ...expected, inputs });
        return { directory, state };
      });
      return fetchedContents(states, call.canonical, call.declaration.site);
    },
    registryPlaces: (graph) => {
      const reader = fileReader(graph, { files });
      const directories = [dependencies.root, ...outputBases.inUse(graph)];
      return {
        lockFiles: directories.flatMap((directory) => reader.text(joinPath(directory, "MODULE.bazel.lock")) ?? []),
        caches: outputBases.repositoryCaches(graph),
        repositories: outputBases.externalDirectories(graph),
      };
    },
    moduleFile: (graph, canonical, source) => {
      const reader = fileReader(graph, { files });
      for (const outputBase of outputBases.inUse(graph)) {
        const path = joinPath(externalDirectory(outputBase), `${canonical}/MODULE.bazel`);
        if (reader.kind(path) !== "file") continue;
        if (canonical === BAZEL_TOOLS) {
          if (outputBases.isOfVersionInForce(graph, outputBase)) return { path, doubt: undefined };
        } else {
          const directory = externalDirectory(outputBase);
          const state = fetchedState(reader, directory, canonical, ofModule(graph, directory, canonical, source));
          if (state) return { path, doubt: state.kind === "fresh" ? undefined : state.why };
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
      const states = outputBases.inUse(graph).map((outputBase) => {
        const directory = externalDirectory(outputBase);
        const expected = why === undefined ? ofBazel(graph, outputBase, canonical) : { ...UNASKED, doubt: why };
        return { directory, state: fetchedState(reader, directory, canonical, expected) };
      });
      return fetchedContents([...inVendorDirectory, ...states], canonical, undefined);
    },
    cppDetection: (graph) => {
      const seenByRules = variables(graph);
      if (seenByRules("BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN") === "1") return { kind: "off" };
      const compiler = seenByRules("CC")?.trim() ?? "";
      if (environment.platform.os !== "linux" || compiler === "" || compiler.startsWith("/")) return { kind: "on" };
      const reader = fileReader(graph, { files });
      const directories = (seenByRules("PATH") ?? "").split(":").filter((directory) => directory !== "");
      return directories.some((directory) => reader.kind(joinPath(directory, compiler)) === "file")
        ? { kind: "on" }
        : { kind: "failing", compiler };
    },
    outputBase: (graph) => {
      const [outputBase, ...others] = outputBases.inUse(graph);
      return others.length === 0 ? outputBase : undefined;
    },
    embeddedDirectory: (graph) =>
      outputBases
        .inUse(graph)
        .filter((outputBase) => outputBases.otherVersion(graph, outputBase) === undefined)
        .map((outputBase) => joinPath(outputBase, "install"))
        .find((path) => fileReader(graph, { files }).kind(path) === "directory"),
    bazelTools: (graph) =>
      outputBases
        .inUse(graph)
        .filter((outputBase) => outputBases.otherVersion(graph, outputBase) === undefined)
        .map((outputBase) => joinPath(externalDirectory(outputBase), BAZEL_TOOLS))
        .find((path) => fileReader(graph, { files }).kind(path) === "directory"),
    view: (graph, id) => keys.view(graph, id),
  };
}
