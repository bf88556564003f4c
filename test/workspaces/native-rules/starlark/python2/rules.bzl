"""A program that carries what tools bring, in the configurations of tools."""

def _carrier_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(program, "", is_executable = True)
    runfiles = ctx.runfiles()
    for tool in [ctx.attr.exec_tool, ctx.attr.host_tool]:
        if tool:
            runfiles = runfiles.merge(tool[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = program, runfiles = runfiles)]

carrier = rule(
    implementation = _carrier_impl,
    attrs = {
        "exec_tool": attr.label(cfg = "exec"),
        "host_tool": attr.label(cfg = "host"),
    },
    executable = True,
)

def _names_impl(ctx):
    """Writes down which empty files a program has."""
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(program, "", is_executable = True)
    names = ctx.attr.program[DefaultInfo].default_runfiles.empty_filenames.to_list()
    made = [ctx.actions.declare_file("%s.d/%s" % (ctx.label.name, name)) for name in names]
    for file in made:
        ctx.actions.write(file, "")
    return [DefaultInfo(executable = program, runfiles = ctx.runfiles(made))]

names = rule(
    implementation = _names_impl,
    attrs = {"program": attr.label()},
    executable = True,
)
