/**
 * The global names of Bazel's dialects beside Starlark's own, by version: so that a name which Bazel has and this program lacks is Unknown, and a name which Bazel lacks is an error.
 * Sources: the build encyclopedia and the API reference of each major version; runs of Bazel 4.2.3 and 7.7.1 over all of these names, and their `dir(native)`. Of what one has and the other has not, the versions between were not read.
 */
import type { Label } from "../label.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";

interface Names {
  readonly names: readonly string[];
  /** The first version that has them; always there where absent. */
  readonly since?: string;
  /** The first version that has them no more. */
  readonly until?: string;
}

/** Rules that BUILD files and `native` know by themselves; what Bazel loads for files is added (autoloads.ts). From 9.0: `dir(native)`. */
const RULES: readonly Names[] = [
  {
    names: words(`
      action_listener alias cc_libc_top_alias config_feature_flag config_setting constraint_setting constraint_value environment extra_action filegroup genquery genrule label_flag label_setting
      platform test_suite toolchain toolchain_type
    `),
  },
  { since: "5.0", names: words("java_plugins_flag_alias") },
  { since: "7.0", names: words("starlark_doc_extract") },
  { since: "5.0", until: "9.0", names: words("cc_shared_library cc_static_library memprof_profile") },
  {
    until: "9.0",
    names: words(`
      available_xcodes xcode_config xcode_config_alias xcode_version
      cc_binary cc_import cc_library cc_test cc_toolchain cc_toolchain_alias cc_toolchain_suite fdo_prefetch_hints fdo_profile propeller_optimize
      objc_import objc_library
    `),
  },
  {
    until: "7.0",
    names: words(
      "apple_binary apple_static_library cc_host_toolchain_alias java_runtime_alias java_toolchain_alias ninja_build ninja_graph",
    ),
  },
  {
    until: "8.0",
    names: words(`
      aar_import android_binary android_device android_device_script_fixture android_host_service_fixture android_instrumentation_test android_library android_local_test android_sdk android_tools_defaults_jar
      apple_cc_toolchain j2objc_library
      java_binary java_import java_library java_package_configuration java_plugin java_runtime java_test java_toolchain
      cc_proto_library java_lite_proto_library java_proto_library proto_lang_toolchain proto_library py_binary py_library py_runtime py_test sh_binary sh_library sh_test
    `),
  },
];

/** Functions of BUILD files alone. */
const BUILD_FUNCTIONS: readonly Names[] = [
  { names: words("environment_group licenses") }, // BUILD files that Bazel 9 loads, those of platforms for one, still call `licenses`.
  { names: words("distribs"), until: "9.0" },
];

/** Functions of BUILD files and `native`. */
const FUNCTIONS: readonly Names[] = [
  {
    names: words("existing_rule existing_rules exports_files glob package package_group package_name repository_name"),
  },
  { names: words("subpackages"), since: "5.0" },
  { names: words("package_relative_label"), since: "6.1" },
  { names: words("module_name module_version"), since: "6.0" },
  { names: words("package_default_visibility"), since: "8.0" },
  { names: words("repo_name"), since: "7.1" },
];

/** Global names of .bzl files. */
const BZL: readonly Names[] = [
  {
    names: words(`
      AnalysisFailureInfo AnalysisTestResultInfo CcInfo CcToolchainConfigInfo DebugPackageInfo DefaultInfo InstrumentedFilesInfo OutputGroupInfo ProguardSpecProvider ProtoInfo
      Actions Label analysis_test_transition apple_common aspect attr cc_common config config_common configuration_field coverage_common depset exec_group java_common json native platform_common proto provider
      repository_rule rule select struct testing transition
    `),
  },
  { names: words("module_extension tag_class RunEnvironmentInfo"), since: "5.0" },
  {
    names: words("PackageSpecificationInfo cc_proto_aspect proto_common_do_not_use visibility"),
    since: "5.0",
  },
  { names: words("CcSharedLibraryInfo CcSharedLibraryHintInfo"), since: "6.0" },
  { names: words("AutoloadRulesInfo"), since: "8.0" },
  { names: words("java_proto_common"), until: "7.0" },
  // `StarlarkModules` and `JavaBootstrap` of 4.2.3 have them, 7.7.1 has not.
  { names: words("JavaCcLinkParamsInfo cmd_helper"), until: "7.0" },
  { names: words("PyWrapCcHelper"), since: "5.0", until: "7.0" },
  { names: words("proto_common"), until: "8.0" },
  { names: words("py_transitions"), until: "6.0" },
  // 7.7.1 has it.
  { names: words("PyWrapCcInfo"), until: "8.0" },
  { names: words("subrule"), since: "7.0" },
  // 7.7.1 has none.
  { names: words("macro"), since: "8.0" },
  { names: words("materializer_rule"), since: "9.0" },
  { names: words("JavaInfo"), until: "9.0" },
  { names: words("JavaPluginInfo"), since: "5.0", until: "9.0" },
  {
    names: words("PyInfo PyRuntimeInfo PyCcLinkParamsProvider"),
    until: "9.0",
  },
  // rules_android still names it, with 9.0.0rc3 (2026).
  { names: words("android_common"), since: "5.0" },
  // As 7.7.1 has them; of the others of these versions nobody has looked.
  {
    names: words(`
      AndroidApplicationResourceInfo AndroidAssetsInfo AndroidBinaryNativeLibsInfo AndroidCcLinkParamsInfo AndroidDeviceBrokerInfo AndroidDexInfo AndroidFeatureFlagSet AndroidIdeInfo AndroidIdlInfo
      AndroidInstrumentationInfo AndroidLibraryAarInfo AndroidLibraryResourceClassJarProvider AndroidManifestInfo AndroidNativeLibsInfo AndroidNeverLinkLibrariesProvider AndroidOptimizationInfo
      AndroidOptimizedJarInfo AndroidPreDexJarInfo AndroidProguardInfo AndroidResourcesInfo AndroidSdkInfo ApkInfo BaselineProfileProvider DataBindingV2Info
    `),
    since: "5.0",
    until: "9.0",
  },
];

/** Those of which a version has members that are not listed: the documentation does not name what only rulesets use (`internal_DO_NOT_USE`). */
export function isOpenNamespace(name: string, version: BazelVersion): boolean {
  return (name === "apple_common" || name === "cc_common" || name === "java_common") && isAtLeast(version, "5.0");
}

/** The members of those global names that are namespaces. */
const NAMESPACES: ReadonlyMap<string, readonly Names[]> = new Map([
  [
    "apple_common",
    [
      {
        until: "5.0",
        names: words(`
          AppleDebugOutputs AppleDylibBinary AppleDynamicFramework AppleExecutableBinary AppleLoadableBundleBinary AppleStaticLibrary Objc XcodeProperties XcodeVersionConfig apple_host_system_env apple_toolchain
          dotted_version link_multi_arch_binary multi_arch_split new_dynamic_framework_provider new_objc_provider objc_proto_aspect platform platform_type target_apple_env
        `),
      },
    ],
  ],
  [
    "cc_common",
    // `CcModuleApi.java` and `BazelCcModuleApi.java` of 4.2.3. Real code asks `hasattr(cc_common, …)`.
    [
      {
        until: "5.0",
        names: words(`
          CcToolchainInfo action_is_enabled compile configure_features create_cc_toolchain_config_info create_compilation_context create_compilation_outputs create_compile_variables create_library_to_link
          create_link_variables create_linker_input create_linking_context create_linking_context_from_compilation_outputs do_not_use_tools_cpp_compiler_present empty_variables get_environment_variables
          get_execution_requirements get_memory_inefficient_command_line get_tool_for_action is_cc_toolchain_resolution_enabled_do_not_use is_enabled legacy_cc_flags_make_variable_do_not_use link merge_cc_infos
          merge_compilation_outputs check_experimental_cc_shared_library check_experimental_starlark_cc_import create_debug_context merge_debug_context
        `),
      },
      // Those of 4.2.3 that common/cc/cc_common.bzl still has (008b27fb, 2025).
      {
        since: "5.0",
        names: words(`
          CcToolchainInfo action_is_enabled compile configure_features create_cc_toolchain_config_info create_compilation_context create_compilation_outputs create_compile_variables create_library_to_link
          create_link_variables create_linker_input create_linking_context create_linking_context_from_compilation_outputs do_not_use_tools_cpp_compiler_present empty_variables get_environment_variables
          get_execution_requirements get_memory_inefficient_command_line get_tool_for_action is_cc_toolchain_resolution_enabled_do_not_use is_enabled legacy_cc_flags_make_variable_do_not_use link merge_cc_infos
          merge_compilation_outputs check_experimental_cc_shared_library create_debug_context merge_debug_context
        `),
      },
    ],
  ],
  ["config_common", [{ names: words("FeatureFlagInfo config_feature_flag_transition toolchain_type") }]],
  ["coverage_common", [{ names: words("instrumented_files_info") }]],
  ["cmd_helper", [{ names: words("join_paths"), until: "7.0" }]],
  [
    "platform_common",
    [{ names: words("ConstraintSettingInfo ConstraintValueInfo PlatformInfo TemplateVariableInfo ToolchainInfo") }],
  ],
  ["testing", [{ names: words("ExecutionInfo TestEnvironment analysis_test") }]],
  ["proto", [{ names: words("encode_text") }]],
  [
    "java_common",
    [
      {
        names: words(
          `BootClassPathInfo JavaRuntimeInfo JavaToolchainInfo compile create_provider default_javac_opts experimental_disallow_java_import_exports experimental_java_proto_library_default_has_services
      get_constraints is_java_toolchain_resolution_enabled_do_not_use java_toolchain_label java_runtime_label javac_jar make_non_strict merge pack_sources provider run_ijar set_annotation_processing stamp_jar to_java_binary_info`,
        ),
      },
    ],
  ],
]);

/** Namespace → its members in a version. */
export function namespaceMembers(version: BazelVersion): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...NAMESPACES].map(([name, tables]) => [name, inForce(tables, { version, withRemoved: false })] as const),
  );
}

/** What .bzl files of the Bazel project's own rulesets may see beyond the documented names. */
const INTERNAL: readonly string[] = words("_builtins py_internal");

export function isInternal(name: string): boolean {
  return INTERNAL.includes(name);
}

/** Inner names are for some repositories only, and for a directory that Google's own repository has (7.7.1 refuses them elsewhere); here it is asked of the main repository alone. */
export function isKeptFrom(name: string, { repository, packagePath }: Label): boolean {
  return isInternal(name) && repository === "" && !`${packagePath}/`.startsWith("tools/build_defs/python/");
}

/** Whose names are meant. */
export interface NameScope {
  readonly version: BazelVersion;
  /** What earlier versions had is there, too: for models, which stand for what Bazel has inside, and where the version is a guess. */
  readonly withRemoved: boolean;
}

export function ruleNames(scope: NameScope): readonly string[] {
  return inForce(RULES, scope);
}

export function functionNames(scope: NameScope): readonly string[] {
  return inForce(FUNCTIONS, scope);
}

export function buildFunctionNames(scope: NameScope): readonly string[] {
  return inForce(BUILD_FUNCTIONS, scope);
}

export function bzlNames(scope: NameScope): readonly string[] {
  // 4.2.3 has neither; models, which are for all versions, may speak of both.
  const internal = scope.withRemoved || isAtLeast(scope.version, "5.0") ? INTERNAL : [];
  return [...inForce(BZL, scope), ...internal];
}

/** Names of Starlark's universe that a version of Bazel lacks. */
export function hiddenUniverse(version: BazelVersion): ReadonlySet<string> {
  return new Set([...(isAtLeast(version, "5.0") ? [] : ["abs"]), ...(isAtLeast(version, "8.0") ? [] : ["set"])]);
}

function inForce(tables: readonly Names[], { version, withRemoved }: NameScope): readonly string[] {
  return tables
    .filter(
      ({ since, until }) =>
        (since === undefined || isAtLeast(version, since)) &&
        (withRemoved || until === undefined || !isAtLeast(version, until)),
    )
    .flatMap(({ names }) => names);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
