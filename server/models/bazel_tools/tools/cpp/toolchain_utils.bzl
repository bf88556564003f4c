"""How rules ask for the C++ toolchain, as Bazel's tools/cpp/toolchain_utils.bzl defines it: in 4.2 by platforms where a flag says so, else by the attribute `_cc_toolchain`."""

load("@@_builtins//:cc_toolchain_info.bzl", "own_toolchain", "workspace_toolchain")

CPP_TOOLCHAIN_TYPE = Label("//tools/cpp:toolchain_type")

def find_cpp_toolchain(ctx, **_kwargs):
    if model.at_least(ctx, "5.0.0"):
        return ctx.toolchains[CPP_TOOLCHAIN_TYPE]
    if model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        if CPP_TOOLCHAIN_TYPE in ctx.toolchains:
            label = workspace_toolchain(ctx)
            return own_toolchain(ctx) if not model.is_unknown(label) and label == None else ctx.toolchains[CPP_TOOLCHAIN_TYPE]
        fail("In order to use find_cpp_toolchain, you must include the '@bazel_tools//tools/cpp:toolchain_type' in the toolchains argument to your rule.")
    if hasattr(ctx.attr, "_cc_toolchain"):
        return ctx.attr._cc_toolchain[platform_common.ToolchainInfo]
    fail("In order to use find_cpp_toolchain, you must define the '_cc_toolchain' attribute on your rule or aspect.")

def use_cpp_toolchain(mandatory = False):
    return [config_common.toolchain_type(CPP_TOOLCHAIN_TYPE, mandatory = mandatory)]
