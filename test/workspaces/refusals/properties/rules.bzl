"""Rules without execution groups of their own."""

def _plain_impl(_ctx):
    pass

plain = rule(implementation = _plain_impl)

def _plain_test_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(program, "", is_executable = True)
    return [DefaultInfo(executable = program)]

plain_test = rule(implementation = _plain_test_impl, test = True)
