/**
 * Attributes that native rules do not have in a release although their models do, which are for several: in Bazel 4 those that only rules in Starlark have, and those that came later. Of the rules that are modelled, this is all that
 * `bazel info build-language` of 4.2.3 lacks; which release brought them was not looked at, so that for others than 4 and 7.7 nothing is said.
 */
import type { RuleClass } from "../rule.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";

const LACKING_IN_4: Readonly<Record<string, string>> = {
  action_listener: "toolchains",
  alias: "distribs exec_compatible_with exec_properties licenses target_compatible_with toolchains",
  apple_binary: "toolchains",
  apple_static_library: "toolchains",
  cc_binary: "additional_compiler_inputs conlyopts cxxopts hdrs_check link_extra_lib module_interfaces",
  cc_host_toolchain_alias: "distribs exec_compatible_with exec_properties licenses target_compatible_with toolchains",
  cc_import:
    "deps exec_compatible_with exec_properties includes linkopts objects pic_objects pic_static_library target_compatible_with toolchains",
  cc_libc_top_alias: "distribs exec_compatible_with exec_properties licenses target_compatible_with toolchains",
  cc_library:
    "additional_compiler_inputs additional_linker_inputs conlyopts cxxopts hdrs_check implementation_deps module_interfaces",
  cc_proto_library: "toolchains",
  cc_test: "additional_compiler_inputs conlyopts cxxopts hdrs_check link_extra_lib linkshared module_interfaces",
  cc_toolchain: "exec_compatible_with exec_properties target_compatible_with toolchains",
  cc_toolchain_alias:
    "distribs exec_compatible_with exec_properties licenses mandatory target_compatible_with toolchains",
  cc_toolchain_suite: "exec_compatible_with exec_properties target_compatible_with",
  config_feature_flag:
    "compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains transitive_configs",
  config_setting:
    "compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains",
  constraint_setting: "compatible_with restricted_to target_compatible_with toolchains",
  constraint_value: "compatible_with restricted_to target_compatible_with toolchains",
  environment: "compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains",
  filegroup: "exec_compatible_with exec_properties target_compatible_with toolchains",
  genquery: "compressed_output toolchains",
  j2objc_library: "exec_compatible_with exec_properties target_compatible_with toolchains",
  java_binary: "add_exports add_opens bootclasspath javabuilder_jvm_flags neverlink proguard_specs",
  java_import: "add_exports add_opens toolchains",
  java_library: "add_exports add_opens bootclasspath javabuilder_jvm_flags toolchains",
  java_lite_proto_library: "toolchains",
  java_package_configuration: "exec_compatible_with exec_properties system target_compatible_with toolchains",
  java_plugin: "add_exports add_opens bootclasspath javabuilder_jvm_flags toolchains",
  java_proto_library: "toolchains",
  java_runtime:
    "default_cds exec_compatible_with exec_properties hermetic_srcs hermetic_static_libs lib_ct_sym lib_modules target_compatible_with toolchains version",
  java_runtime_alias: "distribs exec_compatible_with exec_properties licenses target_compatible_with toolchains",
  java_test: "add_exports add_opens bootclasspath javabuilder_jvm_flags neverlink proguard_specs",
  java_toolchain:
    "android_lint_data android_lint_jvm_opts android_lint_opts android_lint_package_configuration android_lint_runner android_linter bytecode_optimizer deps_checker exec_compatible_with exec_properties javabuilder_data javac_supports_worker_cancellation javac_supports_worker_multiplex_sandboxing jspecify_implicit_deps jspecify_javacopts jspecify_packages jspecify_processor jspecify_processor_class jspecify_stubs local_java_optimization_configuration oneversion_allowlist oneversion_allowlist_for_tests target_compatible_with toolchains turbine_data turbine_incompatible_processors",
  java_toolchain_alias: "distribs exec_compatible_with exec_properties licenses target_compatible_with toolchains",
  label_flag: "distribs exec_compatible_with exec_properties help licenses scope target_compatible_with toolchains",
  label_setting: "distribs exec_compatible_with exec_properties help licenses scope target_compatible_with toolchains",
  objc_import: "data deps exec_compatible_with exec_properties target_compatible_with toolchains",
  objc_library: "additional_linker_inputs conlyopts cxxopts implementation_deps linkopts stamp",
  platform:
    "compatible_with flags missing_toolchain_error required_settings restricted_to target_compatible_with toolchains",
  proto_lang_toolchain:
    "allowlist_different_package denylisted_protos mnemonic output_files plugin_format_flag progress_message protoc_minimal_do_not_use toolchain_type toolchains",
  proto_library: "allow_exports option_deps toolchains",
  py_binary: "interpreter_version",
  py_library: "toolchains",
  py_runtime: "bootstrap_template coverage_tool exec_compatible_with exec_properties target_compatible_with toolchains",
  py_test: "interpreter_version",
  sh_binary: "env_inherit use_bash_launcher",
  sh_library: "toolchains",
  sh_test: "use_bash_launcher",
  test_suite: "exec_compatible_with exec_properties target_compatible_with toolchains",
  toolchain: "compatible_with restricted_to toolchains use_target_platform_constraints",
  toolchain_type:
    "distribs exec_compatible_with exec_properties licenses no_match_error target_compatible_with toolchains",
};

/** The same for 7.7, which refused them when it was asked, one by one: what had gone by then, and what came later. */
const LACKING_IN_7: Readonly<Record<string, string>> = {
  _java_toolchain:
    "android_linter bytecode_optimizer distribs javac local_java_optimization_configuration oneversion_allowlist output_licenses resourcejar turbine_incompatible_processors",
  action_listener: "toolchains",
  alias: "distribs exec_compatible_with exec_properties licenses toolchains",
  cc_binary: "additional_compiler_inputs module_interfaces",
  cc_import: "distribs licenses",
  cc_libc_top_alias: "distribs exec_compatible_with exec_properties licenses toolchains",
  cc_library: "distribs module_interfaces nocopts reexport_deps",
  cc_proto_library: "data distribs licenses",
  cc_shared_library: "distribs licenses",
  cc_test: "additional_compiler_inputs module_interfaces",
  cc_toolchain: "compiler cpu distribs",
  cc_toolchain_alias: "distribs licenses",
  cc_toolchain_suite: "exec_compatible_with exec_properties",
  config_feature_flag:
    "args compatible_with data deps env env_inherit exec_compatible_with exec_group_compatible_with exec_properties exec_tools executable flaky heuristic_label_expansion local message output_licenses output_to_bindir package_metadata restricted_to shard_count size srcs stamp target_compatible_with timeout toolchains tools transitive_configs",
  config_setting:
    "compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains",
  constraint_setting:
    "applicable_licenses compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains",
  constraint_value:
    "applicable_licenses compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains",
  environment: "compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains",
  filegroup: "exec_compatible_with exec_properties toolchains",
  genquery: "toolchains",
  genrule: "exec_tools",
  j2objc_library: "distribs licenses",
  java_binary: "distribs javabuilder_jvm_flags proguard_specs resource_jars",
  java_import: "distribs",
  java_library: "distribs resource_jars",
  java_lite_proto_library: "data distribs licenses strict_deps",
  java_package_configuration: "distribs licenses system",
  java_plugin: "distribs resource_jars",
  java_proto_library: "data strict_deps",
  java_runtime: "distribs licenses",
  java_test: "distribs javabuilder_jvm_flags proguard_specs resource_jars",
  label_flag: "distribs exec_compatible_with exec_properties licenses scope toolchains",
  label_setting: "distribs exec_compatible_with exec_properties licenses scope toolchains",
  objc_import: "data distribs licenses",
  objc_library: "additional_linker_inputs conlyopts cxxopts distribs licenses runtime_deps",
  platform:
    "applicable_licenses compatible_with cpu_constraints exec_compatible_with flags host_platform missing_toolchain_error os_constraints required_settings restricted_to target_compatible_with target_platform toolchains",
  proto_lang_toolchain: "denylisted_protos distribs licenses protoc_minimal_do_not_use",
  proto_library: "distribs option_deps",
  py_binary: "interpreter_version",
  py_runtime: "distribs licenses output_licenses",
  py_test: "interpreter_version",
  sh_binary: "env_inherit use_bash_launcher",
  sh_library: "toolchains",
  sh_test: "use_bash_launcher",
  starlark_doc_extract: "allow_unused_doc_comments toolchains",
  test_suite: "exec_compatible_with exec_properties toolchains",
  toolchain: "compatible_with exec_properties restricted_to toolchains use_target_platform_constraints",
  toolchain_type: "distribs exec_compatible_with exec_properties licenses no_match_error toolchains",
};

type Attributes = ReadonlyMap<string, ReadonlySet<string>>;

const IN_4 = byRule(LACKING_IN_4);
const IN_7 = byRule(LACKING_IN_7);

function byRule(lacking: Readonly<Record<string, string>>): Attributes {
  return new Map(Object.entries(lacking).map(([rule, names]) => [rule, new Set(names.split(" "))]));
}

function lackingIn(version: BazelVersion): Attributes | undefined {
  if (version.major < 5) return IN_4;
  return version.major === 7 && version.minor >= 7 ? IN_7 : undefined;
}

/** Whether a rule of Bazel's own does not have the attribute, although its model does. */
export function isLacking(
  ruleClass: Pick<RuleClass, "name" | "model">,
  attribute: string,
  version: BazelVersion,
): boolean {
  const lacking = lackingIn(version);
  if (!lacking || ruleClass.model?.of !== "bazel") return false;
  if (attribute === "expect_failure") return !isWrittenInStarlark(ruleClass, version);
  return lacking.get(ruleClass.name)?.has(attribute) === true;
}

/** Which rules of Bazel 7 are not written in Java: those that have `expect_failure` (7.7.1). */
const STARLARK_IN_7 = /^(_java_toolchain|(cc|j2objc|java|objc|proto|py)_.*)$/;
const JAVA_IN_7: ReadonlySet<string> = new Set(["cc_libc_top_alias", "cc_toolchain_suite"]);

/** Whether a rule has the attributes of rules of .bzl files, also where it is Bazel's own. */
export function isWrittenInStarlark(
  { name, model }: Pick<RuleClass, "name" | "model">,
  { major }: BazelVersion,
): boolean {
  if (model?.of !== "bazel") return true;
  return major >= 7 && STARLARK_IN_7.test(name) && !JAVA_IN_7.has(name);
}
