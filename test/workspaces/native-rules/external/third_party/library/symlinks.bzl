"""A rule of an external repository that places files by symlinks."""

def _placed_impl(ctx):
    file = ctx.file.file
    runfiles = ctx.runfiles(
        symlinks = {"placed/by_symlink.txt": file},
        root_symlinks = {"placed_at_root/by_root_symlink.txt": file},
    )
    return [DefaultInfo(runfiles = runfiles)]

placed = rule(
    implementation = _placed_impl,
    attrs = {"file": attr.label(allow_single_file = True)},
    doc = "Symlinks land below the main repository's folder, wherever the rule comes from.",
)

def _placed_tool_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/sh\n", is_executable = True)
    runfiles = ctx.runfiles(
        files = ctx.files.files,
        root_symlinks = {ctx.attr.root_symlink: ctx.file.file} if ctx.attr.root_symlink else {},
        symlinks = {ctx.attr.symlink: ctx.file.file} if ctx.attr.symlink else {},
    )
    return [DefaultInfo(executable = script, runfiles = runfiles)]

placed_tool = rule(
    implementation = _placed_tool_impl,
    attrs = {
        "file": attr.label(allow_single_file = True),
        "files": attr.label_list(allow_files = True),
        "root_symlink": attr.string(),
        "symlink": attr.string(),
    },
    doc = "A program of an external repository: does its tree have the main repository's folder?",
    executable = True,
)
