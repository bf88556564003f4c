"""C++ toolchains of the workspace. Their compiler is a shell script."""

load("@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl", "artifact_name_pattern", "feature", "feature_set", "tool_path")

_TOOLS = ["ar", "cpp", "gcc", "gcov", "ld", "nm", "objdump", "strip"]

def _configuration_impl(ctx):
    features = [feature(name = name, enabled = True) for name in ctx.attr.enabled]
    features += [feature(name = name) for name in ctx.attr.disabled]
    features += [feature(name = name, enabled = True, implies = [implied]) for name, implied in ctx.attr.implies.items()]
    features += [feature(name = name, enabled = True, requires = [feature_set(features = [required])]) for name, required in ctx.attr.requires.items()]
    patterns = [artifact_name_pattern(category_name = name, prefix = prefix, extension = extension) for name, (prefix, extension) in ctx.attr.patterns.items()]
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "unknown",
        abi_version = "unknown",
        artifact_name_patterns = patterns,
        compiler = "script",
        features = features,
        host_system_name = "local",
        target_cpu = ctx.attr.target_cpu,
        target_libc = "unknown",
        target_system_name = "local",
        tool_paths = [tool_path(name = name, path = "tool.sh") for name in _TOOLS],
        toolchain_identifier = ctx.label.name,
    )

_configuration = rule(
    implementation = _configuration_impl,
    attrs = {
        "disabled": attr.string_list(),
        "enabled": attr.string_list(),
        "implies": attr.string_dict(),
        "patterns": attr.string_list_dict(),
        "requires": attr.string_dict(),
        "target_cpu": attr.string(),
    },
    provides = [CcToolchainConfigInfo],
)

def toolchain(name, **kwargs):
    """A toolchain that --extra_toolchains can put into force."""
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
    native.toolchain(
        name = name,
        toolchain = name + "_toolchain",
        toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
    )
