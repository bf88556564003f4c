/**
 * The first registered toolchain of a type whose target constraints the target platform has, whose exec constraints the execution platform has, and whose settings hold (`SingleToolchainResolutionFunction`).
 */
import { constraintsOf, constraintValueOf, hasConstraint, hostPlatform, targetPlatform } from "./platforms.ts";
import { resolveAttribute } from "./attributes.ts";
import { evaluateCondition } from "./conditions.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Thread } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import { repositoryContents, type AnalysisHost, type TargetKey, type ToolchainKey } from "./keys.ts";
import type { DeclaredToolchain, RegisteredToolchains } from "./registeredToolchains.ts";

export type MatchingToolchain =
  | { readonly kind: "toolchain"; readonly declared: DeclaredToolchain }
  /** Only one that Bazel itself registers can match, and no model describes those. */
  | { readonly kind: "own" }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

/** `key.execution` may be unknown: then only toolchains that run anywhere are sure to match. */
export function matchingToolchain(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
  registered: RegisteredToolchains["declared"],
): MatchingToolchain {
  const type = key.type.toString();
  const platform = targetPlatform(key.configuration);
  if (platform instanceof Unknown) return { kind: "unknown", unknown: platform };
  const target = constraintsOf(graph, host, platform, key);
  const execution = constraintsOn(graph, host, key, key.execution);
  for (const declared of registered) {
    if (declared instanceof Unknown) return { kind: "unknown", unknown: declared };
    const ofType = declared.info.fields.get("toolchain_type");
    if (ofType instanceof Unknown) return { kind: "unknown", unknown: ofType };
    if (ofType !== type) continue;
    const fits = matches(graph, host, key, declared, target, execution);
    if (fits instanceof Unknown) return { kind: "unknown", unknown: fits };
    if (fits) return { kind: "toolchain", declared };
  }
  return ownToolchain(graph, host, key, target, execution);
}

/** Bazel registers toolchains of its own for the types that it defines, and no model describes them all. Those for C++ run on machines as this one is. */
function ownToolchain(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
  target: Constraints,
  execution: Constraints,
): MatchingToolchain {
  if (repositoryContents(graph, host, key.type.repository).kind !== "model") return { kind: "none" };
  const ownPlatform = hostPlatform(key.configuration);
  const machine = constraintsOn(graph, host, key, ownPlatform);
  const isForCpp = key.type.toString() === CPP_TYPE;
  if (isForCpp && !host.workspace(graph).ownCppToolchain.isRegistered) return { kind: "none" };
  if (isForCpp && isForeignToBazel(key, target, machine)) return { kind: "none" };
  if (key.execution instanceof Unknown) return { kind: "own" };
  if (ownPlatform instanceof Label && ownPlatform.equals(key.execution)) return { kind: "own" };
  const runs = isSameMachine(execution, machine);
  if (runs === true) return { kind: "own" };
  if (runs === false && isForCpp && hasBeenRead(key)) return { kind: "none" };
  const why = `whether Bazel's own toolchain for ${key.type.toString()} runs on ${key.execution.toString()} is not known`;
  return { kind: "unknown", unknown: undecided(key.type.toString(), why) };
}

function constraintsOn(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
  platform: Label | Unknown,
): Constraints {
  return platform instanceof Unknown ? platform : constraintsOf(graph, host, platform, key);
}

function isSameMachine(execution: Constraints, machine: Constraints): boolean | Unknown {
  if (execution instanceof Unknown) return execution;
  if (machine instanceof Unknown) return machine;
  return machineOf(machine).every(([setting, value]) => execution.get(setting) === value);
}

function machineOf(constraints: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...constraints].filter(([setting]) => /\/\/(cpu:cpu|os:os)$/.test(setting));
}

/** Which machines Bazel's own C++ toolchains are for and run on. Of Bazel 5 and 6 nobody has looked. */
function hasBeenRead({ configuration }: ToolchainKey): boolean {
  return configuration.top.major !== 5 && configuration.top.major !== 6;
}

type Constraints = ReadonlyMap<string, string> | Unknown;

const CPP_TYPE = "@@bazel_tools//tools/cpp:toolchain_type";

/** Whether no C++ toolchain of Bazel's own is for a target platform: on Linux they are for the machine's cpu and system, and for Android (BUILD.toolchains.tpl). */
function isForeignToBazel(key: ToolchainKey, target: Constraints, machine: Constraints): boolean {
  if (!hasBeenRead(key) || target instanceof Unknown || machine instanceof Unknown) return false;
  if ([...target.values()].some((value) => value.endsWith("//os:android"))) return false;
  const own = machineOf(machine);
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
