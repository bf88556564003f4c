"""The compiler of the C++ toolchain as a flag (Bazel: tools/cpp/compiler_flag.bzl, tools/cpp/unix_cc_configure.bzl)."""

load("@@_builtins//:cc_toolchain_info.bzl", "TOOLCHAIN_TYPE", "toolchain_of")

# Loaded as Bazel loads them: starlark_doc_extract wants to be told of all.
load(":toolchain_utils.bzl", _found = "find_cpp_toolchain")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "8.7.0"), verified = ["4.2.3", "7.7.1"])

# What the toolchain that Bazel configures on Linux may say; which one the machine's compiler and environment decide.
_ON_LINUX = ["clang", "compiler", "gcc"]

# The configuration of the toolchain that Bazel makes for the machine.
_CONFIG = Label("@local_config_cc//:local")

def _compiler_flag_impl(ctx):
    if bazel_at_least("7.7.0"):
        return [config_common.FeatureFlagInfo(value = _compiler_of(toolchain_of(ctx)), among = _ON_LINUX) if model.host_os(ctx) == "linux" else config_common.FeatureFlagInfo(value = _compiler_of(toolchain_of(ctx))), DefaultInfo()]
    value = model.unknown("compiler", "the compiler of the C++ toolchain is not known")
    own = model.option(ctx, "crosstool_top") == "@@bazel_tools//tools/cpp:toolchain" and not model.option(ctx, "compiler")
    if model.host_os(ctx) == "linux" and own and model.option(ctx, "cpu") in ["k8", "aarch64"]:
        return [config_common.FeatureFlagInfo(value = model.declared_attribute(ctx, _CONFIG, "compiler") or value, among = _ON_LINUX), DefaultInfo()]
    return [config_common.FeatureFlagInfo(value = value), DefaultInfo()]

def _compiler_of(toolchain):
    return toolchain if model.is_unknown(toolchain) else toolchain.compiler

compiler_flag = rule(
    implementation = _compiler_flag_impl,
    toolchains = [config_common.toolchain_type(TOOLCHAIN_TYPE, mandatory = False)] if bazel_at_least("7.7.0") else ["@bazel_tools//tools/cpp:toolchain_type"],
)
