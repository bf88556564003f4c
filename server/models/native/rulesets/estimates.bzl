"""What models of rulesets that are not on disk have in common: how libraries, programs and packed files usually behave.

A ruleset's rules take many attributes that never reach runfiles. Its models are macros that hand on those which do, to rules whose implementations are here.
"""

_COMMON = ["compatible_with", "deprecation", "exec_compatible_with", "exec_properties", "features", "restricted_to", "tags", "target_compatible_with", "testonly", "visibility"]
_TEST = ["args", "env_inherit", "flaky", "local", "shard_count", "size", "timeout"]

def common(kwargs, *more):
    """Of a macro's arguments those that every rule has, those that tests have, and some more."""
    return {name: value for name, value in kwargs.items() if name in _COMMON or name in _TEST or name in more}

def without_test(kwargs):
    """The arguments that also a rule takes which is no test."""
    return {name: value for name, value in kwargs.items() if name not in _TEST}

LIBRARY_ATTRS = {
    "args": attr.string_list(),
    "data": attr.label_list(allow_files = True),
    "deps": attr.label_list(allow_files = True),
    "env": attr.string_dict(),
    "srcs": attr.label_list(allow_files = True),
}

PROGRAM_ATTRS = dict(LIBRARY_ATTRS, executable_name = attr.string(), env_inherit = attr.string_list())

def library_impl(ctx):
    """Files: its sources. Runfiles: its files, its data, and the runfiles of what it is made of."""
    files = depset(ctx.files.srcs)
    return [DefaultInfo(files = files, runfiles = _with_dependencies(ctx, files))]

def program_impl(ctx, interpreter = None):
    """A generated executable beside the sources and dependencies that a script or an interpreter reads when it runs, and the runfiles of that interpreter."""
    executable = ctx.actions.declare_file(ctx.attr.executable_name or ctx.label.name)
    runfiles = _with_dependencies(ctx, depset(ctx.files.srcs + [executable]))
    if interpreter != None:
        runfiles = runfiles.merge(interpreter)
    return [DefaultInfo(files = depset([executable]), runfiles = runfiles, executable = executable)]

def linked_program_impl(ctx):
    """A program that a compiler makes: of its sources and libraries only their data is there when it runs."""
    executable = ctx.actions.declare_file(ctx.attr.executable_name or ctx.label.name)
    runfiles = model.runfiles_of(depset([executable])).merge(model.collect(ctx, data = ["data"], default = ["srcs", "deps"]))
    return [DefaultInfo(files = depset([executable]), runfiles = runfiles, executable = executable)]

def linked_library_impl(ctx):
    """A library that a compiler reads: its runfiles are its data and those of what it depends on."""
    return [DefaultInfo(files = depset(ctx.files.srcs), runfiles = model.collect(ctx, data = ["data"], default = ["srcs", "deps"]))]

def _with_dependencies(ctx, files):
    return model.runfiles_of(files).merge(model.collect(ctx, data = ["data"], default = ["srcs", "deps"]))

OUTPUT_ATTRS = {
    "directory": attr.string(),
    "file": attr.string(),
    "out": attr.output(),
    "outs": attr.output_list(),
    "srcs": attr.label_list(allow_files = True),
}

def output_impl(ctx):
    """Makes `out` and `outs`, and a file or a directory of the given name: these are what it brings as data; nothing of what it is made from is there at run time."""
    made = ctx.outputs.outs + ([ctx.outputs.out] if ctx.outputs.out else [])
    if ctx.attr.file:
        made.append(ctx.actions.declare_file(ctx.attr.file))
    if ctx.attr.directory:
        made.append(ctx.actions.declare_directory(ctx.attr.directory))
    return [DefaultInfo(files = depset(made), runfiles = ctx.runfiles(made))]
