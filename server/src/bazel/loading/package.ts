/**
 * BUILD files as packages. After Bazel's `PackageFunction.java`.
 *
 * A statement that an Unknown would decide is skipped, and the package is open: it may hold targets that nobody lists. An error ends the file as in Bazel: what was declared before it is listed, and the error
 * says that Bazel would refuse all of it. Unlike Bazel we also look into files with syntax errors and failed loads, so that their targets do not vanish while somebody types.
 */
import type { Query, QueryContext } from "../../base/graph.ts";
import { joinPath } from "../../base/path.ts";
import { ExternalSymbol } from "../externalSymbol.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError, ResourceLimit } from "../../starlark/errors.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { BUILD_OPTIONS } from "../../starlark/fileOptions.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Program } from "../../starlark/program.ts";
import { compile } from "../../starlark/program.ts";
import { Thread } from "../../starlark/thread.ts";
import type { Site } from "../../starlark/thread.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { UnknownDecision } from "../../starlark/unknown.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../starlark/value.ts";
import { isOfEstimate, noteAbort } from "./aborts.ts";
import { namesFor, withAutoloads, type Autoloads } from "./autoloads.ts";
import { CallIndex } from "./callIndex.ts";
import type { Environment } from "./environment.ts";
import type { GlobResult } from "./glob.ts";
import type { LoadContext, LoadedModules } from "./loads.ts";
import { loadModules } from "./loads.ts";
import type { ModuleHost, ModuleQueries } from "./bzlModule.ts";
import { doubtOf, getModule } from "./bzlModule.ts";
import { useModules } from "./moduleScope.ts";
import { PackageBuilder } from "./packageBuilder.ts";
import type { PackageHost } from "./packageBuilder.ts";
import type { GlobKey } from "./packageGlob.ts";
import type { PackageKey } from "./packageLookup.ts";
import { buildFileIn, filesOf, packageKeyText } from "./packageLookup.ts";
import { useVersion } from "../workspace/bazelVersion.ts";
import { modelPathOf } from "./parsing.ts";
import { usePackage } from "./packageThread.ts";
import { preludeOf, withPrelude, type Prelude } from "./prelude.ts";
import type { RepositoryDefaults } from "./repoFile.ts";
import { contentsOf, directoryFiles } from "./repositoryFiles.ts";
import type { LoadingProblem, Package, PackageResult } from "../target.ts";

export interface PackageQueries {
  readonly package: Query<PackageKey, PackageResult>;
}

export interface PackageQueryHost extends ModuleHost, ModuleQueries {
  readonly environment: Query<null, Environment>;
  readonly glob: Query<GlobKey, GlobResult>;
  readonly repositoryDefaults: Query<RepositoryKey, RepositoryDefaults>;
}

export interface RepositoryKey {
  readonly repository: string;
  readonly view: string;
}

export function packageQuery(host: PackageQueryHost): PackageQueries {
  return {
    package: { name: "package", keyOf: packageKeyText, compute: (graph, key) => loadPackage(graph, host, key) },
  };
}

function loadPackage(graph: QueryContext, host: PackageQueryHost, key: PackageKey): PackageResult {
  const lookup = graph.get(host.packageLookup, key);
  if (lookup.kind === "unknown") return { kind: "unknown", reason: lookup.reason };
  if (lookup.kind === "none") return { kind: "missing", message: lookup.message };
  const loaded = loadFile(graph, host, key, lookup.file);
  const file = fileBehindModel(graph, host, key);
  if (loaded.kind !== "package" || file === undefined) return loaded;
  if (file === lookup.file) return { kind: "package", package: withoutErrors(loaded.package) };
  const behind = loadFile(graph, host, key, file);
  return behind.kind === "package" ? { kind: "package", package: completed(loaded.package, behind.package) } : loaded;
}

/** The BUILD file of the repository that a model describes, where it is on disk. */
function fileBehindModel(graph: QueryContext, host: PackageQueryHost, { id, view }: PackageKey): string | undefined {
  const contents = contentsOf(graph, host.dependencies, view, id.repository);
  if (contents.kind !== "model" || contents.disk === undefined) return undefined;
  return buildFileIn(directoryFiles(graph, host.dependencies, contents.disk), id);
}

/** What a model describes, and the rest as it is on disk. */
function completed(model: Package, behind: Package): Package {
  if (behind.errors.length > 0) return model;
  const { targets, open, unknownTargets } = behind;
  return { ...model, targets: new Map([...targets, ...model.targets]), unknownTargets, open };
}

/** Bazel's own packages have no errors: what seems one is not modelled. */
function withoutErrors(behind: Package): Package {
  const [error] = behind.errors;
  if (!error) return behind;
  const { message, site } = error;
  const reason = { kind: "api", name: message, message, site } as const;
  return { ...behind, errors: [], open: [...behind.open, reason], doubt: behind.doubt ?? reason };
}

function loadFile(graph: QueryContext, host: PackageQueryHost, key: PackageKey, file: string): PackageResult {
  const source = graph.get(host.syntaxTree, file);
  if (source.kind === "missing") return { kind: "missing", message: `the BUILD file ${file} is not there` };
  if (source.kind === "error") {
    return {
      kind: "unknown",
      reason: { kind: "file", name: file, message: `${file} cannot be read: ${source.message}`, site: undefined },
    };
  }
  const environment = graph.get(host.environment, null);
  const isModel = modelPathOf(file) !== undefined;
  const autoloads = isModel ? undefined : host.dependencies.settings(graph).autoloads;
  const names = isModel ? environment.modelBuild : namesFor(environment, autoloads, key.id.repository).build;
  const { hidden } = environment;
  const prelude = isModel ? undefined : preludeFor(graph, host, key);
  const isNamed = (name: string): boolean =>
    names.has(name) || prelude?.names.has(name) === true || prelude?.unknown !== undefined;
  const program = compile(source.tree, file, { ...BUILD_OPTIONS, hidden }, isNamed, [
    ...names.keys(),
    ...(prelude?.names.keys() ?? []),
  ]);
  const { defaults, problems } = graph.get(host.repositoryDefaults, {
    repository: key.id.repository,
    view: key.view,
  });
  const builder = new PackageBuilder({
    id: key.id,
    buildFile: file,
    host: packageHost(graph, host, key),
    defaults,
    calls: new CallIndex(file, source.tree),
  });
  if (!isModel) for (const problem of problems) builder.addError(problem);
  evaluate(graph, host, key, { names, autoloads, prelude }, program, builder);
  if (isModel) openModel(builder, key);
  const loaded = builder.finish();
  return { kind: "package", package: isModel ? loaded : withoutForeign(graph, host, key, loaded) };
}

/** What lies in a subpackage is none of the package's, and naming it an error (`PackageFunction.handleLabelsCrossingSubpackagesAndPropagateInconsistentFilesystemExceptions`). */
function withoutForeign(graph: QueryContext, host: PackageQueryHost, key: PackageKey, loaded: Package): Package {
  const foreign = [...loaded.targets.values()].flatMap((target) => {
    const subpackage = subpackageOf(graph, host, key, target.label.name);
    return subpackage === undefined ? [] : [{ target, subpackage }];
  });
  if (foreign.length === 0) return loaded;
  const targets = new Map(loaded.targets);
  const problems = foreign.map(({ target, subpackage }): LoadingProblem => {
    targets.delete(target.label.name);
    const path = joinPath(target.label.packagePath, target.label.name);
    const better = `//${subpackage}:${path.slice(subpackage.length + 1)}`;
    const message = `Label '${target.label.toString()}' is invalid because '${subpackage}' is a subpackage; perhaps you meant to put the colon here: '${better}'?`;
    return { message, site: target.kind === "rule" ? target.site : undefined, callStack: [] };
  });
  return { ...loaded, targets, errors: [...loaded.errors, ...problems] };
}

/** The deepest package that lies between the package and what a name says. */
function subpackageOf(
  graph: QueryContext,
  host: PackageQueryHost,
  { id, view }: PackageKey,
  name: string,
): string | undefined {
  for (let end = name.lastIndexOf("/"); end > 0; end = name.lastIndexOf("/", end - 1)) {
    const path = joinPath(id.path, name.slice(0, end));
    const { kind } = graph.get(host.packageLookup, { id: { ...id, path }, view });
    if (kind === "package") return path;
  }
  return undefined;
}

/** A model need not describe every target of a package. */
function openModel(builder: PackageBuilder, { id }: PackageKey): void {
  const name = `@${id.repository}//${id.path}`;
  builder.openBy({
    kind: "model",
    name,
    message: `the model of ${name} does not describe all of its targets`,
    site: undefined,
  });
}

function packageHost(graph: QueryContext, host: PackageQueryHost, key: PackageKey): PackageHost {
  const { dependencies } = host;
  return {
    view: host.viewOf(graph, key.view, key.id.repository),
    settings: dependencies.settings(graph),
    glob: (pattern, mode) => graph.get(host.glob, { package: key, pattern, mode }),
    fileExists: (path) => {
      const files = filesOf(graph, dependencies, contentsOf(graph, dependencies, key.view, key.id.repository));
      const kind = files?.kind(key.id.path === "" ? path : `${key.id.path}/${path}`);
      return kind === "file" || kind === "directory";
    },
  };
}

interface Predeclared {
  readonly names: ReadonlyMap<string, Value>;
  readonly autoloads: Autoloads | undefined;
  /** Undefined in models. */
  readonly prelude: Prelude | undefined;
}

function preludeFor(graph: QueryContext, host: PackageQueryHost, key: PackageKey): Prelude {
  const { dependencies } = host;
  const contents = contentsOf(graph, dependencies, key.view, key.id.repository);
  return preludeOf(key, {
    isPackage: (directory) => graph.get(host.packageLookup, directory).kind === "package",
    isFile: (path) => filesOf(graph, dependencies, contents)?.kind(path) === "file",
    module: (label) => getModule(graph, host, { label, view: key.view }),
  });
}

function evaluate(
  graph: QueryContext,
  host: PackageQueryHost,
  key: PackageKey,
  { names, autoloads, prelude }: Predeclared,
  program: Program,
  builder: PackageBuilder,
): void {
  const context: LoadContext = {
    labels: builder.labels,
    file: program.fileId,
    module: (label) => getModule(graph, host, { label, view: key.view }),
    version: builder.host.settings.version,
  };
  const loaded = loadModules(program.loads, context);
  const { view } = builder.host;
  const automatic = withAutoloads(names, program, { autoloads, repository: key.id.repository, view, context });
  const scopes = [...loaded.scopes, ...automatic.scopes, ...(prelude?.scopes ?? [])];
  const contents = contentsOf(graph, host.dependencies, key.view, key.id.repository);
  builder.doubt = doubtOf(contents, modelPathOf(program.fileId) !== undefined, scopes);
  builder.absence = loaded.absence ?? prelude?.absence;
  const isBroken = reportStaticProblems(program, loaded, prelude, builder);
  const { settings } = builder.host;
  const thread: Thread = new Thread({
    maxSteps: settings.maxSteps,
    isCancelled: settings.isCancelled,
    unknownCalled: (callee, positional, named) => {
      noteUnknownCall(builder, callee, named, thread.currentSite());
    },
  });
  useVersion(thread, settings.version);
  useModules(thread, scopes);
  usePackage(thread, builder);
  const onAborted = (statement: number, error: UnknownDecision | EvalError): "continue" | "stop" => {
    noteAbort(builder, { file: program.fileId, node: statement }, error);
    return error instanceof UnknownDecision || isOfEstimate(error) || (isBroken && !(error instanceof ResourceLimit))
      ? "continue"
      : "stop";
  };
  host.dependencies.onEvaluation?.(program.fileId);
  try {
    runFile(program, {
      thread,
      predeclared: prelude ? withPrelude(automatic.names, prelude, program) : automatic.names,
      modules: loaded.modules,
      onStatementAborted: onAborted,
    });
    builder.expandFinalizers();
  } catch (error) {
    if (!(error instanceof EvalError)) throw error; // The handler has noted it.
  }
}

/** What Bazel refuses before it evaluates anything. */
function reportStaticProblems(
  program: Program,
  loaded: LoadedModules,
  prelude: Prelude | undefined,
  builder: PackageBuilder,
): boolean {
  const file = program.fileId;
  if (program.tree.hasErrors) {
    builder.addError({ message: "the file has syntax errors", site: undefined, callStack: [] });
    builder.openBy({
      kind: "syntax",
      name: file,
      message: "the BUILD file has syntax errors",
      site: { file, node: 0 },
    });
  }
  for (const error of program.errors)
    builder.addError({ message: error.message, site: { file, node: error.node }, callStack: [] });
  for (const { message, node, cause } of loaded.failures) {
    builder.addError({
      message,
      site: { file, node },
      callStack: cause.site && cause.site.file !== file ? [{ name: "<toplevel>", site: cause.site }] : [],
    });
  }
  if (prelude?.failure) builder.addError({ ...prelude.failure.cause, message: prelude.failure.message });
  return (
    program.tree.hasErrors || program.errors.length > 0 || loaded.failures.length > 0 || prelude?.failure !== undefined
  );
}

/**
 * Whatever stands behind an Unknown that is called may declare targets. The name that it was given is most likely one of them; what it was given as an output is not taken for a source file.
 */
function noteUnknownCall(
  builder: PackageBuilder,
  callee: Unknown,
  named: NamedArguments,
  site: Site | undefined,
): void {
  builder.openBy({ ...callee.reason, site: site ?? callee.reason.site });
  for (const [parameter, value] of named) {
    if (parameter === "name" && typeof value === "string") {
      builder.unknownTargets.set(value, callee.reason);
      if (callee instanceof ExternalSymbol) builder.externalTargets.set(value, { symbol: callee, named });
    }
    if (parameter.startsWith("out")) for (const name of outputNames(value)) builder.claim(name);
  }
}

function outputNames(value: Value): readonly string[] {
  if (typeof value === "string") return [value.replace(/^:/, "")];
  if (value instanceof StarlarkList || value instanceof Tuple) return value.items.flatMap(outputNames);
  if (value instanceof StarlarkDict)
    return [...value.entries()].flatMap(([key, element]) => [...outputNames(key), ...outputNames(element)]);
  return [];
}
