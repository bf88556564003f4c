"""A program that carries what its data brings, of one kind of runfiles or the other."""

def _runs_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "", is_executable = True)
    runfiles = ctx.runfiles(ctx.files.data)
    for target in ctx.attr.data:
        runfiles = runfiles.merge(target[DefaultInfo].data_runfiles if ctx.attr.with_data else target[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

carries = rule(
    _runs_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "with_data": attr.bool(),
    },
    executable = True,
)
