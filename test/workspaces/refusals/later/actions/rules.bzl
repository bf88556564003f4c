"""Actions with parameters that Bazel 4 has, or has not."""

def _run(ctx, **arguments):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    ctx.actions.run(outputs = [out], **arguments)
    return []

def _plain_impl(ctx):
    return _run(ctx, executable = "true", arguments = [], inputs = depset(), mnemonic = "Nothing", tools = [])

def _toolchain_impl(ctx):
    return _run(ctx, executable = "true", toolchain = None)

def _no_executable_impl(ctx):
    return _run(ctx)

def _write_impl(ctx):
    ctx.actions.write(ctx.actions.declare_file(ctx.label.name + ".out"), "", True)
    return []

def _write_nothing_impl(ctx):
    ctx.actions.write(ctx.actions.declare_file(ctx.label.name + ".out"))
    return []

plain = rule(implementation = _plain_impl)
toolchain_of_action = rule(implementation = _toolchain_impl)
no_executable = rule(implementation = _no_executable_impl)
write = rule(implementation = _write_impl)
write_nothing = rule(implementation = _write_nothing_impl)
