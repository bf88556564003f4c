"""Attributes of many kinds."""

def _carries_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(out, "#!/bin/sh\n", is_executable = True)
    files = [ctx.file.file, ctx.file._implicit] + ctx.files._flag
    return [DefaultInfo(executable = out, runfiles = ctx.runfiles(files))]

carries = rule(
    implementation = _carries_impl,
    attrs = {
        "file": attr.label(
            allow_single_file = [".txt"],
            default = Label("//flags:default.txt"),
        ),
        "_flag": attr.label(
            allow_files = True,
            default = "//flags:chosen_file",
        ),
        "_implicit": attr.label(
            allow_single_file = True,
            default = "//macros:script.sh",
        ),
    },
    executable = True,
)

def _dictionary_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(out, "#!/bin/sh\n", is_executable = True)
    symlinks = {}
    for target, word in ctx.attr.files.items():
        for index, file in enumerate(target.files.to_list()):
            symlinks["{}/{}/{}".format(ctx.label.package, word, index)] = file
    for key in ctx.attr.strings:
        symlinks["strings/" + key + "." + ctx.attr.strings[key]] = ctx.files.files[0]
    return [DefaultInfo(executable = out, runfiles = ctx.runfiles(symlinks = symlinks))]

dictionary = rule(
    implementation = _dictionary_impl,
    attrs = {
        "files": attr.label_keyed_string_dict(allow_files = True),
        "strings": attr.string_dict(),
    },
    executable = True,
)

def _executable_attribute_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.run_shell(
        outputs = [out],
        command = "echo '#!/bin/sh' > $1 && chmod +x $1",
        arguments = [out.path],
        tools = [ctx.executable.tool],
    )
    runfiles = ctx.runfiles([ctx.executable.tool]).merge(ctx.attr.tool[DefaultInfo].data_runfiles)
    return [DefaultInfo(executable = out, runfiles = runfiles)]

executable_attribute = rule(
    implementation = _executable_attribute_impl,
    attrs = {"tool": attr.label(
        cfg = "host",
        executable = True,
    )},
    executable = True,
)
