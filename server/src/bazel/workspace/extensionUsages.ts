/** What the modules ask of an extension, as its `module_ctx.modules` shows it. */
import { unknown, type Unknown } from "../../starlark/unknown.ts";
import type { ExtensionId, ExtensionUsages, ModuleUsage } from "../repositoryView.ts";
import type { ExtensionUsage, ModuleDefinitions } from "./moduleDefinition.ts";
import { describe, type Module } from "./moduleGraph.ts";
import { withoutBuild } from "./moduleVersion.ts";
import { callSite } from "./repositoryDefinition.ts";

/** A use_extension call, and whose it is. */
export interface UsageOfModule {
  readonly module: Module;
  readonly usage: ExtensionUsage;
}

/** In the order of the modules; more may come from those of which not everything is known. */
export function extensionUsages(
  modules: readonly Module[],
  usages: readonly UsageOfModule[],
  extension: ExtensionId,
): Omit<ExtensionUsages, "uniqueName"> {
  const uncertain = modules.find((module) => module.unknown && module.origin.kind !== "builtin");
  return {
    modules: modules.flatMap((module) => {
      const own = usages.filter((usage) => usage.module === module).map(({ usage }) => usage);
      return own.length > 0 && module.definitions ? [moduleUsage(module.repository, module.definitions, own)] : [];
    }),
    more: uncertain && mayUse(uncertain, extension),
  };
}

function mayUse(module: Module, extension: ExtensionId): Unknown {
  const { key, definitions, dependency } = module;
  const why = definitions ? module.unknown?.reason.message : undefined;
  const what = why ?? `${describe(key)} is not on disk`;
  return unknown({
    kind: "repository",
    name: key.name,
    message: `${what}, and may use the module extension ${extension.name}`,
    site: dependency && callSite(dependency.callStack),
  });
}

function moduleUsage(
  repository: string,
  definitions: ModuleDefinitions,
  usages: readonly ExtensionUsage[],
): ModuleUsage {
  return {
    name: definitions.name,
    version: withoutBuild(definitions.version),
    isRoot: repository === "",
    repository,
    hasNonDevUsage: usages.some(({ devDependency }) => !devDependency),
    imports: usages.flatMap(({ imports, replacements }) =>
      [...imports.values()].filter((name) => !replacements.has(name)),
    ),
    tags: usages.flatMap(({ tags, devDependency }) =>
      tags.map((tag) => ({ tagClass: tag.tagClass, arguments: tag.arguments, devDependency })),
    ),
  };
}
