"""Tools of every kind."""

def _files_impl(ctx):
    return [DefaultInfo(files = depset(ctx.files.srcs))]

files = rule(implementation = _files_impl, attrs = {"srcs": attr.label_list(allow_files = True)})

def _program_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(program, "", is_executable = True)
    return [DefaultInfo(executable = program)]

program = rule(implementation = _program_impl, executable = True)

TOOLS = [
    "alias_of_filegroup",
    "alias_of_program",
    "config",
    "filegroup_none",
    "filegroup_of_program",
    "filegroup_one",
    "filegroup_two",
    "generated",
    "generated.sh",
    "program",
    "sh_library",
    "source.sh",
    "starlark",
    "starlark_program",
]
