/**
 * The native options that rules, transitions and config_settings of real code look at, with their types and defaults (command-line references of each version; `FragmentOptions` classes in Bazel).
 * An option that is not listed is Unknown when somebody reads it; guessing a default would be a wrong `complete`.
 */

export type OptionType = "string" | "bool" | "tristate" | "label" | "label_list" | "string_list" | "define";

/** A value in canonical form: labels as text, lists as arrays. */
export type OptionValue = string | boolean | null | readonly string[];

export interface OptionDefinition {
  readonly type: OptionType;
  readonly default: OptionValue;
}

/** What the machine that runs Bazel decides. */
export interface HostPlatform {
  readonly os: "linux" | "macos" | "windows";
  readonly arch: "x86_64" | "aarch64";
}

/** `--cpu`'s default: `AutoCpuConverter`. */
export function hostCpu(host: HostPlatform): string {
  if (host.os === "macos") return host.arch === "aarch64" ? "darwin_arm64" : "darwin_x86_64";
  if (host.os === "windows") return host.arch === "aarch64" ? "arm64_windows" : "x64_windows";
  return host.arch === "aarch64" ? "aarch64" : "k8";
}

/** Options by name without dashes. `major` is the Bazel version's first number. */
export function nativeOptions(host: HostPlatform, major: number): ReadonlyMap<string, OptionDefinition> {
  const hostPlatform = major >= 7 ? "@@bazel_tools//tools:host_platform" : "@@local_config_platform//:host";
  const cpu = hostCpu(host);
  const protobuf = major >= 7 ? "@@bazel_tools//tools/proto" : "@@com_google_protobuf//";
  return new Map<string, OptionDefinition>([
    ["platforms", { type: "label_list", default: [] }],
    ["host_platform", { type: "label", default: hostPlatform }],
    ["extra_execution_platforms", { type: "string_list", default: [] }],
    ["extra_toolchains", { type: "string_list", default: [] }],
    ["cpu", { type: "string", default: cpu }],
    ["host_cpu", { type: "string", default: cpu }],
    ["compilation_mode", { type: "string", default: "fastbuild" }],
    ["host_compilation_mode", { type: "string", default: "opt" }],
    ["define", { type: "define", default: [] }],
    ["features", { type: "string_list", default: [] }],
    ["host_features", { type: "string_list", default: [] }],
    ["copt", { type: "string_list", default: [] }],
    ["cxxopt", { type: "string_list", default: [] }],
    ["conlyopt", { type: "string_list", default: [] }],
    ["linkopt", { type: "string_list", default: [] }],
    ["host_copt", { type: "string_list", default: [] }],
    ["host_cxxopt", { type: "string_list", default: [] }],
    ["host_conlyopt", { type: "string_list", default: [] }],
    ["host_linkopt", { type: "string_list", default: [] }],
    ["javacopt", { type: "string_list", default: [] }],
    ["jvmopt", { type: "string_list", default: [] }],
    ["protocopt", { type: "string_list", default: [] }],
    ["host_javacopt", { type: "string_list", default: [] }],
    ["test_arg", { type: "string_list", default: [] }],
    ["action_env", { type: "string_list", default: [] }],
    ["host_action_env", { type: "string_list", default: [] }],
    ["test_env", { type: "string_list", default: [] }],
    ["stamp", { type: "bool", default: false }],
    ["compiler", { type: "string", default: null }],
    ["host_crosstool_top", { type: "label", default: null }],
    ["host_compiler", { type: "string", default: null }],
    ["crosstool_top", { type: "label", default: "@@bazel_tools//tools/cpp:toolchain" }],
    ["minimum_os_version", { type: "string", default: null }],
    ["incompatible_strict_action_env", { type: "bool", default: major >= 9 }],
    ["incompatible_dont_enable_host_nonhost_crosstool_features", { type: "bool", default: true }],
    ["incompatible_disable_nocopts", { type: "bool", default: true }],
    ["custom_malloc", { type: "label", default: null }],
    ["dynamic_mode", { type: "string", default: "default" }],
    ["fission", { type: "string_list", default: [] }],
    ["force_pic", { type: "bool", default: false }],
    ["strip", { type: "string", default: "sometimes" }],
    ["collect_code_coverage", { type: "bool", default: false }],
    ["instrument_test_targets", { type: "bool", default: false }],
    ["python_version", { type: "string", default: major < 7 ? "PY3" : null }],
    ["host_force_python", { type: "string", default: null }],
    ["incompatible_py3_is_default", { type: "bool", default: true }],
    ["incompatible_py2_outputs_are_suffixed", { type: "bool", default: true }],
    ["incompatible_disallow_legacy_py_provider", { type: "bool", default: true }],
    ["incompatible_use_python_toolchains", { type: "bool", default: true }],
    ["incompatible_python_disallow_native_rules", { type: "bool", default: false }],
    ["python_native_rules_allowlist", { type: "label", default: null }],
    ["experimental_python_import_all_repositories", { type: "bool", default: true }],
    ["python_top", { type: "label", default: null }],
    ["python_path", { type: "string", default: null }],
    ["build_python_zip", { type: "tristate", default: "auto" }],
    ["javabase", { type: "label", default: "@@bazel_tools//tools/jdk:jdk" }],
    ["host_javabase", { type: "label", default: "@@bazel_tools//tools/jdk:remote_jdk11" }],
    ["java_toolchain", { type: "label", default: "@@bazel_tools//tools/jdk:remote_toolchain" }],
    ["host_java_toolchain", { type: "label", default: "@@bazel_tools//tools/jdk:remote_toolchain" }],
    ["trim_test_configuration", { type: "bool", default: major >= 5 }],
    ["shell_executable", { type: "string", default: null }],
    ["java_launcher", { type: "label", default: null }],
    ["host_java_launcher", { type: "label", default: null }],
    ["java_header_compilation", { type: "bool", default: true }],
    ["use_ijars", { type: "bool", default: true }],
    ["java_deps", { type: "bool", default: true }],
    ["experimental_java_classpath", { type: "string", default: "javabuilder" }],
    ["plugin", { type: "label_list", default: [] }],
    ["experimental_strict_java_deps", { type: "string", default: "default" }],
    ["legacy_bazel_java_test", { type: "bool", default: false }],
    ["experimental_allow_runtime_deps_on_neverlink", { type: "bool", default: true }],
    ["explicit_java_test_deps", { type: "bool", default: false }],
    ["incompatible_use_toolchain_resolution_for_java_rules", { type: "bool", default: major >= 5 }],
    ["java_language_version", { type: "string", default: "" }],
    ["java_runtime_version", { type: "string", default: "local_jdk" }],
    ["tool_java_language_version", { type: "string", default: "" }],
    ["tool_java_runtime_version", { type: "string", default: "remotejdk_11" }],
    ["proto_compiler", { type: "label", default: `${protobuf}:protoc` }],
    ["proto_toolchain_for_java", { type: "label", default: `${protobuf}:java_toolchain` }],
    ["proto_toolchain_for_javalite", { type: "label", default: `${protobuf}:javalite_toolchain` }],
    ["proto_toolchain_for_cc", { type: "label", default: `${protobuf}:cc_toolchain` }],
    ["cc_proto_library_header_suffixes", { type: "string_list", default: [".pb.h"] }],
    ["cc_proto_library_source_suffixes", { type: "string_list", default: [".pb.cc"] }],
    ["incompatible_generated_protos_in_virtual_imports", { type: "bool", default: true }],
    ["experimental_proto_descriptor_sets_include_source_info", { type: "bool", default: false }],
    ["strict_proto_deps", { type: "string", default: "error" }],
    ["strict_public_imports", { type: "string", default: "off" }],
    ...(major >= 7 ? ([["allow_unresolved_symlinks", { type: "bool", default: true }]] as const) : []),
    ["cc_output_directory_tag", { type: "string", default: "" }],
    ["platform_suffix", { type: "string", default: null }],
    ["is exec configuration", { type: "bool", default: false }],
    ["allow_analysis_failures", { type: "bool", default: false }],
    ["run_under", { type: "string", default: null }],
    ["enable_runfiles", { type: "tristate", default: "auto" }],
    ["build_runfile_links", { type: "bool", default: true }],
    ["build_runfile_manifests", { type: "bool", default: true }],
    ["legacy_external_runfiles", { type: "bool", default: major < 8 }],
    ["incompatible_always_include_files_in_data", { type: "bool", default: major >= 6 }],
    ["incompatible_filegroup_runfiles_for_data", { type: "bool", default: major >= 9 }],
    ["incompatible_default_to_explicit_init_py", { type: "bool", default: false }],
    ["apple_platform_type", { type: "string", default: "macos" }],
    ["ios_multi_cpus", { type: "string_list", default: [] }],
    ["macos_cpus", { type: "string_list", default: [] }],
    ["android_cpu", { type: "string", default: "armeabi-v7a" }],
    ["fat_apk_cpu", { type: "string_list", default: ["armeabi-v7a"] }],
    ["experimental_output_paths", { type: "string", default: "off" }],
    ["incompatible_enable_cc_toolchain_resolution", { type: "bool", default: major >= 7 }],
    ["incompatible_auto_exec_groups", { type: "bool", default: major >= 9 }],
    ["check_visibility", { type: "bool", default: true }],
    ["incompatible_check_testonly_for_output_files", { type: "bool", default: false }],
    ["incompatible_config_setting_private_default_visibility", { type: "bool", default: false }],
    ["modify_execution_info", { type: "string_list", default: [] }],
    ["flag_alias", { type: "string_list", default: [] }],
  ]);
}

/** The prefix by which transitions name native options. */
export const COMMAND_LINE_OPTION = "//command_line_option:";
