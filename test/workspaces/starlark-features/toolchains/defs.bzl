"""A toolchain whose tool and files come along in runfiles."""

def _greeter_impl(ctx):
    return [platform_common.ToolchainInfo(
        default = ctx.attr.tool[DefaultInfo],
        files = ctx.files.data + ctx.files.made,
        name = ctx.label.name,
    )]

greeter = rule(
    implementation = _greeter_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "made": attr.label_list(cfg = "exec"),
        "tool": attr.label(
            cfg = "target",
            executable = True,
        ),
    },
)

def _greets_impl(ctx):
    toolchain = ctx.toolchains["//toolchains:toolchain_type"]
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "#!/bin/sh\n# %s\n" % toolchain.name, is_executable = True)
    runfiles = ctx.runfiles(files = toolchain.files + ctx.files.deps).merge(toolchain.default.default_runfiles)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

greets = rule(
    implementation = _greets_impl,
    attrs = {"deps": attr.label_list(allow_files = True)},
    executable = True,
    toolchains = ["//toolchains:toolchain_type"],
)

# With the transition a toolchain is configured as who uses it, and only its `exec` dependencies for the execution platform. Bazel before 5 has all of it for the host otherwise.

greets_as_it_is = rule(
    implementation = _greets_impl,
    attrs = {"deps": attr.label_list(allow_files = True)},
    executable = True,
    incompatible_use_toolchain_transition = True,
    toolchains = ["//toolchains:toolchain_type"],
)

GreetingInfo = provider()

def _greeting_impl(_target, ctx):
    toolchain = ctx.toolchains["//toolchains:toolchain_type"]
    return [GreetingInfo(runfiles = ctx.runfiles(files = toolchain.files).merge(toolchain.default.default_runfiles))]

greeting = aspect(
    implementation = _greeting_impl,
    toolchains = ["//toolchains:toolchain_type"],
)

greeting_as_it_is = aspect(
    implementation = _greeting_impl,
    incompatible_use_toolchain_transition = True,
    toolchains = ["//toolchains:toolchain_type"],
)

def _greeted_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "#!/bin/sh\n", is_executable = True)
    return [DefaultInfo(executable = script, runfiles = ctx.attr.dep[GreetingInfo].runfiles)]

def _greeted(aspect):
    return rule(
        implementation = _greeted_impl,
        attrs = {"dep": attr.label(aspects = [aspect])},
        executable = True,
    )

greeted = _greeted(greeting)
greeted_as_it_is = _greeted(greeting_as_it_is)
