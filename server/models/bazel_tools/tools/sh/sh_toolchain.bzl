"""Toolchains for the shell (tools/sh/sh_toolchain.bzl, the same in 4.2.3 and 7.7.1)."""

def _sh_toolchain_impl(ctx):
    return [platform_common.ToolchainInfo(path = ctx.attr.path)]

sh_toolchain = rule(implementation = _sh_toolchain_impl, attrs = {"path": attr.string()})

def _local_sh_toolchain_impl(_ctx):
    return [platform_common.ToolchainInfo(path = model.unknown("BAZEL_SH", "which shell Bazel has found is not known"))]

# That of @local_config_sh (tools/sh/sh_configure.bzl).
local_sh_toolchain = rule(implementation = _local_sh_toolchain_impl)
