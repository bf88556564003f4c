/** The target platform of a configuration and its constraints (`PlatformOptions.computeTargetPlatform`, `PlatformInfo`, `ConstraintCollection`). */
import { CONSTRAINT_VALUE_INFO, PLATFORM_INFO } from "./providers.ts";
import { nativeOption, type Configuration } from "../configuration/configuration.ts";
import { Label, parseLabel } from "../label.ts";
import { Struct } from "../provider.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { str } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import type { AnalysisHost, ConfigurationKey, TargetKey } from "./keys.ts";

/** First of `--platforms`, else the host platform. Tools are built for the execution platform that was chosen for what needs them (executionPlatform.ts), those of `cfg = "host"` for the host's. */
export function targetPlatform(configuration: Configuration): Label | Unknown {
  const platforms = nativeOption(configuration, "platforms");
  if (platforms instanceof Unknown) return platforms;
  const first = Array.isArray(platforms) ? (platforms as readonly string[])[0] : undefined;
  if (first !== undefined && first !== "") return toLabel(first);
  return hostPlatform(configuration);
}

/** `--host_platform`. */
export function hostPlatform(configuration: Configuration): Label | Unknown {
  const given = nativeOption(configuration, "host_platform");
  return typeof given === "string"
    ? toLabel(given)
    : new Unknown({
        kind: "configuration",
        name: "host_platform",
        message: "the host platform is not known",
        site: undefined,
      });
}

/** Whether the platforms of a configuration are ones: Bazel looks at them for every target whose rule takes part in toolchain resolution, whether or not it asks for a toolchain. */
export interface PlatformsInForce {
  /** Why Bazel refuses all those targets. */
  readonly refusal: string | undefined;
  /** Why it may do so. */
  readonly doubt: Unknown | undefined;
}

/** `ToolchainResolutionFunction.loadPlatformKeys`: the target's, the host's, and those that are registered for execution. */
export function platformsInForce(graph: QueryContext, host: AnalysisHost, key: ConfigurationKey): PlatformsInForce {
  let doubt: Unknown | undefined;
  for (const platform of [targetPlatform(key.configuration), ...executionPlatforms(graph, host, key.configuration)]) {
    if (platform instanceof Unknown) continue;
    const result = graph.get(host.configuredTarget, { ...key, label: platform, transitioned: false });
    if (result.kind === "rejected") return { refusal: result.rejection.message, doubt };
    if (result.kind === "unknown") doubt ??= result.unknown;
    else if (result.target.provider(PLATFORM_INFO) === undefined)
      return {
        refusal: `Target ${platform.toString()} was referenced as a platform, but does not provide PlatformInfo`,
        doubt,
      };
    else doubt ??= result.target.mayBeRefused;
  }
  return { refusal: undefined, doubt };
}

/** `--extra_execution_platforms`, those that are registered, and the host's, in the order in which Bazel looks at them (`RegisteredExecutionPlatformsFunction`). */
export function executionPlatforms(
  graph: QueryContext,
  host: AnalysisHost,
  configuration: Configuration,
): readonly (Label | Unknown)[] {
  const extra = nativeOption(configuration, "extra_execution_platforms");
  const patterns = Array.isArray(extra) ? (extra as readonly string[]) : [];
  const given = patterns.flatMap((pattern) => host.registeredLabels(graph, pattern, "platform"));
  const all = [...given, ...host.workspace(graph).registrations.executionPlatforms, hostPlatform(configuration)];
  const distinct = new Map(
    all.map((platform) => [platform instanceof Unknown ? platform : platform.toString(), platform]),
  );
  return [...(extra instanceof Unknown ? [extra] : []), ...distinct.values()];
}

function toLabel(text: string): Label | Unknown {
  const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: () => undefined });
  return parsed.kind === "label"
    ? parsed.label
    : new Unknown({ kind: "configuration", name: text, message: parsed.message, site: undefined });
}

/** What the target of a platform's label tells of it; undefined where it is no platform. */
function platformInfo(
  graph: QueryContext,
  host: AnalysisHost,
  platform: Label,
  { configuration, order }: Pick<TargetKey, "configuration" | "order">,
): Value | undefined {
  const result = graph.get(host.configuredTarget, { label: platform, configuration, order, transitioned: false });
  if (result.kind === "unknown") return result.unknown;
  if (result.kind === "rejected") return platformUnknown(platform, result.rejection.message);
  return result.target.provider(PLATFORM_INFO);
}

/** Constraint setting label → constraint value label, parents included. */
export function constraintsOf(
  graph: QueryContext,
  host: AnalysisHost,
  platform: Label,
  key: Pick<TargetKey, "configuration" | "order">,
): ReadonlyMap<string, string> | Unknown {
  const info = platformInfo(graph, host, platform, key);
  if (info instanceof Unknown) return info;
  if (!(info instanceof Struct)) return platformUnknown(platform, "it is not a platform");
  const constraints = info.fields.get("constraints");
  if (constraints instanceof Unknown) return constraints;
  if (!(constraints instanceof StarlarkDict)) return platformUnknown(platform, "its constraints are not known");
  return new Map(
    [...constraints.entries()].map(([setting, value]) => [
      setting instanceof Label ? setting.toString() : str(setting),
      str(value),
    ]),
  );
}

/** Why a configuration is not what it seems: its platform sets flags (`platform.flags`, from Bazel 8), which are not applied here. */
export function platformFlagsDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: Pick<TargetKey, "configuration" | "order">,
): Unknown | undefined {
  const given = nativeOption(key.configuration, "platforms");
  if (key.configuration.top.major < 8 || given instanceof Unknown || !Array.isArray(given) || given.length === 0)
    return undefined;
  const platform = targetPlatform(key.configuration);
  if (platform instanceof Unknown) return undefined;
  const info = platformInfo(graph, host, platform, key);
  if (info instanceof Unknown) return info;
  const flags = info instanceof Struct ? info.fields.get("flags") : undefined;
  if (!(flags instanceof StarlarkList) || flags.items.length === 0) return undefined;
  return platformUnknown(platform, "the flags that it sets are not applied", "the configuration");
}

/** Whether the target platform has a constraint value. `value` is the ConstraintValueInfo of the target `label`. */
export function platformConstraint(
  graph: QueryContext,
  host: AnalysisHost,
  key: Pick<TargetKey, "configuration" | "order">,
  label: Label,
  value: Struct,
): boolean | Unknown {
  const platform = targetPlatform(key.configuration);
  if (platform instanceof Unknown) return platform;
  const constraints = constraintsOf(graph, host, platform, key);
  if (constraints instanceof Unknown) return constraints;
  return hasConstraint(constraints, label, value);
}

/** A platform that names no value of a setting has the setting's default. */
export function hasConstraint(
  constraints: ReadonlyMap<string, string>,
  label: Label,
  value: Struct,
): boolean | Unknown {
  const setting = value.fields.get("constraint_setting");
  const fallback = value.fields.get("default_value") ?? null;
  if (setting instanceof Unknown) return setting;
  if (typeof setting !== "string")
    return new Unknown({
      kind: "configuration",
      name: label.toString(),
      message: `the setting of constraint value ${label.toString()} is not known`,
      site: undefined,
    });
  const has = constraints.get(setting) ?? (typeof fallback === "string" ? fallback : undefined);
  return has === label.toString();
}

/** The ConstraintValueInfo of a target, with its label. */
export function constraintValueOf(target: ConfiguredTarget): Struct | Unknown | undefined {
  const info = target.provider(CONSTRAINT_VALUE_INFO);
  return info instanceof Struct || info instanceof Unknown ? info : undefined;
}

function platformUnknown(platform: Label, why: string, what = "the constraints"): Unknown {
  return new Unknown({
    kind: "configuration",
    name: platform.toString(),
    message: `${what} of platform ${platform.toString()} ${what.endsWith("s") ? "are" : "is"} not known: ${why}`,
    site: undefined,
  });
}
