/** The .bzl files of `bazel_tools` and the names in them that can be loaded, as 4.2.3 and 7.7.1 have them. */
import type { Label } from "../label.ts";
import type { BazelVersion } from "./bazelVersion.ts";

/**
 * A line a file, without its suffix, and more lines of names below it, indented. What only one of the two versions has, bears that version's
 * number; two names that came with Bazel 5, as upb says, which has copies of its own for Bazel 4, bear a 5. `test/realBazel/toolsFiles.test.ts` compares it with the tools in the Bazel that is installed.
 */
const TABLE = `
  7:src/tools/launcher/launcher_maker_test launcher_maker_test
  src/tools/launcher/win_rules win_cc_binary win_cc_library win_cc_test
  third_party/grpc/bazel/cc_grpc_library cc_grpc_library
  third_party/grpc/bazel/generate_cc generate_cc generate_cc_impl
  third_party/grpc/bazel/protobuf declare_out_files get_include_directory get_out_dir get_plugin_args get_proto_arguments get_proto_root includes_from_deps is_in_virtual_imports
      proto_path_to_generated_filename protos_from_context
  third_party/grpc/build_defs grpc_cc_library java_grpc_library
  7:tools/android/android_extensions remote_android_tools_extensions
  7:tools/android/android_genrule android_genrule
  tools/android/android_sdk_repository_template ARCHDIR_TO_ARCH_MAP TAGDIR_TO_TAG_MAP create_android_sdk_rules create_config_setting_rule create_dummy_sdk_toolchain create_system_images_filegroups
  tools/android/defs run_ijar run_singlejar
  7:tools/build_defs BZLMOD_ENABLED transition_java_language_8_filegroup
  7:tools/build_defs/build_info/bazel_cc_build_info bazel_cc_build_info
  7:tools/build_defs/build_info/bazel_java_build_info bazel_java_build_info
  tools/build_defs/cc/action_names ACTION_NAMES ASSEMBLE_ACTION_NAME CC_FLAGS_MAKE_VARIABLE_ACTION_NAME CLIF_MATCH_ACTION_NAME CPP_COMPILE_ACTION_NAME CPP_HEADER_PARSING_ACTION_NAME
      CPP_LINK_DYNAMIC_LIBRARY_ACTION_NAME CPP_LINK_EXECUTABLE_ACTION_NAME CPP_LINK_NODEPS_DYNAMIC_LIBRARY_ACTION_NAME CPP_LINK_STATIC_LIBRARY_ACTION_NAME CPP_MODULE_CODEGEN_ACTION_NAME
      CPP_MODULE_COMPILE_ACTION_NAME C_COMPILE_ACTION_NAME LINKSTAMP_COMPILE_ACTION_NAME LLVM_COV LTO_BACKEND_ACTION_NAME LTO_INDEXING_ACTION_NAME LTO_INDEX_FOR_DYNAMIC_LIBRARY_ACTION_NAME
      LTO_INDEX_FOR_EXECUTABLE_ACTION_NAME LTO_INDEX_FOR_NODEPS_DYNAMIC_LIBRARY_ACTION_NAME OBJCPP_COMPILE_ACTION_NAME 4:OBJCPP_EXECUTABLE_ACTION_NAME 4:OBJC_ARCHIVE_ACTION_NAME
      OBJC_COMPILE_ACTION_NAME OBJC_EXECUTABLE_ACTION_NAME OBJC_FULLY_LINK_ACTION_NAME 7:OBJ_COPY_ACTION_NAME PREPROCESS_ASSEMBLE_ACTION_NAME STRIP_ACTION_NAME 7:VALIDATE_STATIC_LIBRARY
  tools/build_defs/cc/cc_import cc_import
  tools/build_defs/hash/hash sha256 tools
  tools/build_defs/pkg/path compute_data_path dest_path
  tools/build_defs/pkg/pkg 4:deb_filetype 4:pkg_deb pkg_tar 4:tar_filetype
  tools/build_defs/repo/android aar_import_external aar_maven_import_external
  7:tools/build_defs/repo/cache CANONICAL_ID_DOC DEFAULT_CANONICAL_ID_ENV get_default_canonical_id
  tools/build_defs/repo/git git_repository new_git_repository
  tools/build_defs/repo/git_worker add_origin clean fetch git_repo init reset update_submodules
  tools/build_defs/repo/http http_archive http_file http_jar
  tools/build_defs/repo/java java_import_external
  tools/build_defs/repo/jvm convert_artifact_coordinate_to_urls jvm_import_external jvm_maven_import_external
  7:tools/build_defs/repo/local local_repository new_local_repository
  tools/build_defs/repo/maven_rules DEPS MAVEN_CENTRAL_URL MVN_PLUGIN maven_aar maven_dependency_plugin maven_jar
  tools/build_defs/repo/utils 7:download_remote_files 7:get_auth maybe 7:parse_netrc patch read_netrc 7:read_user_netrc update_attrs use_netrc workspace_and_buildfile
  tools/build_rules/java_rules_skylark bootstrap_java_binary bootstrap_java_library java_binary java_binary_attrs java_binary_attrs_common java_binary_outputs java_import java_library
      java_library_attrs java_test
  tools/build_rules/test_rules analysis_results assert_ check_results expectation_description failed_test failure_target file_test load_results rule_test strip_prefix success_target successful_test
  tools/build_rules/test_rules_private BASH_RUNFILES_DEP INIT_BASH_RUNFILES
  tools/build_rules/utilities java_library_srcs
  4:tools/config/common_settings BuildSettingInfo bool_flag bool_setting int_flag int_setting string_flag string_list_flag string_list_setting string_setting
  tools/cpp/armeabi_cc_toolchain_config armeabi_cc_toolchain_config
  tools/cpp/bsd_cc_toolchain_config all_compile_actions all_cpp_compile_actions all_link_actions cc_toolchain_config
  tools/cpp/cc_configure MSVC_ENVVARS cc_autoconf cc_autoconf_impl cc_autoconf_toolchains cc_autoconf_toolchains_impl cc_configure 7:cc_configure_extension
  tools/cpp/cc_flags_supplier cc_flags_supplier
  tools/cpp/cc_flags_supplier_lib build_cc_flags
  4:tools/cpp/cc_toolchain_config all_compile_actions all_cpp_compile_actions all_link_actions cc_toolchain_config codegen_compile_actions preprocessor_compile_actions
  tools/cpp/cc_toolchain_config_lib ActionConfigInfo ArtifactNamePatternInfo EnvEntryInfo EnvSetInfo FeatureInfo FeatureSetInfo FlagGroupInfo FlagSetInfo MakeVariableInfo ToolInfo ToolPathInfo
      VariableWithValueInfo WithFeatureSetInfo action_config artifact_name_pattern env_entry env_set feature feature_set flag_group flag_set make_variable tool tool_path variable_with_value
      with_feature_set
  tools/cpp/compiler_flag compiler_flag
  tools/cpp/empty_cc_toolchain_config cc_toolchain_config
  tools/cpp/lib_cc_configure auto_configure_fail auto_configure_warning auto_configure_warning_maybe build_flags escape_string execute get_cpu_value get_env_var get_starlark_list is_cc_configure_debug
      resolve_labels split_escaped which which_cmd write_builtin_include_directory_paths
  4:tools/cpp/osx_cc_configure configure_osx_toolchain
  tools/cpp/toolchain_utils 5:CPP_TOOLCHAIN_TYPE find_cpp_toolchain 5:use_cpp_toolchain
  tools/cpp/unix_cc_configure configure_unix_toolchain find_cc get_env
  tools/cpp/unix_cc_toolchain_config all_compile_actions all_cpp_compile_actions all_link_actions cc_toolchain_config codegen_compile_actions layering_check_features lto_index_actions
      7:parse_headers_support preprocessor_compile_actions
  tools/cpp/windows_cc_configure configure_windows_toolchain find_llvm_path find_llvm_tool find_msvc_tool find_vc_path setup_vc_env_vars
  tools/cpp/windows_cc_toolchain_config all_compile_actions all_cpp_compile_actions all_link_actions cc_toolchain_config codegen_compile_actions preprocessor_compile_actions
  tools/jdk/default_java_toolchain 7:BASE_JDK9_JVM_OPTS DEFAULT_JAVACOPTS DEFAULT_TOOLCHAIN_CONFIGURATION 4:JDK8_JVM_OPTS JDK9_JVM_OPTS 7:NONPREBUILT_TOOLCHAIN_CONFIGURATION
      7:PREBUILT_TOOLCHAIN_CONFIGURATION 7:VANILLA_TOOLCHAIN_CONFIGURATION bootclasspath default_java_toolchain java_runtime_files
  4:tools/jdk/fail_rule fail_rule
  tools/jdk/java_toolchain_alias java_host_runtime_alias java_runtime_alias java_toolchain_alias 4:legacy_java_runtime_alias 4:legacy_java_toolchain_alias
  7:tools/jdk/launcher_flag_alias launcher_flag_alias
  tools/jdk/local_java_repository local_java_repository 7:local_java_runtime
  7:tools/jdk/remote_java_repository remote_java_repository
  4:tools/jdk/remote_java_tools_aliases remote_java_tools_filegroup remote_java_tools_java_import
  tools/jdk/toolchain_utils find_java_runtime_toolchain find_java_toolchain
  4:tools/osx/crosstool/cc_toolchain_config cc_toolchain_config
  4:tools/osx/crosstool/osx_archs OSX_TOOLS_ARCHS OSX_TOOLS_CONSTRAINTS OSX_TOOLS_NON_DEVICE_ARCHS
  tools/osx/xcode_configure 7:OSX_EXECUTE_TIMEOUT VERSION_CONFIG_STUB run_xcode_locator xcode_autoconf xcode_configure 7:xcode_configure_extension
  tools/osx/xcode_version_flag ios_sdk_version_flag macos_sdk_version_flag tvos_sdk_version_flag 7:visionos_sdk_version_flag watchos_sdk_version_flag xcode_version_flag
  7:tools/python/gen_runfiles_constants gen_runfiles_constants
  4:tools/python/private/defs py_binary py_library py_runtime py_test
  tools/python/private/py_test_alias py_test_alias
  tools/python/python_version define_python_version_flag
  tools/python/srcs_version apply_find_requirements_for_testing find_requirements
  tools/python/toolchain define_autodetecting_toolchain 7:py_runtime py_runtime_pair
  tools/python/utils expand_pyversion_template
  tools/python/write_file write_file
  tools/sh/sh_configure sh_config sh_configure 7:sh_configure_extension
  tools/sh/sh_toolchain sh_toolchain
  7:tools/test/extensions remote_coverage_tools_extension
  7:tools/windows/windows_config create_windows_host_config
`;

/** "unknown" where a version was not looked at that may have it or not. */
export type Presence = "there" | "absent" | "unknown";

/** By file, and then by name, the versions that have it; undefined for both. */
const FILES: ReadonlyMap<string, ToolsFile> = new Map(parse(TABLE).map((file) => [file.path, file]));

type Only = 4 | 5 | 7 | undefined;

interface ToolsFile {
  readonly path: string;
  readonly only: Only;
  readonly names: ReadonlyMap<string, Only>;
}

/** Whether `bazel_tools` is known to hold a file. That it does not, is never known: those who package Bazel leave some out. */
export function isFileOfTools(label: Label, version: BazelVersion): boolean {
  const file = fileOf(label);
  return file !== undefined && presence(file.only, version) === "there";
}

/** Whether a file of `bazel_tools` has a name to load. */
export function presenceInTools(label: Label, name: string, version: BazelVersion): Presence {
  const file = fileOf(label);
  if (file === undefined || presence(file.only, version) !== "there") return "unknown";
  if (file.names.has(name)) return presence(file.names.get(name), version);
  return version.major === 4 || version.major === 7 ? "absent" : "unknown";
}

/** The .bzl files that `bazel_tools` is known to hold, by their paths without the suffix. */
export function filesOfTools(version: BazelVersion): readonly string[] {
  return [...FILES.values()].flatMap(({ path, only }) => (presence(only, version) === "there" ? [path] : []));
}

/** The names that a file of `bazel_tools` is known to have. */
export function namesInTools(label: Label, version: BazelVersion): readonly string[] {
  const names = [...(fileOf(label)?.names ?? [])];
  return names.flatMap(([name, only]) => (presence(only, version) === "there" ? [name] : []));
}

function fileOf({ repository, packagePath, name }: Label): ToolsFile | undefined {
  if (repository !== "bazel_tools") return undefined;
  return FILES.get((packagePath === "" ? name : `${packagePath}/${name}`).replace(/\.bzl$/, ""));
}

/** What 7 has, later versions are taken to have. */
function presence(only: Only, { major }: BazelVersion): Presence {
  if (only === undefined) return "there";
  if (major === 4) return only === 4 ? "there" : "absent";
  if (only !== 4) return major >= only ? "there" : "unknown";
  return major === 7 ? "absent" : "unknown";
}

function parse(table: string): readonly ToolsFile[] {
  const lines = table.trim().split(/\n(?! {4})/);
  return lines.map((line) => {
    const [file, ...names] = line.trim().split(/\s+/).map(parseWord);
    return { path: file?.[0] ?? "", only: file?.[1], names: new Map(names) };
  });
}

function parseWord(word: string): readonly [string, Only] {
  const [, version, name] = /^(?:([457]):)?(.*)$/.exec(word) ?? [];
  return [name ?? word, version === undefined ? undefined : (Number(version) as Only)];
}
