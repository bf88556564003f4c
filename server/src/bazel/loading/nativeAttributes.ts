/**
 * Attributes that native rules of Bazel 4 do not have: those that only rules in Starlark have, and those that came with a later release. Of the rules that are modelled, this is all that `bazel info build-language` of 4.2.3 lacks;
 * which release brought them was not looked at, so that for later versions nothing is said.
 */
import type { RuleClass } from "../rule.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";

const LACKING_IN_4: Readonly<Record<string, string>> = {
  alias: "exec_compatible_with exec_properties target_compatible_with toolchains",
  apple_binary: "toolchains",
  apple_static_library: "toolchains",
  cc_binary: "additional_compiler_inputs conlyopts cxxopts hdrs_check link_extra_lib module_interfaces",
  cc_import: "deps exec_compatible_with exec_properties includes linkopts target_compatible_with toolchains",
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
  label_flag: "exec_compatible_with exec_properties scope target_compatible_with toolchains",
  label_setting: "exec_compatible_with exec_properties scope target_compatible_with toolchains",
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

const LACKING: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(LACKING_IN_4).map(([rule, names]) => [rule, new Set(names.split(" "))]),
);

/** Whether a rule of Bazel's own has the attribute in a later version only. */
export function isLacking({ name: rule, model }: RuleClass, attribute: string, { major }: BazelVersion): boolean {
  if (major > 4 || model?.of !== "bazel") return false;
  return attribute === "expect_failure" || LACKING.get(rule)?.has(attribute) === true;
}
