"""What rules that compile have in common."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

TOOLCHAIN = {"_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain")}

TOOLCHAIN_TYPES = ["@bazel_tools//tools/cpp:toolchain_type"]

def configured(ctx):
    """The C++ toolchain and the features in force, as arguments of functions of cc_common."""
    toolchain = find_cpp_toolchain(ctx)
    return {
        "actions": ctx.actions,
        "cc_toolchain": toolchain,
        "feature_configuration": cc_common.configure_features(
            ctx = ctx,
            cc_toolchain = toolchain,
            requested_features = ctx.features,
            unsupported_features = ctx.disabled_features,
        ),
    }
