/**
 * The flags that change the language, as Bazel 4.2.3 and 7.7.1 have them (`BuildLanguageOptions.java`): each set to something else than its default is part of a hash (`StarlarkSemantics.hashCode()`). From Bazel 7 it
 * goes into the keys of fetched repositories; before, it stands in their markers.
 */
import type { EffectiveFlags } from "./flags.ts";

/** By major version. The others are no switches, and what becomes of them in the hash is not known; the lists among them are empty by default. */
const FLAGS: ReadonlyMap<number, Readonly<Record<"on" | "off" | "others", readonly string[]>>> = new Map([
  [
    4,
    {
      on: words(`
  experimental_starlark_config_transitions incompatible_always_check_depset_elements incompatible_depset_for_libraries_to_link_getter incompatible_disable_third_party_license_checking
  incompatible_do_not_split_linking_cmdline incompatible_linkopts_to_linklibs incompatible_new_actions_api incompatible_no_attr_license incompatible_objc_provider_remove_compile_info
  incompatible_require_linker_input_cc_api incompatible_restrict_string_escapes incompatible_run_shell_command_string record_rule_instantiation_callstack
`),
      off: words(`
  experimental_allow_tags_propagation experimental_cc_shared_library experimental_disable_external_package experimental_enable_android_migration_apis experimental_exec_groups experimental_google_legacy_api
  experimental_ninja_actions experimental_platforms_api experimental_repo_remote_exec experimental_sibling_repository_layout incompatible_applicable_licenses incompatible_disable_depset_items
  incompatible_disable_target_provider_fields incompatible_disallow_empty_glob incompatible_disallow_struct_provider_syntax incompatible_java_common_parameters incompatible_no_implicit_file_export
  incompatible_no_rule_outputs_param incompatible_struct_has_no_methods incompatible_top_level_aspects_require_providers incompatible_use_cc_configure_from_rules
  incompatible_visibility_private_attributes_at_definition
`),
      others: words(`
  experimental_builtins_bzl_path experimental_cc_skylark_api_enabled_packages experimental_cc_starlark_api_enabled_packages internal_starlark_flag_test_canary max_computation_steps nested_set_depth_limit
`),
    },
  ],
  [
    7,
    {
      on: words(`
  check_bzl_visibility enable_bzlmod enable_workspace experimental_bzl_visibility experimental_merge_fixed_and_default_shell_env incompatible_allow_tags_propagation incompatible_always_check_depset_elements
  incompatible_depset_for_java_output_source_jars incompatible_depset_for_libraries_to_link_getter incompatible_disable_objc_library_transition incompatible_do_not_split_linking_cmdline
  incompatible_enable_deprecated_label_apis incompatible_existing_rules_immutable_view incompatible_fail_on_unknown_attributes incompatible_fix_package_group_reporoot_syntax incompatible_java_common_parameters
  incompatible_new_actions_api incompatible_no_attr_license incompatible_package_group_has_public_syntax incompatible_require_linker_input_cc_api incompatible_run_shell_command_string
  incompatible_unambiguous_label_stringification incompatible_visibility_private_attributes_at_definition
`),
      off: words(`
  experimental_builtins_dummy experimental_cc_shared_library experimental_cc_static_library experimental_disable_external_package experimental_enable_android_migration_apis experimental_enable_scl_dialect
  experimental_google_legacy_api experimental_isolated_extension_usages experimental_java_library_export experimental_platforms_api experimental_repo_remote_exec experimental_rule_extension_api
  experimental_sibling_repository_layout incompatible_disable_non_executable_java_binary incompatible_disable_starlark_host_transitions incompatible_disable_target_provider_fields incompatible_disallow_empty_glob
  incompatible_disallow_struct_provider_syntax incompatible_enable_proto_toolchain_resolution incompatible_java_info_merge_runtime_module_flags incompatible_no_implicit_file_export
  incompatible_no_implicit_watch_label incompatible_no_package_distribs incompatible_no_rule_outputs_param incompatible_objc_provider_remove_linking_info incompatible_stop_exporting_language_modules
  incompatible_struct_has_no_methods incompatible_top_level_aspects_require_providers incompatible_use_cc_configure_from_rules incompatible_use_plus_in_repo_names
`),
      others: words(`
  experimental_builtins_bzl_path experimental_builtins_injection_override incompatible_autoload_externally max_computation_steps nested_set_depth_limit repositories_without_autoloads
`),
    },
  ],
]);

/** What flags are called that have other names in the hash, or two. */
const NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "experimental_allow_tags_propagation",
    ["experimental_allow_tags_propagation", "incompatible_allow_tags_propagation"],
  ],
  ["incompatible_use_cc_configure_from_rules", ["incompatible_use_cc_configure_from_rules_cc"]],
]);

const HASH_OF_TRUE = 1231;
const HASH_OF_FALSE = 1237;

/** Undefined where a flag was given whose part is not known, and for versions whose flags are not. */
export function languageHash(flags: EffectiveFlags): number | undefined {
  const known = FLAGS.get(flags.version.major);
  if (!known || known.others.some((name) => flags.isGiven(name))) return undefined;
  const changed = (names: readonly string[], sign: string, byDefault: boolean): number[] =>
    names
      .filter((name) => (NAMES.get(name) ?? [name]).some((flag) => flags.switched(flag) === !byDefault))
      .map((name) => hashOfText(sign + name) ^ (byDefault ? HASH_OF_FALSE : HASH_OF_TRUE));
  return [...changed(known.on, "+", true), ...changed(known.off, "-", false)].reduce(
    (sum, part) => (sum + part) | 0,
    0,
  );
}

/** `String.hashCode()`. */
function hashOfText(text: string): number {
  let hash = 0;
  for (const character of text) hash = (Math.imul(31, hash) + character.charCodeAt(0)) | 0;
  return hash;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
