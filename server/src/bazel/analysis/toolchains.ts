/**
 * Toolchain resolution for one toolchain type in one configuration (`ToolchainResolutionFunction`, `SingleToolchainResolutionFunction`): the first registered toolchain whose target constraints the target
 * platform has, and whose exec constraints the execution platform has. The execution platform is the host's, unless others are registered and go before it, or have a toolchain that the host's has not: then which one is
 * chosen depends on all types a rule asks for, and the answer is Unknown where that could matter.
 */
import { TargetError } from "./attributeError.ts";
import { TOOLCHAIN_INFO, TOOLCHAIN_TYPE_INFO } from "./providers.ts";
import {
  constraintsOf,
  constraintValueOf,
  executionConstraints,
  hasConstraint,
  hostPlatform,
  otherExecutionPlatforms,
  targetConstraints,
  targetPlatform,
} from "./platforms.ts";
import { hostConfiguration } from "../configuration/configuration.ts";
import { resolveAttribute } from "./attributes.ts";
import { evaluateCondition } from "./conditions.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { Label } from "../label.ts";
import { ExecGroup } from "../loading/api/toolchains.ts";
import { Struct } from "../provider.ts";
import { isAlwaysThere, isMadeOfMachine } from "../workspace/builtinRepositories.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Thread } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RequiredToolchainType, RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import {
  repositoryContents,
  type AnalysisHost,
  type ConfigurationKey,
  type TargetKey,
  type ToolchainKey,
} from "./keys.ts";
import type { DeclaredToolchain } from "./registeredToolchains.ts";

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
  registered: readonly (DeclaredToolchain | Unknown)[],
): ResolvedToolchains {
  const type = key.type.toString();
  const execution = hostPlatform(key.configuration);
  if (execution instanceof Unknown) return { kind: "unknown", unknown: execution, registered: true };
  const target = targetConstraints(graph, host, key);
  const isPlatformUnknown = targetPlatform(graph, host, key.configuration) instanceof Unknown;
  if (target instanceof Unknown && isPlatformUnknown) return { kind: "unknown", unknown: target, registered: true };
  const execConstraints = executionConstraints(graph, host, key);
  for (const declared of registered) {
    if (declared instanceof Unknown) return { kind: "unknown", unknown: declared, registered: true };
    const ofType = declared.info.fields.get("toolchain_type");
    if (ofType instanceof Unknown) return { kind: "unknown", unknown: ofType, registered: true };
    if (ofType !== type) continue;
    const fits = matches(graph, host, key, declared, target, execConstraints);
    if (fits instanceof Unknown) return { kind: "unknown", unknown: fits, registered: true };
    if (fits) return implementation(graph, host, key, declared);
  }
  // Bazel registers toolchains of its own for the types that it defines, and no model describes them all.
  const isWithoutOwn =
    type === CPP_TYPE &&
    (!host.workspace(graph).ownCppToolchain.isRegistered ||
      isForeignToBazel(key, target, constraintsOf(graph, host, execution, key)));
  if (!isWithoutOwn && repositoryContents(graph, host, key.type.repository).kind === "model")
    return {
      ...unknownToolchain(key, "no model describes the toolchains that Bazel registers for it"),
      registered: false,
    };
  const elsewhere = otherExecutionPlatforms(graph, host, key.configuration);
  const mayFit = (declared: DeclaredToolchain | Unknown): boolean =>
    declared instanceof Unknown ||
    (declared.info.fields.get("toolchain_type") === type &&
      matches(graph, host, key, declared, target, elsewhere ?? execConstraints) !== false);
  return elsewhere && registered.some(mayFit)
    ? { kind: "unknown", unknown: elsewhere, registered: true }
    : { kind: "none" };
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
function toolchainType(
  graph: QueryContext,
  host: AnalysisHost,
  { type, configuration, order }: ToolchainKey,
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

type Constraints = ReadonlyMap<string, string> | Unknown;

const CPP_TYPE = "@@bazel_tools//tools/cpp:toolchain_type";

/** Whether no C++ toolchain of Bazel's own is for a platform: on Linux they are for the machine's cpu and system, and for Android (BUILD.toolchains.tpl). Of Bazel 5 and 6 nobody has looked. */
function isForeignToBazel({ configuration }: ToolchainKey, target: Constraints, machine: Constraints): boolean {
  const { major } = configuration.top;
  if (major === 5 || major === 6 || target instanceof Unknown || machine instanceof Unknown) return false;
  if ([...target.values()].some((value) => value.endsWith("//os:android"))) return false;
  const own = [...machine].filter(([setting]) => /\/\/(cpu:cpu|os:os)$/.test(setting));
  const isLinux = own.some(([, value]) => value.endsWith("//os:linux"));
  return isLinux && own.some(([setting, value]) => target.get(setting) !== value);
}

function matches(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
  declared: DeclaredToolchain,
  target: Constraints,
  exec: Constraints,
): boolean | Unknown {
  const onTarget = hasAll(declared.info.fields.get("target_compatible_with"), target);
  if (onTarget === false) return false;
  const onExec = hasAll(declared.info.fields.get("exec_compatible_with"), exec);
  if (onExec === false) return false;
  const settings = settingsHold(graph, host, key, declared.rule);
  if (settings === false) return false;
  return [onTarget, onExec, settings].find((result) => result instanceof Unknown) ?? true;
}

/** Looked at last: there may be hundreds of settings, and each is analysed in every configuration that is asked. */
function settingsHold(
  graph: QueryContext,
  host: AnalysisHost,
  { configuration, order }: ToolchainKey,
  toolchain: RuleTarget,
): boolean | Unknown {
  const key: TargetKey = { label: toolchain.label, configuration, order, transitioned: false };
  const settings = orUnknown(() => resolveAttribute(graph, host, toolchain, "target_settings", key, new Thread()));
  for (const setting of items(settings)) {
    if (!(setting instanceof Label)) return setting instanceof Unknown ? setting : false;
    const result = evaluateCondition(graph, host, setting, key);
    if (result.kind === "unknown") return result.unknown;
    if (result.kind === "rejected" || result.kind === "invalid") return undecided(setting.toString(), result.message);
    if (result.kind === "no-match") return false;
  }
  return true;
}

function orUnknown(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return undecided("target_settings", error.message);
  }
}

function undecided(name: string, message: string): Unknown {
  return new Unknown({ kind: "configuration", name, message, site: undefined });
}

function hasAll(values: Value | undefined, constraints: Constraints): boolean | Unknown {
  let unknown: Unknown | undefined;
  if (values instanceof Unknown) return values;
  for (const value of items(values)) {
    if (value instanceof Unknown) unknown = value;
    if (!(value instanceof ConfiguredTarget)) continue;
    const info = constraintValueOf(value);
    if (constraints instanceof Unknown) unknown = constraints;
    else if (info instanceof Struct) {
      const has = hasConstraint(constraints, value.label, info);
      if (has === false) return false;
      if (has instanceof Unknown) unknown = has;
    } else unknown = info ?? undecided(value.label.toString(), `${value.label.toString()} is not a constraint value`);
  }
  return unknown ?? true;
}

function items(value: Value | undefined): readonly Value[] {
  if (value instanceof StarlarkList) return value.items;
  return value instanceof Unknown ? [value] : [];
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
  const targetKey = { label, configuration, order: key.order, transitioned: false };
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

/** The types that the execution groups of a rule ask for. */
export function execGroupTypes({ execGroups }: RuleClass): readonly RequiredToolchainType[] {
  return [...execGroups.values()].flatMap((group) => (group instanceof ExecGroup ? groupTypes(group) : []));
}

export function groupTypes({ toolchains }: ExecGroup): readonly RequiredToolchainType[] {
  return toolchains.map(({ toolchainType: type, mandatory }) => ({ type, mandatory, usesTransition: false }));
}

/** What `label` gets for the types that it asks for; an error where Bazel refuses it for their sake. */
export function requiredToolchains(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  { configuration, order }: ConfigurationKey,
  types: readonly RequiredToolchainType[],
): ReadonlyMap<string, ResolvedToolchains> {
  const resolved = new Map<string, ResolvedToolchains>();
  for (const { type, mandatory, usesTransition } of types) {
    const result = graph.get(host.toolchains, { type, usesTransition, configuration, order });
    const problem =
      result.kind === "none" && mandatory
        ? `No matching toolchains found for types ${type.toString()}.`
        : result.kind === "refused"
          ? result.message
          : undefined;
    if (problem !== undefined)
      throw new TargetError(`While resolving toolchains for target ${label.toString()}: ${problem}`);
    resolved.set(type.toString(), result);
    if (result.actual) resolved.set(result.actual.toString(), result); // Both labels may be asked for (`ToolchainContext.requestedToolchainTypeLabels`).
  }
  return resolved;
}

/** Why Bazel may refuse a target for the sake of its platforms or of the toolchains that its rule asks for. */
export function toolchainDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  { configuration, order }: ConfigurationKey,
  ruleClass: RuleClass,
): Unknown | undefined {
  if (!looksAtPlatforms(ruleClass)) return undefined;
  const { doubt } = graph.get(host.platforms, { configuration, order });
  if (doubt) return doubt;
  for (const { type, mandatory, usesTransition } of [...ruleClass.toolchains, ...execGroupTypes(ruleClass)]) {
    const result = graph.get(host.toolchains, { type, usesTransition, configuration, order });
    if (result.doubt) return result.doubt;
    if (mandatory && result.kind === "unknown" && result.registered) return result.unknown;
  }
  return undefined;
}
