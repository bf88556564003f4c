/**
 * Toolchain resolution for one toolchain type in one configuration (`ToolchainResolutionFunction`, `SingleToolchainResolutionFunction`): the first registered toolchain whose target constraints the target
 * platform has, and whose exec constraints the execution platform has. The execution platform is the host's, unless others are registered: then which one is chosen depends on all types a rule asks for, and
 * the answer is Unknown where that could matter.
 */
import { DECLARED_TOOLCHAIN_INFO, TOOLCHAIN_INFO } from "./providers.ts";
import {
  constraintsOf,
  constraintValueOf,
  hasConstraint,
  otherExecutionPlatforms,
  targetPlatform,
} from "./platforms.ts";
import { execConfiguration, nativeOption } from "../configuration/configuration.ts";
import { evaluateCondition } from "./conditions.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { Label, parseLabel } from "../label.ts";
import { Struct } from "../provider.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, ToolchainKey } from "./keys.ts";

export type ResolvedToolchains =
  /** The ToolchainInfo of the toolchain that matches, and the target that made it. */
  | { readonly kind: "toolchain"; readonly info: Value; readonly target: ConfiguredTarget; readonly declaredBy: Label }
  | { readonly kind: "none" }
  /** `registered` is false where only a toolchain that Bazel itself registers can match. */
  | { readonly kind: "unknown"; readonly unknown: Unknown; readonly registered: boolean };

export function resolveToolchain(graph: QueryContext, host: AnalysisHost, key: ToolchainKey): ResolvedToolchains {
  const platform = targetPlatform(graph, host, key.configuration);
  if (platform instanceof Unknown) return { kind: "unknown", unknown: platform, registered: true };
  const hostPlatform = nativeOption(key.configuration, "host_platform");
  const execution = typeof hostPlatform === "string" ? labelOf(hostPlatform) : undefined;
  if (!execution) return unknownToolchain(key, "the host platform is not known");
  const targetConstraints = constraintsOf(graph, host, platform, key);
  const execConstraints =
    otherExecutionPlatforms(graph, host, key.configuration) ?? constraintsOf(graph, host, execution, key);
  for (const registered of registeredToolchains(graph, host, key)) {
    if (registered instanceof Unknown) return { kind: "unknown", unknown: registered, registered: true };
    const declared = declaredToolchain(graph, host, registered, key);
    if (declared instanceof Unknown) return { kind: "unknown", unknown: declared, registered: true };
    const type = declared?.fields.get("toolchain_type");
    if (type instanceof Unknown) return { kind: "unknown", unknown: type, registered: true };
    if (!declared || type !== typeText(graph, host, key)) continue;
    const fits = matches(graph, host, key, declared, targetConstraints, execConstraints);
    if (fits instanceof Unknown) return { kind: "unknown", unknown: fits, registered: true };
    if (fits) return implementation(graph, host, key, declared, registered);
  }
  // Bazel registers toolchains of its own for the types that it defines, and no model describes them all.
  if (host.workspace(graph).repositories.contents(key.type.repository).kind === "model")
    return {
      ...unknownToolchain(key, "no model describes the toolchains that Bazel registers for it"),
      registered: false,
    };
  return { kind: "none" };
}

/** `--extra_toolchains`, then the registered ones in order. */
function registeredToolchains(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
): readonly (Label | Unknown)[] {
  const extra = nativeOption(key.configuration, "extra_toolchains");
  const { registrations, bazelVersion } = host.workspace(graph);
  if (extra instanceof Unknown) return [extra];
  if (!Array.isArray(extra) || extra.length === 0) return registrations.toolchains;
  return [
    ...byPrecedence(extra as readonly string[], bazelVersion).flatMap((pattern) =>
      host.registeredLabels(graph, pattern, "toolchain"),
    ),
    ...registrations.toolchains,
  ];
}

/** The first pattern goes first before Bazel 7, the last one since (bazelbuild/bazel#20239); of one that is repeated the first place counted until 7.4 (#23670). */
function byPrecedence(patterns: readonly string[], version: BazelVersion): readonly string[] {
  if (!isAtLeast(version, "7.0")) return patterns;
  if (isAtLeast(version, "7.4")) return [...new Set([...patterns].reverse())];
  return [...new Set(patterns)].reverse();
}

function labelOf(text: string): Label | undefined {
  const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: () => undefined });
  return parsed.kind === "label" ? parsed.label : undefined;
}

/** Types may be named through aliases. */
function typeText(graph: QueryContext, host: AnalysisHost, key: ToolchainKey): string {
  const result = graph.get(host.configuredTarget, {
    label: key.type,
    configuration: key.configuration,
    order: key.order,
    transitioned: false,
  });
  return result.kind === "target" ? result.target.label.toString() : key.type.toString();
}

/** The DeclaredToolchainInfo of a `toolchain()` target; undefined where the target is something else. */
function declaredToolchain(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  key: ToolchainKey,
): Struct | Unknown | undefined {
  const result = graph.get(host.configuredTarget, {
    label,
    configuration: key.configuration,
    order: key.order,
    transitioned: false,
  });
  if (result.kind === "unknown") return result.unknown;
  if (result.kind === "rejected")
    return new Unknown({
      kind: "configuration",
      name: label.toString(),
      message: `toolchain ${label.toString()}: ${result.rejection.message}`,
      site: undefined,
    });
  const info = result.target.provider(DECLARED_TOOLCHAIN_INFO);
  return info instanceof Struct || info instanceof Unknown ? info : undefined;
}

type Constraints = ReadonlyMap<string, string> | Unknown;

function matches(
  graph: QueryContext,
  host: AnalysisHost,
  key: ToolchainKey,
  declared: Struct,
  target: Constraints,
  exec: Constraints,
): boolean | Unknown {
  for (const setting of items(declared.fields.get("target_settings"))) {
    if (!(setting instanceof ConfiguredTarget)) return setting instanceof Unknown ? setting : false;
    const result = evaluateCondition(graph, host, setting.label, {
      label: key.type,
      configuration: key.configuration,
      order: key.order,
      transitioned: false,
    });
    if (result.kind === "unknown") return result.unknown;
    if (result.kind === "rejected")
      return new Unknown({
        kind: "configuration",
        name: setting.label.toString(),
        message: result.message,
        site: undefined,
      });
    if (result.kind === "no-match") return false;
  }
  const onTarget = hasAll(declared.fields.get("target_compatible_with"), target);
  if (onTarget === false) return false;
  const onExec = hasAll(declared.fields.get("exec_compatible_with"), exec);
  if (onExec === false) return false;
  return onTarget instanceof Unknown ? onTarget : onExec;
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
    } else
      unknown =
        info ??
        new Unknown({
          kind: "configuration",
          name: value.label.toString(),
          message: `${value.label.toString()} is not a constraint value`,
          site: undefined,
        });
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
  declared: Struct,
  registered: Label,
): ResolvedToolchains {
  const label = declared.fields.get("toolchain");
  if (label instanceof Unknown) return { kind: "unknown", unknown: label, registered: true };
  if (!(label instanceof Label)) return unknownToolchain(key, `${registered.toString()} names no toolchain`);
  // From Bazel 5 a toolchain is analysed in the configuration of who uses it, and only its tools for the execution platform (ToolchainTransition); before, all of it is a tool.
  const configuration = key.configuration.top.major < 5 ? execConfiguration(key.configuration) : key.configuration;
  const result = graph.get(host.configuredTarget, { label, configuration, order: key.order, transitioned: false });
  if (result.kind === "unknown") return { ...result, registered: true };
  if (result.kind === "rejected") return unknownToolchain(key, result.rejection.message);
  const info = result.target.provider(TOOLCHAIN_INFO);
  if (info instanceof Unknown) return { kind: "unknown", unknown: info, registered: true };
  if (info === undefined) return unknownToolchain(key, `${label.toString()} provides no ToolchainInfo`);
  return { kind: "toolchain", info, target: result.target, declaredBy: registered };
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
