"""A C++ toolchain without the path of one of its tools."""

load("@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl", "feature", "tool_path")

TOOLS = ["ar", "cpp", "dwp", "gcc", "gcov", "ld", "llvm-profdata", "nm", "objcopy", "objdump", "strip"]

def _configuration_impl(ctx):
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "unknown",
        abi_version = "unknown",
        compiler = "script",
        features = [feature(name = "no_legacy_features")] if ctx.attr.without_legacy_features else [],
        host_system_name = "local",
        target_cpu = "k8",
        target_libc = "unknown",
        target_system_name = "local",
        tool_paths = [tool_path(name = name, path = "tool.sh") for name in TOOLS if name != ctx.attr.missing],
        toolchain_identifier = ctx.label.name,
    )

_configuration = rule(
    implementation = _configuration_impl,
    attrs = {
        "missing": attr.string(),
        "without_legacy_features": attr.bool(),
    },
    provides = [CcToolchainConfigInfo],
)

def toolchain(name, **kwargs):
    _configuration(
        name = name + "_configuration",
        **kwargs
    )
    native.cc_toolchain(
        name = name + "_toolchain",
        all_files = "tool.sh",
        ar_files = "tool.sh",
        as_files = "tool.sh",
        compiler_files = "tool.sh",
        dwp_files = "tool.sh",
        linker_files = "tool.sh",
        objcopy_files = "tool.sh",
        strip_files = "tool.sh",
        toolchain_config = name + "_configuration",
    )
    native.cc_toolchain_suite(
        name = name,
        toolchains = {"k8": name + "_toolchain"},
    )
