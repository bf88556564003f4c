"""How rules ask for the C++ toolchain, as Bazel's tools/cpp/toolchain_utils.bzl defines it: in 4.2 by platforms where a flag says so, else by the attribute `_cc_toolchain`."""

load("@@_builtins//:cc_toolchain_info.bzl", "own_toolchain", "workspace_toolchain")

CPP_TOOLCHAIN_TYPE = Label("//tools/cpp:toolchain_type")

def _toolchain_found(ctx, mandatory):
    if not model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        return model.unknown("C++ toolchain", "toolchains that --crosstool_top names are not looked at for this Bazel")
    if CPP_TOOLCHAIN_TYPE not in ctx.toolchains:
        fail("In order to use find_cpp_toolchain, you must include the '//tools/cpp:toolchain_type' in the toolchains argument to your rule.")
    found = ctx.toolchains[CPP_TOOLCHAIN_TYPE]
    if model.is_unknown(found):
        return found
    if found == None:
        if mandatory:
            fail("Unable to find a CC toolchain using toolchain resolution. Target: %s" % ctx.label)
        return None
    return found.cc if hasattr(found, "cc") else found

def find_cpp_toolchain(ctx, mandatory = True):
    if bazel_at_least("7.7.0"):
        return _toolchain_found(ctx, mandatory)
    if bazel_at_least("5.0.0"):
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
