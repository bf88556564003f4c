/** Flags that decide which of Bazel's API there is (`StarlarkSemantics`, `BuildLanguageOptions.java`), as far as versions that are predicted differ by them. */
import { contextKey, type ContextKey } from "../../starlark/thread.ts";
import type { EffectiveFlags } from "./flags.ts";

export interface Semantics {
  /** `--allow_unresolved_symlinks`, before 7 `--experimental_allow_unresolved_symlinks` */
  readonly unresolvedSymlinks: boolean;
  /** `--incompatible_override_toolchain_transition`, before Bazel 5: all rules have their toolchains analysed as they are themselves. */
  readonly toolchainTransition: boolean;
  /** `--experimental_exec_groups` */
  readonly execGroups: boolean;
  /** `--noincompatible_run_shell_command_string`: `run_shell` takes the words of a command, too. */
  readonly commandOfWords: boolean;
  /** `--incompatible_enable_proto_toolchain_resolution`, since Bazel 7: what compiles protos is found as a toolchain. */
  readonly protoToolchains: boolean;
  /** `--experimental_rule_extension_api`: in Bazel 7 `subrule()` and rules that extend rules are private API without it. */
  readonly ruleExtension: boolean;
  /** `--incompatible_no_implicit_file_export`: a source file that is not exported is seen by its own package only. */
  readonly exportsFilesExplicitly: boolean;
  /** `--incompatible_enforce_config_setting_visibility`: the conditions of selects have to be visible; before Bazel 5 without it every config_setting is, to all. */
  readonly settingsHaveVisibility: boolean;
  /** `--noincompatible_fix_package_group_reporoot_syntax`, and until Bazel 5: `//...` in package groups means every package of every repository. */
  readonly rootMeansEverywhere: boolean;
  /** `--incompatible_no_rule_outputs_param` */
  readonly rulesHaveNoOutputs: boolean;
  /** `--incompatible_disallow_struct_provider_syntax` */
  readonly returnsNoStructs: boolean;
  /** `--incompatible_disable_target_provider_fields` */
  readonly targetsHaveNoProviderFields: boolean;
  /** `--incompatible_struct_has_no_methods` */
  readonly structsHaveNoMethods: boolean;
  /** `--incompatible_disable_depset_items`, before Bazel 5. */
  readonly depsetsHaveNoItems: boolean;
}

export function semanticsOf(flags: EffectiveFlags): Semantics {
  return {
    unresolvedSymlinks: flags.boolean("allow_unresolved_symlinks").value,
    toolchainTransition: flags.boolean("incompatible_override_toolchain_transition").value,
    execGroups: flags.boolean("experimental_exec_groups").value,
    commandOfWords: !flags.boolean("incompatible_run_shell_command_string").value,
    protoToolchains: flags.boolean("incompatible_enable_proto_toolchain_resolution").value,
    ruleExtension: flags.boolean("experimental_rule_extension_api").value,
    exportsFilesExplicitly: flags.boolean("incompatible_no_implicit_file_export").value,
    settingsHaveVisibility: flags.boolean("incompatible_enforce_config_setting_visibility").value,
    rootMeansEverywhere: !flags.boolean("incompatible_fix_package_group_reporoot_syntax").value,
    rulesHaveNoOutputs: flags.boolean("incompatible_no_rule_outputs_param").value,
    returnsNoStructs: flags.boolean("incompatible_disallow_struct_provider_syntax").value,
    targetsHaveNoProviderFields: flags.boolean("incompatible_disable_target_provider_fields").value,
    structsHaveNoMethods: flags.boolean("incompatible_struct_has_no_methods").value,
    depsetsHaveNoItems: flags.boolean("incompatible_disable_depset_items").value,
  };
}

export function sameSemantics(a: Semantics, b: Semantics): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The semantics in force, for values whose members depend on them. */
export const SEMANTICS: ContextKey<Semantics> = contextKey("semantics");
