"""Rules that make JavaInfo, and that read it."""

def _makes_java_info_impl(ctx):
    jar = ctx.actions.declare_file(ctx.label.name + ".jar")
    ctx.actions.write(jar, "")
    info = JavaInfo(
        output_jar = jar,
        compile_jar = jar,
        neverlink = ctx.attr.neverlink,
        deps = [dep[JavaInfo] for dep in ctx.attr.deps],
        exports = [dep[JavaInfo] for dep in ctx.attr.exports],
        runtime_deps = [dep[JavaInfo] for dep in ctx.attr.runtime_deps],
    )
    return [info, DefaultInfo(files = depset([jar]), runfiles = ctx.runfiles([jar]))]

makes_java_info = rule(
    implementation = _makes_java_info_impl,
    attrs = {
        "deps": attr.label_list(providers = [JavaInfo]),
        "exports": attr.label_list(providers = [JavaInfo]),
        "neverlink": attr.bool(),
        "runtime_deps": attr.label_list(providers = [JavaInfo]),
    },
)

def _forwards_java_info_impl(ctx):
    merged = java_common.merge([dep[JavaInfo] for dep in ctx.attr.deps])
    runfiles = ctx.runfiles(transitive_files = depset(transitive = [merged.transitive_runtime_jars]))
    return [merged, DefaultInfo(files = depset(merged.source_jars), runfiles = runfiles)]

forwards_java_info = rule(
    implementation = _forwards_java_info_impl,
    attrs = {"deps": attr.label_list(providers = [JavaInfo])},
)

def _bare_impl(ctx):
    jar = ctx.actions.declare_file(ctx.label.name + ".jar")
    toolchain = ctx.attr._toolchain[java_common.JavaToolchainInfo]
    deps = [dep[JavaInfo] for dep in ctx.attr.deps]
    if ctx.attr.kind == "compile":
        return [java_common.compile(
            ctx,
            output = jar,
            source_files = ctx.files.srcs,
            java_toolchain = toolchain,
            deps = deps,
            exports = [dep[JavaInfo] for dep in ctx.attr.exports],
            neverlink = ctx.attr.neverlink,
        )]
    ctx.actions.write(jar, "")
    if ctx.attr.kind == "merge":
        return [java_common.merge(deps)]
    return [JavaInfo(
        output_jar = jar,
        compile_jar = java_common.run_ijar(ctx.actions, jar = jar, java_toolchain = toolchain),
        deps = deps,
        exports = [dep[JavaInfo] for dep in ctx.attr.exports],
        neverlink = ctx.attr.neverlink,
        runtime_deps = [dep[JavaInfo] for dep in ctx.attr.runtime_deps],
    )]

bare = rule(
    doc = "Tells what it brings by its JavaInfo alone.",
    implementation = _bare_impl,
    fragments = ["java"],
    attrs = {
        "deps": attr.label_list(providers = [JavaInfo]),
        "exports": attr.label_list(providers = [JavaInfo]),
        "kind": attr.string(values = ["compile", "merge", "new"]),
        "neverlink": attr.bool(),
        "runtime_deps": attr.label_list(providers = [JavaInfo]),
        "srcs": attr.label_list(allow_files = [".java"]),
        "_toolchain": attr.label(default = "@bazel_tools//tools/jdk:current_java_toolchain"),
    },
)

def _interface_jars_test_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(launcher, "#!/bin/sh\n", is_executable = True)
    jar = ctx.actions.declare_file(ctx.label.name + ".of.jar")
    ctx.actions.write(jar, "")
    toolchain = ctx.attr._toolchain[java_common.JavaToolchainInfo]
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles([
        java_common.run_ijar(ctx.actions, jar = jar, java_toolchain = toolchain),
        java_common.stamp_jar(ctx.actions, jar = jar, java_toolchain = toolchain, target_label = ctx.label),
    ]))]

interface_jars_test = rule(
    implementation = _interface_jars_test_impl,
    attrs = {"_toolchain": attr.label(default = "@bazel_tools//tools/jdk:current_java_toolchain")},
    test = True,
)

def _class_path_test_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, "#!/bin/sh\n", is_executable = True)
    files = depset(transitive = [dep[JavaInfo].transitive_runtime_jars for dep in ctx.attr.deps])
    jars = [jar.class_jar for dep in ctx.attr.deps for jar in dep[JavaInfo].outputs.jars]
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles(jars + dep_sources(ctx), transitive_files = files))]

def _gathers_test_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, "#!/bin/sh\n", is_executable = True)
    infos = depset([dep[JavaInfo] for dep in ctx.attr.deps + ctx.attr.deps])
    by_label = {dep.label: dep[JavaInfo] for dep in ctx.attr.deps}
    if len(infos.to_list()) != len(by_label):
        fail("one JavaInfo for each target")
    files = {jar: True for info in infos.to_list() for jar in info.transitive_runtime_jars.to_list()}
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles(files.keys()))]

gathers_test = rule(
    implementation = _gathers_test_impl,
    attrs = {"deps": attr.label_list(providers = [JavaInfo])},
    test = True,
)

def _options_test_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, "#!/bin/sh\n", is_executable = True)
    options = java_common.default_javac_opts(java_toolchain = ctx.attr.toolchain[java_common.JavaToolchainInfo])
    told = ctx.actions.declare_file(ctx.label.name + "".join(options) + ".txt")
    ctx.actions.write(told, "")
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles([told]))]

options_test = rule(
    implementation = _options_test_impl,
    attrs = {"toolchain": attr.label()},
    test = True,
)

def dep_sources(ctx):
    return [jar for dep in ctx.attr.deps for jar in dep[JavaInfo].source_jars]

class_path_test = rule(
    implementation = _class_path_test_impl,
    attrs = {"deps": attr.label_list(providers = [JavaInfo])},
    test = True,
)
