"""A toolchain whose tool and files come along in runfiles."""

def _greeter_impl(ctx):
    return [platform_common.ToolchainInfo(
        default = ctx.attr.tool[DefaultInfo],
        files = ctx.files.data,
        name = ctx.label.name,
    )]

greeter = rule(
    implementation = _greeter_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
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
