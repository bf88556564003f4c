"""Rules that declare more than they make."""

def _made(ctx, name):
    file = ctx.actions.declare_file(name)
    ctx.actions.write(file, "")
    return file

def _makes_all_impl(ctx):
    all = [ctx.outputs.out, ctx.outputs.implicit, ctx.actions.declare_file(ctx.label.name + ".by_shell")]
    ctx.actions.run_shell(outputs = all, command = "touch $@")
    return [DefaultInfo(files = depset(all))]

_OUT = {"out": attr.output()}
_IMPLICIT = {"implicit": "%{name}.implicit"}

makes_all = rule(implementation = _makes_all_impl, attrs = _OUT, outputs = _IMPLICIT)

def _makes_nothing_impl(_ctx):
    return []

makes_no_output = rule(implementation = _makes_nothing_impl, attrs = _OUT)
makes_no_implicit_output = rule(implementation = _makes_nothing_impl, outputs = _IMPLICIT)
makes_no_executable = rule(implementation = _makes_nothing_impl, executable = True)

def _only_declares_impl(ctx):
    ctx.actions.declare_file(ctx.label.name + ".txt")
    return [DefaultInfo(files = depset([_made(ctx, ctx.label.name + ".made")]))]

only_declares = rule(implementation = _only_declares_impl)

def _only_declares_a_directory_impl(ctx):
    directory = ctx.actions.declare_directory(ctx.label.name + ".d")
    return [DefaultInfo(files = depset([directory]))]

only_declares_a_directory = rule(implementation = _only_declares_a_directory_impl)

def _only_names_its_executable_impl(ctx):
    return [DefaultInfo(executable = ctx.outputs.executable)]

only_names_its_executable = rule(implementation = _only_names_its_executable_impl, executable = True)

def _writes_its_executable_impl(ctx):
    ctx.actions.write(output = ctx.outputs.executable, content = "")
    return []

writes_its_executable = rule(implementation = _writes_its_executable_impl, executable = True)

def _has_another_executable_impl(ctx):
    return [DefaultInfo(executable = _made(ctx, ctx.label.name + ".sh"))]

has_another_executable = rule(implementation = _has_another_executable_impl, executable = True)
