/** The `load` statements of a file: which modules they name, and what may not be loaded. */
import type { Load } from "../../starlark/program.ts";
import type { Module } from "../../starlark/module.ts";
import type { ModuleStandIn } from "../../starlark/evaluate.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { ExternalModule } from "../externalSymbol.ts";
import type { Label, LabelContext } from "../label.ts";
import { packageText, parseLabel } from "../label.ts";
import type { LoadingProblem } from "../target.ts";
import { isModuleOfTools } from "../workspace/builtinRepositories.ts";
import { isLoadVisible } from "./api/visibility.ts";
import type { ModuleResult } from "./bzlModule.ts";
import type { ModuleScope } from "./moduleScope.ts";
import { modelPathOf } from "./parsing.ts";
import { BUILTINS_REPOSITORY } from "./repositoryFiles.ts";

export interface LoadContext {
  /** Where the strings are resolved. */
  readonly labels: LabelContext;
  /** The id of the file that loads. */
  readonly file: string;
  readonly module: (label: Label) => ModuleResult;
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
  loads: readonly Pick<Load, "module" | "moduleNode">[],
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
      modules.set(load.module, new ExternalModule(parsed, result.unknown));
      const isThere = result.unknown.reason.kind === "model" && isModuleOfTools(parsed);
      if (!isThere) absence ??= result.unknown;
    } else if (isLoadVisible(result.scope, context.labels.package)) {
      modules.set(load.module, isModelOfRepository(result.scope) ? modelSymbols(parsed, result.module) : result.module);
      scopes.push(result.scope);
      absence ??= result.scope.absence;
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

/** The models of what Bazel has built in are whole; those of rulesets leave symbols out that the ruleset has. */
function isModelOfRepository({ file, label }: ModuleScope): boolean {
  return modelPathOf(file) !== undefined && label.repository !== BUILTINS_REPOSITORY;
}

/** What a model describes, and an Unknown of its name for every other symbol. */
function modelSymbols(label: Label, module: Module): ModuleStandIn {
  const rest = new ExternalModule(
    label,
    new Unknown({
      kind: "model",
      name: label.toString(),
      message: `the model of @${label.repository} does not describe it`,
      site: undefined,
    }),
  );
  return { symbol: (name) => module.exported(name) ?? rest.symbol(name) };
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
