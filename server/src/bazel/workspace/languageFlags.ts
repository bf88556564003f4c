/**
 * The flags that change the language, as Bazel 7.7.1 has them (`BuildLanguageOptions.java`): each set to something else than its default is part of the hash that goes into the keys of fetched repositories
 * (`StarlarkSemantics.hashCode()`).
 */
import type { EffectiveFlags } from "./flags.ts";

const SWITCHES_THAT_ARE_ON = words(`
  check_bzl_visibility enable_bzlmod enable_workspace experimental_bzl_visibility experimental_merge_fixed_and_default_shell_env incompatible_allow_tags_propagation incompatible_always_check_depset_elements
  incompatible_depset_for_java_output_source_jars incompatible_depset_for_libraries_to_link_getter incompatible_disable_objc_library_transition incompatible_do_not_split_linking_cmdline
  incompatible_enable_deprecated_label_apis incompatible_existing_rules_immutable_view incompatible_fail_on_unknown_attributes incompatible_fix_package_group_reporoot_syntax incompatible_java_common_parameters
  incompatible_new_actions_api incompatible_no_attr_license incompatible_package_group_has_public_syntax incompatible_require_linker_input_cc_api incompatible_run_shell_command_string
  incompatible_unambiguous_label_stringification incompatible_visibility_private_attributes_at_definition
`);

const SWITCHES_THAT_ARE_OFF = words(`
  experimental_builtins_dummy experimental_cc_shared_library experimental_cc_static_library experimental_disable_external_package experimental_enable_android_migration_apis experimental_enable_scl_dialect
  experimental_google_legacy_api experimental_isolated_extension_usages experimental_java_library_export experimental_platforms_api experimental_repo_remote_exec experimental_rule_extension_api
  experimental_sibling_repository_layout incompatible_disable_non_executable_java_binary incompatible_disable_starlark_host_transitions incompatible_disable_target_provider_fields incompatible_disallow_empty_glob
  incompatible_disallow_struct_provider_syntax incompatible_enable_proto_toolchain_resolution incompatible_java_info_merge_runtime_module_flags incompatible_no_implicit_file_export
  incompatible_no_implicit_watch_label incompatible_no_package_distribs incompatible_no_rule_outputs_param incompatible_objc_provider_remove_linking_info incompatible_stop_exporting_language_modules
  incompatible_struct_has_no_methods incompatible_top_level_aspects_require_providers incompatible_use_cc_configure_from_rules incompatible_use_plus_in_repo_names
`);

/** Those that are no switches. What becomes of them in the hash is not known. */
const OTHERS = words(`
  experimental_builtins_bzl_path experimental_builtins_injection_override incompatible_autoload_externally max_computation_steps nested_set_depth_limit repositories_without_autoloads
`);

const HASH_OF_TRUE = 1231;
const HASH_OF_FALSE = 1237;

/** Undefined where a flag was given whose part is not known. */
export function languageHashOf7(flags: EffectiveFlags): number | undefined {
  if (OTHERS.some((name) => flags.isGiven(name))) return undefined;
  const changed = (names: readonly string[], sign: string, byDefault: boolean): number[] =>
    names
      .filter((name) => flags.switched(name) === !byDefault)
      .map((name) => hashOfText(sign + name) ^ (byDefault ? HASH_OF_FALSE : HASH_OF_TRUE));
  const parts = [...changed(SWITCHES_THAT_ARE_ON, "+", true), ...changed(SWITCHES_THAT_ARE_OFF, "-", false)];
  return parts.reduce((sum, part) => (sum + part) | 0, 0);
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
