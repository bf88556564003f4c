/**
 * Flags whose effect is not followed, so that no tree is complete under them: what each does, and with which value it does nothing. Found by asking 4.2.3 and 7.7.1 for the targets of workspaces under every option that
 * `bazel help flags-as-proto` lists.
 */
import type { QueryContext } from "../base/graph.ts";
import { findTarget } from "../bazel/analysis/queries.ts";
import type { AnalysisHost } from "../bazel/analysis/keys.ts";
import { parseLabel } from "../bazel/label.ts";
import type { EffectiveFlags } from "../bazel/workspace/flags.ts";
import type { UnknownReason } from "../starlark/unknown.ts";

type Switch = readonly [followed: boolean, effect: string, until?: number, since?: number];

/** Switches by name: the position that is followed, what the other one does, the major version from which on it does nothing, and that before which it is followed, too. */
const SWITCHES: ReadonlyMap<string, Switch> = new Map<string, Switch>([
  ["compile_one_dependency", [false, "builds what depends on the named files"]],
  ["enforce_transitive_configs_for_config_feature_flag", [false, "names output directories otherwise"]],
  ["experimental_enable_aggregating_middleman", [true, "hands on the files of filegroups themselves", 7]],
  ["experimental_sibling_repository_layout", [false, "puts outputs of external repositories elsewhere"]],
  ["experimental_starlark_config_transitions", [true, "takes transition() away"]],
  ["incompatible_auto_configure_host_platform", [true, "names another host platform", 7]],
  ["incompatible_enable_deprecated_label_apis", [true, "takes members of Label and native away"]],
  ["incompatible_load_cc_rules_from_bzl", [false, "refuses rules that are not loaded", 7]],
  ["incompatible_load_java_rules_from_bzl", [false, "refuses rules that are not loaded", 7]],
  ["incompatible_load_proto_rules_from_bzl", [false, "refuses rules that are not loaded", 7]],
  ["incompatible_load_python_rules_from_bzl", [false, "refuses rules that are not loaded", 7]],
  ["incompatible_merge_genfiles_directory", [true, "puts outputs of generating rules elsewhere"]],
  ["incompatible_package_group_has_public_syntax", [true, "refuses words of package groups"]],
  ["incompatible_py2_outputs_are_suffixed", [true, "names output directories for Python 3", Infinity, 7]],
  ["incompatible_py3_is_default", [true, "names output directories for Python 2", Infinity, 7]],
  ["incompatible_stop_exporting_language_modules", [false, "takes cc_common and others away"]],
]);

/** Options that take a value, with the value that does nothing. */
const VALUES: ReadonlyMap<string, readonly [followed: string, effect: string]> = new Map([
  ["max_computation_steps", ["0", "limits evaluation"]],
]);

/** Options that name targets on which Bazel lets rules depend, or one of which it demands that it is there. */
const NAMING_TARGETS: readonly string[] = [
  "auto_cpu_environment_group",
  "coverage_output_generator",
  "coverage_report_generator",
  "coverage_support",
  "cs_fdo_profile",
  "experimental_action_listener",
  "extra_execution_platforms",
  "fdo_optimize",
  "fdo_prefetch_hints",
  "fdo_profile",
  "grte_top",
  "host_grte_top",
  "memprof_profile",
  "propeller_optimize",
  "target_environment",
  "xbinary_fdo",
];

/** Before Bazel 7 also a config_setting, which needs no toolchains, is refused where these name no platform. */
const NAMING_PLATFORMS_BEFORE_7: readonly string[] = ["host_platform", "platforms"];

export interface UnfollowedContext {
  readonly graph: QueryContext;
  readonly host: AnalysisHost;
  readonly flags: EffectiveFlags;
}

/** The first flag that is not followed. */
export function unfollowedFlag({ graph, host, flags }: UnfollowedContext): UnknownReason | undefined {
  const { major } = flags.version;
  for (const [name, [followed, effect, until = Infinity, since = 0]] of SWITCHES) {
    const set = flags.switched(name);
    if (set !== undefined && set !== followed && major < until && major >= since)
      return reason(name, `--${set ? "" : "no"}${name} ${effect}`);
  }
  for (const [name, [followed, effect]] of VALUES) {
    const value = flags.lastValue(name);
    if (value !== undefined && value !== followed) return reason(name, `--${name}=${value} ${effect}`);
  }
  // `BazelPythonConfiguration.reportInvalidOptions`.
  if (flags.isGiven("python_top") && flags.switched("incompatible_use_python_toolchains") !== false)
    return {
      ...reason("python_top", ""),
      message: "Bazel refuses the command: --python_top is disabled by --incompatible_use_python_toolchains",
    };
  for (const name of major < 7 ? [...NAMING_TARGETS, ...NAMING_PLATFORMS_BEFORE_7] : NAMING_TARGETS)
    for (const text of flags.allValues(name).flatMap((value) => value.split(","))) {
      const problem = targetProblem(graph, host, name, text);
      if (problem !== undefined)
        return { ...reason(name, ""), message: `--${name}=${text} is not followed: ${problem}` };
    }
  return undefined;
}

function reason(name: string, what: string): UnknownReason {
  return { kind: "configuration", name, message: `${what}, which is not followed`, site: undefined };
}

/** What is wrong with a single target that an option names; a pattern may name nothing. */
function targetProblem(graph: QueryContext, host: AnalysisHost, option: string, text: string): string | undefined {
  if (!/^(?:\/\/|@)/.test(text)) return text.startsWith("/") ? "a path outside of the workspace" : undefined;
  const { repositories } = host.workspace(graph);
  const parsed = parseLabel(option.endsWith("grte_top") ? `${text}:everything` : text, {
    package: { repository: "", path: "" },
    resolveRepository: (name) => repositories.resolve("", name),
  });
  if (parsed.kind !== "label" || /^all(-targets)?$|^\*$|\.\.\.$/.test(parsed.label.name)) return undefined;
  const found = findTarget(graph, host, parsed.label);
  if (found.kind === "missing") return found.message;
  if (found.kind !== "found" || !NAMING_PLATFORMS_BEFORE_7.includes(option) || found.target.kind !== "rule")
    return undefined;
  const { name, module } = found.target.ruleClass;
  return module === "" && name !== "platform" && name !== "alias" ? "it is no platform" : undefined;
}
