/** The `load` statements of a file: which modules they name, and what may not be loaded. */
import type { Load } from "../../starlark/program.ts";
import type { Module } from "../../starlark/module.ts";
import type { ModuleStandIn } from "../../starlark/evaluate.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { ExternalModule } from "../externalSymbol.ts";
import type { Label, LabelContext } from "../label.ts";
import { packageText, parseLabel } from "../label.ts";
import type { LoadingProblem } from "../target.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { isFileOfTools, namesInTools, presenceInTools } from "../workspace/toolsFiles.ts";
import { isLoadVisible } from "./api/visibility.ts";
import type { ModuleResult } from "./bzlModule.ts";
import type { ModuleScope } from "./moduleScope.ts";
import { modelPathOf } from "./parsing.ts";

export interface LoadContext {
  /** Where the strings are resolved. */
  readonly labels: LabelContext;
  /** The id of the file that loads. */
  readonly file: string;
  readonly module: (label: Label) => ModuleResult;
  readonly version: BazelVersion;
}

export interface LoadFailure {
  /** The load statement's string. */
  readonly node: number;
  readonly message: string;
  readonly cause: LoadingProblem;
}

export interface LoadedModules {
  /** For the evaluator: what a load string names. */
  readonly modules: (name: string) => Module | ModuleStandIn | Unknown;
  /** Loads that Bazel refuses, in order; what they bind is Unknown. */
  readonly failures: readonly LoadFailure[];
  readonly scopes: readonly ModuleScope[];
  /** Why Bazel may refuse one of the loads, and so everything in the file that holds them. */
  readonly absence: Unknown | undefined;
}

export function loadModules(
  loads: readonly Pick<Load, "module" | "moduleNode" | "bindings">[],
  context: LoadContext,
): LoadedModules {
  const modules = new Map<string, Module | ModuleStandIn>();
  const failures: LoadFailure[] = [];
  const scopes: ModuleScope[] = [];
  let absence: Unknown | undefined;
  for (const load of loads) {
    const site = { file: context.file, node: load.moduleNode };
    const refuse = (message: string, cause?: LoadingProblem): void => {
      failures.push({ node: load.moduleNode, message, cause: cause ?? { message, site, callStack: [] } });
      modules.set(load.module, standIn(load.module, message, context));
    };
    const parsed = loadLabel(load.module, context.labels);
    if (typeof parsed === "string") {
      refuse(parsed);
      continue;
    }
    const result = context.module(parsed);
    if (result.kind === "error") refuse(result.message, result.problem.site ? result.problem : undefined);
    else if (result.kind === "unknown") {
      const rest = new ExternalModule(parsed, result.unknown);
      modules.set(load.module, isOfModel(result.unknown) ? symbolsOf(parsed, rest, context) : rest);
      if (!isOfModel(result.unknown) || !isFileOfTools(parsed, context.version)) absence ??= result.unknown;
      absence ??= absenceOfNames(load, parsed, rest, context);
    } else if (isLoadVisible(result.scope, context.labels.package)) {
      const rest = isIncompleteModel(result.scope, context) ? undescribed(parsed) : undefined;
      modules.set(load.module, rest ? symbolsOf(parsed, rest, context, result.module) : result.module);
      scopes.push(result.scope);
      absence ??= result.scope.absence ?? (rest && absenceOfNames(load, parsed, rest, context));
    } else {
      refuse(
        `Starlark file ${parsed.toString()} is not visible for loading from package ${packageText(context.labels.package)}. Check the file's \`visibility()\` declaration.`,
      );
    }
  }
  return {
    modules: (name) => modules.get(name) ?? standIn(name, "it was not requested", context),
    failures,
    scopes,
    absence,
  };
}

/** Models that have every name to load, and no other. */
const WHOLE = /^(?:native|platforms|local_config_platform)\//;

/** Whether a file is a model that leaves symbols out which what it describes has. Models may load from each other what is theirs alone. */
function isIncompleteModel({ file }: ModuleScope, context: LoadContext): boolean {
  const path = modelPathOf(file);
  return path !== undefined && !WHOLE.test(path) && modelPathOf(context.file) === undefined;
}

/** What stands for the symbols of a file that its model leaves out. */
function undescribed(label: Label): ExternalModule {
  const message = `the model of @${label.repository} does not describe it`;
  return new ExternalModule(label, new Unknown({ kind: "model", name: label.toString(), message, site: undefined }));
}

/** What a model describes, and an Unknown of its name for every other symbol, but for what `bazel_tools` does not have. */
function symbolsOf(label: Label, rest: ExternalModule, { version }: LoadContext, model?: Module): ModuleStandIn {
  return {
    names: namesInTools(label, version),
    symbol: (name) =>
      presenceInTools(label, name, version) === "absent" ? undefined : (model?.exported(name) ?? rest.symbol(name)),
  };
}

/** Why Bazel may not find a name that is loaded from its tools. Of a ruleset that is not on disk, nothing is known to be there. */
function absenceOfNames(
  { bindings }: Pick<Load, "bindings">,
  label: Label,
  rest: ExternalModule,
  { version }: LoadContext,
): Unknown | undefined {
  if (label.repository !== "bazel_tools") return undefined;
  const doubtful = bindings.find(({ exported }) => presenceInTools(label, exported, version) === "unknown");
  return doubtful && rest.symbol(doubtful.exported);
}

function isOfModel({ reason }: Unknown): boolean {
  return reason.kind === "model";
}

/** The label of a load string, or what is wrong with it. */
function loadLabel(text: string, labels: LabelContext): Label | string {
  const result = parseLabel(text, labels);
  if (result.kind === "error") return `in load statement: ${result.message}`;
  if (!/\.(bzl|scl)$/.test(result.label.name))
    return "in load statement: The label must reference a file with extension '.bzl'";
  return result.label;
}

/** What stands for a module that Bazel refuses. */
function standIn(name: string, why: string, { labels, file }: LoadContext): ModuleStandIn {
  const unknown = new Unknown({
    kind: "evaluation",
    name,
    message: `${name} cannot be loaded: ${why}`,
    site: { file, node: 0 },
  });
  const parsed = parseLabel(name, labels);
  return parsed.kind === "label" ? new ExternalModule(parsed.label, unknown) : { symbol: () => unknown };
}
