"""How rules ask for the C++ toolchain, as Bazel's tools/cpp/toolchain_utils.bzl defines it. The toolchain itself is not described."""

CPP_TOOLCHAIN_TYPE = Label("//tools/cpp:toolchain_type")

def find_cpp_toolchain(ctx, **_kwargs):
    return ctx.toolchains[CPP_TOOLCHAIN_TYPE]

def use_cpp_toolchain(mandatory = False):
    return [config_common.toolchain_type(CPP_TOOLCHAIN_TYPE, mandatory = mandatory)]
