/**
 * Attributes that native rules do not have in a release although their models do, which are for several: in Bazel 4 those that only rules in Starlark have, and those that came later. Of the rules that are modelled, this is all that
 * `bazel info build-language` of 4.2.3 lacks; which release brought them was not looked at, so that for others than 4 and 7.7 nothing is said.
 */
import type { RuleClass } from "../rule.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";

const LACKING_IN_4: Readonly<Record<string, string>> = {
  alias: "exec_compatible_with exec_properties target_compatible_with toolchains",
  apple_binary: "toolchains",
  apple_static_library: "toolchains",
  cc_binary: "additional_compiler_inputs conlyopts cxxopts hdrs_check link_extra_lib module_interfaces",
  cc_import:
    "deps exec_compatible_with exec_properties includes linkopts objects pic_objects target_compatible_with toolchains",
  cc_library:
    "additional_compiler_inputs additional_linker_inputs conlyopts cxxopts hdrs_check implementation_deps module_interfaces",
  cc_proto_library: "toolchains",
  cc_test: "additional_compiler_inputs conlyopts cxxopts hdrs_check link_extra_lib linkshared module_interfaces",
  cc_toolchain: "exec_compatible_with exec_properties target_compatible_with toolchains",
  cc_toolchain_suite: "exec_compatible_with exec_properties target_compatible_with",
  cc_toolchain_alias: "mandatory",
  config_setting:
    "compatible_with exec_compatible_with exec_properties restricted_to target_compatible_with toolchains",
  constraint_setting: "compatible_with restricted_to target_compatible_with toolchains",
  constraint_value: "compatible_with restricted_to target_compatible_with toolchains",
  filegroup: "exec_compatible_with exec_properties target_compatible_with toolchains",
  j2objc_library: "exec_compatible_with exec_properties target_compatible_with toolchains",
  java_binary: "add_exports add_opens bootclasspath neverlink proguard_specs",
  java_import: "add_exports add_opens toolchains",
  java_library: "add_exports add_opens bootclasspath toolchains",
  java_lite_proto_library: "toolchains",
  java_package_configuration: "exec_compatible_with exec_properties target_compatible_with toolchains",
  java_plugin: "add_exports add_opens bootclasspath toolchains",
  java_proto_library: "toolchains",
  java_runtime: "exec_compatible_with exec_properties target_compatible_with toolchains version",
  java_runtime_alias: "exec_compatible_with exec_properties target_compatible_with toolchains",
  java_test: "add_exports add_opens bootclasspath neverlink proguard_specs",
  java_toolchain_alias: "exec_compatible_with exec_properties target_compatible_with toolchains",
  label_flag: "exec_compatible_with exec_properties help scope target_compatible_with toolchains",
  label_setting: "exec_compatible_with exec_properties help scope target_compatible_with toolchains",
  objc_import: "data deps exec_compatible_with exec_properties target_compatible_with toolchains",
  objc_library: "additional_linker_inputs conlyopts cxxopts implementation_deps linkopts stamp",
  platform: "compatible_with flags required_settings restricted_to target_compatible_with toolchains",
  proto_lang_toolchain: "toolchain_type toolchains",
  proto_library: "allow_exports toolchains",
  py_binary: "interpreter_version",
  py_library: "toolchains",
  py_runtime: "bootstrap_template coverage_tool exec_compatible_with exec_properties target_compatible_with toolchains",
  py_test: "interpreter_version",
  sh_binary: "env_inherit",
  sh_library: "toolchains",
  test_suite: "exec_compatible_with exec_properties target_compatible_with toolchains",
  toolchain: "compatible_with restricted_to toolchains",
  toolchain_type: "exec_compatible_with exec_properties target_compatible_with toolchains",
};

/** The same for 7.7, which refused them when it was asked, one by one: what had gone by then, and what came later. */
const LACKING_IN_7: Readonly<Record<string, string>> = {
  _java_toolchain: "distribs output_licenses resourcejar",
  action_listener: "toolchains",
  alias: "distribs exec_compatible_with exec_properties licenses toolchains",
  cc_binary: "additional_compiler_inputs module_interfaces",
  cc_import: "distribs licenses",
  cc_library: "distribs module_interfaces nocopts reexport_deps",
  cc_proto_library: "data distribs licenses",
  cc_shared_library: "distribs licenses",
  cc_test: "additional_compiler_inputs module_interfaces",
  cc_toolchain: "compiler distribs",
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
  java_package_configuration: "distribs licenses",
  java_plugin: "distribs resource_jars",
  java_proto_library: "data strict_deps",
  java_runtime: "distribs licenses",
  java_test: "distribs javabuilder_jvm_flags proguard_specs resource_jars",
  label_flag: "distribs exec_compatible_with exec_properties licenses scope toolchains",
  label_setting: "distribs exec_compatible_with exec_properties licenses scope toolchains",
  objc_import: "data distribs licenses",
  objc_library: "additional_linker_inputs conlyopts cxxopts distribs licenses",
  platform:
    "applicable_licenses compatible_with cpu_constraints exec_compatible_with flags host_platform os_constraints required_settings restricted_to target_compatible_with target_platform toolchains",
  proto_lang_toolchain: "distribs licenses",
  proto_library: "distribs option_deps",
  py_binary: "interpreter_version",
  py_runtime: "distribs licenses output_licenses",
  py_test: "interpreter_version",
  sh_binary: "env_inherit",
  sh_library: "toolchains",
  starlark_doc_extract: "toolchains",
  test_suite: "exec_compatible_with exec_properties toolchains",
  toolchain: "compatible_with exec_properties restricted_to toolchains",
  toolchain_type: "distribs exec_compatible_with exec_properties licenses toolchains",
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
export function isLacking({ name: rule, model }: RuleClass, attribute: string, version: BazelVersion): boolean {
  const lacking = lackingIn(version);
  if (!lacking || model?.of !== "bazel") return false;
  return attribute === "expect_failure" || lacking.get(rule)?.has(attribute) === true;
}
