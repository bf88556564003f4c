/** The toolchains that rules get: one for each type that they ask for, for the execution platform that was chosen for all of them (`ToolchainResolutionFunction`, `ToolchainTypeLookupUtil`). */
import { TOOLCHAIN_INFO, TOOLCHAIN_TYPE_INFO } from "./providers.ts";
import { executionPlatforms } from "./platforms.ts";
import { hostConfiguration } from "../configuration/configuration.ts";
import { Label } from "../label.ts";
import { isAlwaysThere, isMadeOfMachine } from "../workspace/builtinRepositories.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RuleClass } from "../rule.ts";
import type { Value } from "../../starlark/value.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import { repositoryContents, type AnalysisHost, type TargetKey, type ToolchainKey } from "./keys.ts";
import type { DeclaredToolchain, RegisteredToolchains } from "./registeredToolchains.ts";
import { matchingToolchain } from "./toolchainMatch.ts";

export type ResolvedToolchains = (
  | {
      /** The ToolchainInfo of the toolchain that matches, and the target that made it under `key`. */
      readonly kind: "toolchain";
      readonly info: Value;
      readonly key: TargetKey;
      readonly target: ConfiguredTarget;
      readonly declaredBy: Label;
    }
  | { readonly kind: "none" }
  /** Bazel refuses every target that asks for the type. */
  | { readonly kind: "refused"; readonly message: string }
  /** `registered` is false where only a toolchain that Bazel itself registers can match. */
  | { readonly kind: "unknown"; readonly unknown: Unknown; readonly registered: boolean }
) & {
  /** Why Bazel may refuse a target that asks for the type, whatever it gets. */
  readonly doubt?: Unknown | undefined;
  /** The type, where the label that was asked for is an alias of it. */
  readonly actual?: Label;
};

export function resolveToolchain(graph: QueryContext, host: AnalysisHost, key: ToolchainKey): ResolvedToolchains {
  const { configuration, order } = key;
  const registered = graph.get(host.registeredToolchains, { configuration, order });
  if (registered.refusal !== undefined) return { kind: "refused", message: registered.refusal };
  const type = toolchainType(graph, host, key);
  if (type.refusal !== undefined) return { kind: "refused", message: type.refusal };
  if (type.actual) {
    const resolved = graph.get(host.toolchains, { ...key, type: type.actual });
    return { ...resolved, actual: type.actual, doubt: resolved.doubt ?? type.doubt };
  }
  const resolved = firstMatch(graph, host, key, registered.declared);
  return { ...resolved, doubt: resolved.doubt ?? type.doubt ?? registered.doubt };
}

function firstMatch(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
  registered: RegisteredToolchains["declared"],
): ResolvedToolchains {
  const found = matchingToolchain(graph, host, key, registered);
  switch (found.kind) {
    case "toolchain":
      return implementation(graph, host, key, found.declared);
    case "own":
      return {
        ...unknownToolchain(key, "no model describes the toolchains that Bazel registers for it"),
        registered: false,
      };
    case "unknown":
      return { ...found, registered: true };
    case "none":
      return found;
    default:
      return found satisfies never;
  }
}

/** A model stands for a ruleset that is not on disk; whether the workspace has it at all, it cannot tell. */
function onlyModelled({ repository, name }: Label): Unknown {
  return new Unknown({
    kind: "repository",
    name: repository,
    message: `repository @${repository} is not on disk, and its toolchain type ${name} with it`,
    site: undefined,
  });
}

/** Whether Bazel has the type built in: it is there, whether a model describes it or not, but for what a model's alias names. */
function isBuiltIn(graph: QueryContext, host: AnalysisHost, type: Label): boolean {
  if (!isAlwaysThere(type.repository)) return false;
  const loaded = graph.get(host.loading.package, { id: type.packageId, view: host.workspace(graph).view });
  const target = loaded.kind === "package" ? loaded.package.targets.get(type.name) : undefined;
  return target?.kind !== "rule" || target.ruleClass.name !== "alias";
}

/** The type that a label stands for (`ToolchainTypeLookupUtil`): it may be an alias. */
export function toolchainType(
  graph: QueryContext,
  host: AnalysisHost,
  { type, configuration, order }: Pick<ToolchainKey, "type" | "configuration" | "order">,
): { readonly actual?: Label; readonly refusal?: string; readonly doubt?: Unknown | undefined } {
  if (repositoryContents(graph, host, type.repository).kind === "model") {
    if (isBuiltIn(graph, host, type)) return {};
    if (!isAlwaysThere(type.repository)) return { doubt: onlyModelled(type) };
  }
  const result = graph.get(host.configuredTarget, { label: type, configuration, order, transitioned: false });
  if (result.kind === "unknown") return { doubt: result.unknown };
  if (result.kind === "rejected") return { refusal: result.rejection.message };
  const { target } = result;
  const info = target.provider(TOOLCHAIN_TYPE_INFO);
  if (info === undefined)
    return {
      refusal: `Target ${target.label.toString()} was referenced as a toolchain type, but does not provide ToolchainTypeInfo`,
    };
  const doubt = info instanceof Unknown ? info : target.mayBeRefused;
  return target.label.equals(type) ? { doubt } : { actual: target.label, doubt };
}

function implementation(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
  { registered, info: declared }: DeclaredToolchain,
): ResolvedToolchains {
  const label = declared.fields.get("toolchain");
  if (label instanceof Unknown) return { kind: "unknown", unknown: label, registered: true };
  if (!(label instanceof Label)) return unknownToolchain(key, `${registered.toString()} names no toolchain`);
  // From Bazel 5 a toolchain is analysed in the configuration of who uses it, and only its tools for the execution platform (ToolchainTransition); before, all of it is a tool, unless who uses it wants it so.
  const isTool =
    key.configuration.top.major < 5 && !key.usesTransition && !host.workspace(graph).semantics.toolchainTransition;
  const configuration = isTool ? hostConfiguration(key.configuration) : key.configuration;
  const targetKey = {
    label,
    configuration,
    order: key.order,
    transitioned: false,
    execution: isTool ? undefined : forcedPlatform(graph, host, key),
  };
  const result = graph.get(host.configuredTarget, targetKey);
  if (result.kind === "unknown") return { ...result, registered: true, doubt: mayFail(label, result.unknown) };
  if (result.kind === "rejected") return { kind: "refused", message: result.rejection.message };
  const { target } = result;
  const info = target.provider(TOOLCHAIN_INFO);
  const doubt = target.mayBeRefused && mayFail(label, target.mayBeRefused);
  if (info instanceof Unknown) return { kind: "unknown", unknown: info, registered: true, doubt };
  if (info === undefined)
    return {
      kind: "refused",
      message: `target ${label.toString()} does not provide ToolchainInfo`, // ResolvedToolchainContext.TargetNotToolchainException
    };
  return { kind: "toolchain", info, key: targetKey, target, declaredBy: registered, doubt };
}

/** The execution platform of who uses a toolchain, where there is more than one. */
function forcedPlatform(
  graph: QueryContext,
  host: AnalysisHost,
  { execution, configuration }: ToolchainKey,
): Label | undefined {
  if (execution instanceof Unknown) return undefined;
  return executionPlatforms(graph, host, configuration).length > 1 ? execution : undefined;
}

/** Why Bazel may refuse a toolchain of which nothing is known. Bazel's own tools look at the machine, and nobody else can; a rule of theirs that has failed here is another matter. */
function mayFail({ repository }: Label, unknown: Unknown): Unknown | undefined {
  return isMadeOfMachine(repository) && unknown.reason.kind !== "evaluation" ? undefined : unknown;
}

function unknownToolchain(key: ToolchainKey, why: string): Extract<ResolvedToolchains, { kind: "unknown" }> {
  return {
    kind: "unknown",
    registered: true,
    unknown: new Unknown({
      kind: "configuration",
      name: key.type.toString(),
      message: `the toolchain for ${key.type.toString()} is not known: ${why}`,
      site: undefined,
    }),
  };
}

/** Rules of which platforms, toolchains and configurations are made: they cannot ask for any (`useToolchainResolution(false)`). */
const CONFIGURATION_RULES: ReadonlySet<string> = new Set([
  "alias",
  "config_setting",
  "constraint_setting",
  "constraint_value",
  "label_flag",
  "label_setting",
  "platform",
  "toolchain",
  "toolchain_type",
]);

export function takesPartInToolchainResolution({ name, module, model }: RuleClass): boolean {
  return isEvaluated({ module, model }) || !CONFIGURATION_RULES.has(name);
}

/**
 * Whether Bazel looks at the platforms in force for targets of a rule: those of build settings are part of the configuration (`StarlarkRuleClassFunctions`: "should opt out of toolchain resolution"), while a
 * config_setting is told the platform that its constraints are compared with (seen with 4.2.3 and 7.7.1, rule by rule).
 */
export function looksAtPlatforms(ruleClass: RuleClass): boolean {
  if (isEvaluated(ruleClass)) return ruleClass.buildSetting === undefined;
  return (
    ruleClass.name === "config_setting" ||
    (takesPartInToolchainResolution(ruleClass) && ruleClass.name !== "environment")
  );
}

function isEvaluated({ module, model }: Pick<RuleClass, "model" | "module">): boolean {
  return module !== "" && model === undefined;
}
