"""Rules with and without execution groups of their own."""

def _impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "", is_executable = True)
    return [DefaultInfo(executable = script)]

plain = rule(implementation = _impl, executable = True)

plain_test = rule(implementation = _impl, test = True)

with_group = rule(
    implementation = _impl,
    exec_groups = {"one": exec_group()},
    executable = True,
)
