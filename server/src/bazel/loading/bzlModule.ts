/**
 * .bzl files as modules: found, parsed, their loads resolved, evaluated. After Bazel's `BzlLoadFunction.java`, whose messages (Bazel 4.2.3) the texts follow.
 *
 * Loads are requested before the evaluation, each as a query of its own, so that neither the depth of loads nor their number matters to the host's stack (graph.ts).
 */
import type { Query, QueryContext } from "../../base/graph.ts";
import { CycleError } from "../../base/graph.ts";
import { parentPath } from "../../base/path.ts";
import { EvalError, ResourceLimit } from "../../starlark/errors.ts";
import { runModule } from "../../starlark/evaluate.ts";
import { BZL_OPTIONS } from "../../starlark/fileOptions.ts";
import type { Module } from "../../starlark/module.ts";
import type { Program } from "../../starlark/program.ts";
import { compile } from "../../starlark/program.ts";
import { Thread } from "../../starlark/thread.ts";
import { Unknown, UnknownDecision } from "../../starlark/unknown.ts";
import type { Label } from "../label.ts";
import type { RepositoryView } from "../repositoryView.ts";
import type { LoadingProblem } from "../target.ts";
import { estimateReason, isOfEstimate, limitReason } from "./aborts.ts";
import { isKeptFrom } from "./bazelNames.ts";
import { namesFor, withAutoloads } from "./autoloads.ts";
import type { Environment } from "./environment.ts";
import { errorSite } from "./errorSite.ts";
import type { LoadContext, LoadFailure, LoadedModules } from "./loads.ts";
import { loadModules } from "./loads.ts";
import type { ModuleScope } from "./moduleScope.ts";
import { labelContextOf, useModules } from "./moduleScope.ts";
import type { PackageLookupQueries } from "./packageLookup.ts";
import { containingPackage, filesOf } from "./packageLookup.ts";
import type { ParsingQueries } from "./parsing.ts";
import { isPrelude } from "./prelude.ts";
import { useVersion } from "../workspace/bazelVersion.ts";
import { modelPathOf } from "./parsing.ts";
import {
  absenceOf,
  BUILTINS_REPOSITORY,
  contentsOf,
  modelledFiles,
  type EvaluatedContents,
} from "./repositoryFiles.ts";
import type { LoadingDependencies } from "./settings.ts";
import { labelFormOf } from "./settings.ts";

export interface ModuleKey {
  readonly label: Label;
  readonly view: string;
}

export interface LoadedModule {
  readonly kind: "module";
  readonly module: Module;
  readonly scope: ModuleScope;
}

export type ModuleResult =
  | LoadedModule
  /** The repository is not on disk, or what the file's top level does cannot be decided. */
  | { readonly kind: "unknown"; readonly unknown: Unknown }
  /** Bazel refuses the file. `problem` is the first cause, maybe in a file that this one loads. */
  | { readonly kind: "error"; readonly message: string; readonly problem: LoadingProblem };

export interface ModuleQueries {
  readonly module: Query<ModuleKey, ModuleResult>;
}

export interface ModuleHost extends ParsingQueries, PackageLookupQueries {
  readonly dependencies: LoadingDependencies;
  readonly environmentFor: (graph: QueryContext, label: Label) => Environment;
  readonly viewOf: (graph: QueryContext, view: string, repository: string) => RepositoryView;
}

export function moduleQuery(host: ModuleHost): ModuleQueries {
  const queries: ModuleQueries = {
    module: {
      name: "module",
      keyOf: ({ label, view }) => `${label.repository === BUILTINS_REPOSITORY ? "" : view}\0${label.toString()}`,
      compute: (graph, key) => loadModule(graph, host, queries, key),
    },
  };
  return queries;
}

/** The module of a label; a load cycle is an error like others. */
export function getModule(graph: QueryContext, queries: ModuleQueries, key: ModuleKey): ModuleResult {
  try {
    return graph.get(queries.module, key);
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
    return failure(cycleMessage(error));
  }
}

function cycleMessage(error: CycleError): string {
  const labels = error.members.map(
    ({ key }) => ((key as ModuleKey).label as Label | undefined)?.toString() ?? String(key),
  );
  const [first = "", ...rest] = labels;
  const lines = [`.-> ${first}`, ...rest.map((label) => `|   ${label}`), `\`-- ${first}`];
  return `cycle detected in extension files:\n${lines.join("\n")}`;
}

function loadModule(graph: QueryContext, host: ModuleHost, queries: ModuleQueries, key: ModuleKey): ModuleResult {
  const place = locate(graph, host, key);
  if (place.kind !== "file") return place;
  const source = graph.get(host.syntaxTree, place.file);
  if (source.kind === "missing") {
    return place.isModel
      ? missingInModel(key.label, absenceOf(contentsOf(graph, host.dependencies, key.view, key.label.repository)))
      : failure(`cannot load '${key.label.toString()}': no such file`);
  }
  if (source.kind === "error") return unknownFile(place.file, source.message);
  const environment = host.environmentFor(graph, key.label);
  const { hidden } = environment;
  const allowNestedFunctions = place.isModel || environment.allowNestedFunctions;
  const settings = host.dependencies.settings(graph);
  const names = place.isModel
    ? environment.models
    : namesFor(environment, settings.autoloads, key.label.repository).bzl;
  const isVisible = (name: string): boolean => place.isModel || !isKeptFrom(name, key.label);
  const program = compile(
    source.tree,
    place.file,
    { ...BZL_OPTIONS, hidden, allowNestedFunctions, loadBindsGlobally: isPrelude(key.label) },
    (name) => names.has(name) && isVisible(name),
    [...names.keys()].filter(isVisible),
  );
  const problem = firstProblem(program, key.label);
  if (problem)
    return {
      kind: "error",
      message: `compilation of module '${fileText(key.label)}' failed: ${problem.message}`,
      problem,
    };
  const view = host.viewOf(graph, key.view, key.label.repository);
  const unscoped = {
    label: key.label,
    moduleId: moduleIdOf(key.label),
    file: place.file,
    view,
    labelForm: labelFormOf(settings),
    model: undefined,
    loadVisibility: undefined,
  };
  const context: LoadContext = {
    labels: labelContextOf({ ...unscoped, loads: [], doubt: undefined, absence: undefined }),
    file: place.file,
    module: (label) => getModule(graph, queries, { label, view: key.view }),
    version: settings.version,
  };
  const loaded = loadModules(program.loads, context);
  const [failed] = loaded.failures;
  if (failed) return failedLoad(key.label, failed);
  const automatic = withAutoloads(names, program, {
    autoloads: place.isModel ? undefined : settings.autoloads,
    repository: key.label.repository,
    view,
    context,
  });
  const loads = [...loaded.scopes, ...automatic.scopes];
  const contents = contentsOf(graph, host.dependencies, key.view, key.label.repository);
  const scope: ModuleScope = {
    ...unscoped,
    loads,
    doubt: doubtOf(contents, place.isModel, loads),
    absence: absenceOf(contents) ?? loaded.absence,
  };
  return evaluate(graph, host, program, scope, loaded, automatic.names);
}

/** Why what a repository's file does together with the files that it loads is doubted. */
export function doubtOf(
  contents: EvaluatedContents,
  isModel: boolean,
  loads: readonly ModuleScope[],
): Unknown | undefined {
  const own = !isModel && (contents.kind === "directory" || contents.kind === "model") ? contents.doubt : undefined;
  return own ?? loads.find(({ doubt }) => doubt !== undefined)?.doubt;
}

/** What Bazel refuses before it evaluates: syntax errors, undefined names. */
function firstProblem(program: Program, label: Label): LoadingProblem | undefined {
  if (program.tree.hasErrors)
    return { message: `${fileText(label)} has syntax errors`, site: { file: program.fileId, node: 0 }, callStack: [] };
  const [error] = program.errors;
  return error && { message: error.message, site: { file: program.fileId, node: error.node }, callStack: [] };
}

function evaluate(
  graph: QueryContext,
  host: ModuleHost,
  program: Program,
  scope: ModuleScope,
  loaded: LoadedModules,
  predeclared: Environment["bzl"],
): ModuleResult {
  const settings = host.dependencies.settings(graph);
  const thread = new Thread({ maxSteps: settings.maxSteps, isCancelled: settings.isCancelled });
  useVersion(thread, settings.version);
  useModules(thread, [scope]);
  host.dependencies.onEvaluation?.(program.fileId);
  try {
    const module = runModule(program, { thread, moduleId: scope.moduleId, predeclared, modules: loaded.modules });
    return { kind: "module", module, scope };
  } catch (error) {
    if (error instanceof UnknownDecision) return { kind: "unknown", unknown: error.unknown };
    const label = scope.label.toString();
    if (error instanceof ResourceLimit)
      return { kind: "unknown", unknown: new Unknown(limitReason(error, label, label)) };
    if (!(error instanceof EvalError)) throw error;
    if (isOfEstimate(error)) return { kind: "unknown", unknown: new Unknown(estimateReason(error, errorSite(error))) };
    const problem = { message: error.message, site: errorSite(error), callStack: error.callStack };
    return {
      kind: "error",
      message: `initialization of module '${fileText(scope.label)}' failed: ${error.message}`,
      problem,
    };
  }
}

type Place =
  { readonly kind: "file"; readonly file: string; readonly isModel: boolean } | Exclude<ModuleResult, LoadedModule>;

/** Where the file of a label is. Its package must be one: the directory has a BUILD file, and none lies between. */
function locate(graph: QueryContext, host: ModuleHost, { label, view }: ModuleKey): Place {
  const contents = contentsOf(graph, host.dependencies, view, label.repository);
  const path = label.packagePath === "" ? label.name : `${label.packagePath}/${label.name}`;
  if (contents.kind === "model") return inModel(graph, host, contents, path);
  const lookup = graph.get(host.packageLookup, { id: label.packageId, view });
  if (lookup.kind === "unknown")
    return { kind: "unknown", unknown: contents.kind === "unknown" ? contents.unknown : new Unknown(lookup.reason) };
  if (lookup.kind === "none" && contents.kind === "unknown")
    return failure(`Unable to find package for ${label.toString()}: ${lookup.message}.`);
  const directory = { repository: label.repository, path: parentPath(path) ?? "" };
  const container = containingPackage(graph, host, { id: directory, view });
  if (container === undefined) {
    return failure(
      `Every .bzl file must have a corresponding package, but '${label.toString()}' does not have one. Please create a BUILD file in the same or any parent directory. Note that this BUILD file does not need to do anything except exist.`,
    );
  }
  if (container !== label.packagePath) return failure(wrongPackage(label, container, path));
  return { kind: "file", file: fileIdOf(graph, host, contents, path), isModel: false };
}

/** What the model has not is left out by it, unless the repository that it stands for is on disk and has it not either. */
function inModel(
  graph: QueryContext,
  host: ModuleHost,
  contents: Extract<EvaluatedContents, { readonly kind: "model" }>,
  path: string,
): Place {
  const files = modelledFiles(graph, host.dependencies, contents);
  const file = files.fileId(path);
  const isLeftOut = contents.disk === undefined && files.kind(path) === "missing";
  return { kind: "file", file, isModel: isLeftOut || modelPathOf(file) !== undefined };
}

function wrongPackage(label: Label, container: string, path: string): string {
  const name = container === "" ? path : path.slice(container.length + 1);
  const better = `//${container}:${name}`;
  const why =
    container.length > label.packagePath.length
      ? `'${container}' is a subpackage`
      : `'${label.packagePath}' is not a package`;
  return `Label '${label.toString()}' is invalid because ${why}; perhaps you meant to put the colon here: '${better}'?`;
}

function fileIdOf(graph: QueryContext, host: ModuleHost, contents: EvaluatedContents, path: string): string {
  return filesOf(graph, host.dependencies, contents)?.fileId(path) ?? path;
}

function missingInModel(label: Label, absence: Unknown | undefined): ModuleResult {
  if (absence) return { kind: "unknown", unknown: absence };
  const message = `the model of @${label.repository} does not describe ${label.toString()}`;
  return { kind: "unknown", unknown: new Unknown({ kind: "model", name: label.toString(), message, site: undefined }) };
}

function unknownFile(file: string, message: string): ModuleResult {
  return {
    kind: "unknown",
    unknown: new Unknown({ kind: "file", name: file, message: `${file} cannot be read: ${message}`, site: undefined }),
  };
}

function failedLoad(label: Label, failed: LoadFailure): ModuleResult {
  return { kind: "error", message: `in ${fileText(label)}: ${failed.message}`, problem: failed.cause };
}

function failure(message: string): Extract<ModuleResult, { readonly kind: "error" }> {
  return { kind: "error", message, problem: { message, site: undefined, callStack: [] } };
}

/** What identifies the things that a file exports. */
function moduleIdOf(label: Label): string {
  return label.repository === BUILTINS_REPOSITORY ? "" : label.toString();
}

function fileText(label: Label): string {
  const path = label.packagePath === "" ? label.name : `${label.packagePath}/${label.name}`;
  return label.repository === "" ? path : `@@${label.repository}//${path}`;
}
