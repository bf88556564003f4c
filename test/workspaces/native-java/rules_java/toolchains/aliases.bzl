"""What stands for the JDK and for the Java toolchain in force."""

_COMPILING = "@bazel_tools//tools/jdk:toolchain_type"
_RUNTIME = "@bazel_tools//tools/jdk:runtime_toolchain_type"

def _current_java_runtime_impl(ctx):
    toolchain = ctx.toolchains[_RUNTIME]
    runtime = toolchain.java_runtime
    return [
        toolchain,
        runtime,
        platform_common.TemplateVariableInfo({"JAVABASE": runtime.java_home}),
        DefaultInfo(files = runtime.files, runfiles = ctx.runfiles(transitive_files = runtime.files)),
    ]

current_java_runtime = rule(
    implementation = _current_java_runtime_impl,
    toolchains = [_RUNTIME],
)

def _current_host_java_runtime_impl(ctx):
    runtime = ctx.attr._runtime
    return [runtime[platform_common.ToolchainInfo], runtime[java_common.JavaRuntimeInfo], runtime[DefaultInfo]]

current_host_java_runtime = rule(
    implementation = _current_host_java_runtime_impl,
    attrs = {"_runtime": attr.label(default = ":current_java_runtime", cfg = "exec")},
)

def _current_java_toolchain_impl(ctx):
    toolchain = ctx.toolchains[_COMPILING]
    return [toolchain, toolchain.java]

current_java_toolchain = rule(
    implementation = _current_java_toolchain_impl,
    toolchains = [_COMPILING],
)
