"""What stands for the Java runtime and toolchain in force, as Bazel's tools/jdk/java_toolchain_alias.bzl defines it."""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

_TOOLCHAIN = platform_common.ToolchainInfo
_VARIABLES = platform_common.TemplateVariableInfo

def _in_force(ctx, legacy):
    if model.option(ctx, "incompatible_use_toolchain_resolution_for_java_rules"):
        return model.unknown("Java toolchain resolution", "Java runtimes and toolchains found by toolchain resolution are not modelled")
    return legacy if model.is_unknown(legacy) else legacy[_TOOLCHAIN]

# They ask for what Bazel registers, and so are refused where what a workspace has registered cannot be looked at. Which toolchain it is, flags say.
_RUNTIME_TYPES = [config_common.toolchain_type("@bazel_tools//tools/jdk:runtime_toolchain_type", mandatory = False)]
_TOOLCHAIN_TYPES = [config_common.toolchain_type("@bazel_tools//tools/jdk:toolchain_type", mandatory = False)]

def _java_runtime_alias_impl(ctx):
    runtime = _in_force(ctx, ctx.attr._java_runtime)
    if model.is_unknown(runtime):
        return runtime
    return [
        runtime,
        _VARIABLES({"JAVA": runtime.java_executable_exec_path, "JAVABASE": runtime.java_home}),
        DefaultInfo(files = runtime.files, runfiles = ctx.runfiles(transitive_files = runtime.files)),
    ]

java_runtime_alias = rule(
    implementation = _java_runtime_alias_impl,
    attrs = {"_java_runtime": attr.label(default = "@bazel_tools//tools/jdk:legacy_current_java_runtime")},
    toolchains = _RUNTIME_TYPES,
)

def _java_host_runtime_alias_impl(ctx):
    runtime = ctx.attr._runtime
    if model.is_unknown(runtime):
        return runtime
    info = runtime[DefaultInfo]
    return [
        runtime[_TOOLCHAIN],
        runtime[_VARIABLES],
        DefaultInfo(files = info.files, data_runfiles = info.data_runfiles, default_runfiles = info.default_runfiles),
    ]

java_host_runtime_alias = rule(
    implementation = _java_host_runtime_alias_impl,
    attrs = {"_runtime": attr.label(default = "@bazel_tools//tools/jdk:current_java_runtime", cfg = "exec")},
)

def _java_toolchain_alias_impl(ctx):
    toolchain = _in_force(ctx, ctx.attr._java_toolchain)
    return toolchain if model.is_unknown(toolchain) else [toolchain, DefaultInfo()]

java_toolchain_alias = rule(
    implementation = _java_toolchain_alias_impl,
    attrs = {"_java_toolchain": attr.label(default = "@bazel_tools//tools/jdk:legacy_current_java_toolchain")},
    toolchains = _TOOLCHAIN_TYPES,
)
