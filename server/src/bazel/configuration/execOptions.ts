/**
 * What the native options of the command line are for tools (`FragmentOptions.getHost`, since Bazel 6 `getExec`). Which are kept was asked of 4.2.3 (`cfg = "host"` and `"exec"`, which agree) and of 7.7.1, option by option, with a config_setting
 * that a tool selects on; of other versions, and of options that could not be asked for, nothing is known but what all versions say alike.
 */
import { Unknown } from "../../starlark/unknown.ts";
import type { Configuration, TopLevel } from "./configuration.ts";
import { COMMAND_LINE_OPTION, type OptionValue } from "./options.ts";

const KEPT = [
  "build_python_zip",
  "build_runfile_links",
  "build_runfile_manifests",
  "cc_proto_library_header_suffixes",
  "cc_proto_library_source_suffixes",
  "check_visibility",
  "enable_runfiles",
  "experimental_python_import_all_repositories",
  "host_copt",
  "host_cxxopt",
  "host_linkopt",
  "incompatible_disallow_legacy_py_provider",
  "incompatible_dont_enable_host_nonhost_crosstool_features",
  "incompatible_enable_cc_toolchain_resolution",
  "incompatible_py2_outputs_are_suffixed",
  "incompatible_py3_is_default",
  "incompatible_strict_action_env",
  "incompatible_use_python_toolchains",
  "incompatible_use_toolchain_resolution_for_java_rules",
  "legacy_external_runfiles",
  "proto_compiler",
  "proto_toolchain_for_cc",
  "proto_toolchain_for_java",
  "proto_toolchain_for_javalite",
  "protocopt",
  "tool_java_language_version",
  "tool_java_runtime_version",
];

const LEFT = [
  "allow_analysis_failures",
  "collect_code_coverage",
  "custom_malloc",
  "dynamic_mode",
  "explicit_java_test_deps",
  "fission",
  "force_pic",
  "instrument_test_targets",
  "legacy_bazel_java_test",
  "stamp",
  "test_env",
];

/** By major version: the options that tools have as the target has them, and those that they have by default, whatever the target has. */
const OF_TOOLS: ReadonlyMap<number, { readonly kept: ReadonlySet<string>; readonly left: ReadonlySet<string> }> =
  new Map([
    [
      4,
      {
        kept: new Set([
          ...KEPT,
          "features",
          "host_java_launcher",
          "host_java_toolchain",
          "host_javabase",
          "incompatible_disable_nocopts",
          "incompatible_generated_protos_in_virtual_imports",
          "python_path", // `BazelPythonConfiguration.Options.getHost`
          "python_top",
        ]),
        left: new Set([...LEFT, "incompatible_default_to_explicit_init_py"]),
      },
    ],
    [
      7,
      {
        kept: new Set([
          ...KEPT,
          "experimental_java_classpath",
          "experimental_output_paths",
          "experimental_strict_java_deps",
          "incompatible_always_include_files_in_data",
          "incompatible_auto_exec_groups",
          "incompatible_check_testonly_for_output_files",
          "incompatible_default_to_explicit_init_py",
          "incompatible_python_disallow_native_rules",
          "java_deps",
          "java_header_compilation",
          "use_ijars",
          "python_native_rules_allowlist",
        ]),
        left: new Set([...LEFT, "host_java_launcher", "host_java_toolchain", "host_javabase"]),
      },
    ],
  ]);

/** What the options of tools follow from, beside the options that are kept; also as a transition has set them (seen with 4.2.3 and 7.7.1). */
const FOLLOWED = new Set(["host_compilation_mode", "host_cpu"]);

/** Tools have the option, or others in its place, as the target that needs them. */
export function reachesTools(major: number, name: string): boolean {
  return FOLLOWED.has(name) || isKeptByTools(major, name);
}

function isKeptByTools(major: number, name: string): boolean {
  return OF_TOOLS.get(major)?.kept.has(name) === true;
}

function isLeftByTools(major: number, name: string): boolean {
  return OF_TOOLS.get(major)?.left.has(name) === true;
}

/** The value of an option that no transition has set for tools. */
export function execOption({ top, changed }: Configuration, name: string): OptionValue | Unknown {
  const topValue = (option: string) =>
    changed.get(COMMAND_LINE_OPTION + option) ?? top.native.get(option) ?? top.definitions.get(option)?.default;
  if (isLeftByTools(top.major, name)) return defaultOf(top, name);
  const own = OF_TOOLS.has(top.major) ? ownOption(name, topValue) : undefined;
  if (own !== undefined) return own;
  switch (name) {
    case "compilation_mode":
      return topValue("host_compilation_mode") ?? "opt";
    case "cpu":
      return topValue("host_cpu") ?? unknownOption(name);
    case "platforms": {
      const platform = topValue("host_platform");
      return typeof platform === "string" ? [platform] : unknownOption(name);
    }
    case "crosstool_top":
      return topValue("host_crosstool_top") ?? topValue("crosstool_top") ?? null;
    case "compiler":
      // CppOptions.getNormalized: --host_compiler counts with --host_crosstool_top only.
      return (topValue("host_crosstool_top") ?? null) === null
        ? (topValue("compiler") ?? null)
        : (topValue("host_compiler") ?? null);
    case "javabase":
    case "java_toolchain":
    case "java_launcher":
      return topValue(`host_${name}`) ?? null;
    case "java_language_version":
    case "java_runtime_version":
      return topValue(`tool_${name}`) ?? null;
    case "python_version":
      return topValue("host_force_python") ?? defaultOf(top, name);
    case "is exec configuration":
      return true;
    case "define":
      return topValue("define") ?? [];
    case "host_javabase":
    case "host_java_toolchain":
    case "host_java_launcher":
    case "tool_java_language_version":
    case "tool_java_runtime_version":
    case "proto_compiler":
    case "proto_toolchain_for_java":
    case "proto_toolchain_for_javalite":
    case "proto_toolchain_for_cc":
    case "cc_proto_library_header_suffixes":
    case "cc_proto_library_source_suffixes":
    case "protocopt":
    case "host_crosstool_top":
    case "host_compiler":
    case "incompatible_enable_cc_toolchain_resolution":
    case "incompatible_generated_protos_in_virtual_imports":
    case "check_visibility":
    case "incompatible_check_testonly_for_output_files":
    case "incompatible_config_setting_private_default_visibility":
      return topValue(name) ?? null; // `getHost` of CoreOptions, CppOptions, JavaOptions and ProtoConfiguration keeps them.
    case "extra_toolchains":
    case "extra_execution_platforms":
    case "host_platform": // `PlatformOptions.getHost`, `getExec`; toolchains were seen to be kept with 4.2.3 and 7.7.1.
      if (top.major < 8) return topValue(name) ?? null;
      break;
    case "features":
      if (top.major === 7) return topValue("host_features") ?? null;
      break;
    default:
      break;
  }
  if (isKeptByTools(top.major, name)) return topValue(name) ?? null;
  return top.native.has(name)
    ? unknownOption(name, "whether the exec configuration keeps it depends on the version")
    : defaultOf(top, name);
}

type ValueOf = (option: string) => OptionValue | Unknown | undefined;

/** What tools have in place of what the command line sets: mostly what a flag of their own says (`getHost` of CoreOptions, CppOptions and JavaOptions). */
function ownOption(name: string, valueOf: ValueOf): OptionValue | Unknown | undefined {
  switch (name) {
    case "copt":
    case "cxxopt":
      return joined(["-g0"], valueOf(`host_${name}`));
    case "jvmopt":
      return unknownOption(name);
    case "action_env":
    case "conlyopt":
    case "javacopt":
    case "linkopt":
      return valueOf(`host_${name}`);
    case "strip":
      return "always";
    default:
      return undefined;
  }
}

function joined(first: readonly string[], rest: ReturnType<ValueOf>): OptionValue | Unknown {
  if (rest instanceof Unknown) return rest;
  return Array.isArray(rest) ? [...first, ...(rest as readonly string[])] : first;
}

export function defaultOf(top: TopLevel, name: string): OptionValue | Unknown {
  const definition = top.definitions.get(name);
  if (name === "python_version" && definition?.default === "PY3") return defaultPythonVersion(top);
  return definition ? definition.default : unknownOption(name);
}

/** `PythonOptions.getDefaultPythonVersion`; before Bazel 7 a configuration has it where nothing sets a version (`getNormalized`). */
function defaultPythonVersion(top: TopLevel): OptionValue | Unknown {
  const isThree = top.native.get("incompatible_py3_is_default") ?? true;
  if (isThree instanceof Unknown) return isThree;
  return isThree === false ? "PY2" : "PY3";
}

export function unknownOption(name: string, why = "its default is not modelled"): Unknown {
  return new Unknown({
    kind: "configuration",
    name,
    message: `the value of --${name} is not known: ${why}`,
    site: undefined,
  });
}
