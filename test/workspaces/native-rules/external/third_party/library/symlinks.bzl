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
