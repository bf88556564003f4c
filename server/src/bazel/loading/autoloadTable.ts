/**
 * Where Bazel 8 finds the symbols that it has given to rulesets: `AUTOLOAD_CONFIG` and its neighbours in `packages/AutoloadSymbols.java`, as of the end of 2025 (Bazel 9 before the file was deleted). Bazel 8.0's
 * (bazelbuild/bazel 0345aae5) differs in the names under which it finds protobuf and apple_support; a flag may name either.
 */

/** What stands for a symbol that is not loaded. */
export interface AutoloadedSymbol {
  /** The module that has it. */
  readonly module: string;
  /** The path of its file, as a label within the repository. */
  readonly file: string;
  /** Rules are members of `native` and names of BUILD files, others are global names of .bzl files. */
  readonly isRule: boolean;
  /** What the file calls it. */
  readonly exportedAs: string;
}

interface SymbolsOfFile {
  readonly module: string;
  readonly file: string;
  readonly names: string;
  readonly renamed?: string;
}

const PROVIDERS_AND_MODULES: readonly SymbolsOfFile[] = [
  { module: "rules_cc", file: "//cc/common:cc_shared_library_info.bzl", names: "CcSharedLibraryInfo" },
  { module: "rules_cc", file: "//cc/common:cc_shared_library_hint_info.bzl", names: "CcSharedLibraryHintInfo" },
  { module: "rules_cc", file: "//cc/common:cc_common.bzl", names: "cc_common" },
  { module: "rules_cc", file: "//cc/common:cc_info.bzl", names: "CcInfo" },
  { module: "rules_cc", file: "//cc/common:debug_package_info.bzl", names: "DebugPackageInfo" },
  { module: "rules_cc", file: "//cc/toolchains:cc_toolchain_config_info.bzl", names: "CcToolchainConfigInfo" },
  { module: "protobuf", file: "//bazel/private:bazel_cc_proto_library.bzl", names: "cc_proto_aspect" },
  { module: "protobuf", file: "//bazel/common:proto_info.bzl", names: "ProtoInfo" },
  { module: "rules_java", file: "//java/common:java_common.bzl", names: "java_common" },
  { module: "rules_java", file: "//java/common:java_info.bzl", names: "JavaInfo" },
  { module: "rules_java", file: "//java/common:java_plugin_info.bzl", names: "JavaPluginInfo" },
  {
    module: "rules_java",
    file: "//java/common:proguard_spec_info.bzl",
    names: "ProguardSpecProvider",
    renamed: "ProguardSpecInfo",
  },
  { module: "rules_python", file: "//python:py_info.bzl", names: "PyInfo" },
  { module: "rules_python", file: "//python:py_runtime_info.bzl", names: "PyRuntimeInfo" },
  {
    module: "rules_python",
    file: "//python:py_cc_link_params_info.bzl",
    names: "PyCcLinkParamsProvider",
    renamed: "PyCcLinkParamsInfo",
  },
  { module: "rules_android", file: "//providers:providers.bzl", names: "AndroidIdeInfo" },
  { module: "apple_support", file: "//lib:apple_common.bzl", names: "apple_common" },
];

/** `*` in a file's name is the rule's name. */
const RULES: readonly SymbolsOfFile[] = [
  {
    module: "rules_android",
    file: "//rules:rules.bzl",
    names: "aar_import android_binary android_library android_local_test android_sdk android_tools_defaults_jar",
  },
  {
    module: "rules_cc",
    file: "//cc:*.bzl",
    names: "cc_binary cc_import cc_library cc_shared_library cc_test objc_import objc_library",
  },
  {
    module: "rules_cc",
    file: "//cc/toolchains:*.bzl",
    names: "cc_toolchain cc_toolchain_suite fdo_prefetch_hints fdo_profile memprof_profile propeller_optimize",
  },
  {
    module: "protobuf",
    file: "//bazel:*.bzl",
    names: "cc_proto_library java_lite_proto_library java_proto_library proto_library",
  },
  { module: "protobuf", file: "//bazel/toolchains:*.bzl", names: "proto_lang_toolchain" },
  { module: "rules_java", file: "//java:*.bzl", names: "java_binary java_import java_library java_plugin java_test" },
  {
    module: "rules_java",
    file: "//java/toolchains:*.bzl",
    names: "java_package_configuration java_runtime java_toolchain",
  },
  { module: "rules_python", file: "//python:*.bzl", names: "py_binary py_library py_runtime py_test" },
  { module: "rules_shell", file: "//shell:*.bzl", names: "sh_binary sh_library sh_test" },
  {
    module: "apple_support",
    file: "//xcode:*.bzl",
    names: "available_xcodes xcode_config xcode_config_alias xcode_version",
  },
];

export const AUTOLOADED_SYMBOLS: ReadonlyMap<string, AutoloadedSymbol> = new Map([
  ...PROVIDERS_AND_MODULES.flatMap((symbols) => symbolsOf(symbols, false)),
  ...RULES.flatMap((symbols) => symbolsOf(symbols, true)),
]);

/** Is neither loaded nor removed: less of it is left. */
export const ONLY_REDUCED = "proto_common_do_not_use";

/** What WORKSPACE files call the repositories of some modules (`moduleToRepoName`). */
export const WORKSPACE_NAMES: ReadonlyMap<string, string> = new Map([
  ["apple_support", "build_bazel_apple_support"],
  ["protobuf", "com_google_protobuf"],
]);

/** Those that have what is loaded, and what they depend on. */
export const REPOSITORIES_WITHOUT_AUTOLOADS: readonly string[] = [
  "protobuf",
  "com_google_protobuf",
  "proto_bazel_features",
  "rules_android",
  "rules_cc",
  "rules_java",
  "rules_java_builtin",
  "compatibility_proxy",
  "rules_python",
  "rules_python_internal",
  "rules_shell",
  "apple_support",
  "build_bazel_apple_support",
  "bazel_skylib",
  "bazel_tools",
  "bazel_features",
  "bazel_features_version",
  "bazel_features_globals",
];

/** Modules count as absent up to these versions (`requiredVersionForModules`). */
export const TOO_OLD: ReadonlyMap<string, string> = new Map([
  ["protobuf", "29.0-rc1"],
  ["rules_android", "0.6.0-rc1"],
]);

function symbolsOf({ module, file, names, renamed }: SymbolsOfFile, isRule: boolean): [string, AutoloadedSymbol][] {
  return names
    .split(" ")
    .map((name) => [name, { module, file: file.replace("*", name), isRule, exportedAs: renamed ?? name }]);
}
