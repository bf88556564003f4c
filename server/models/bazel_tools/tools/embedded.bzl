"""Files that Bazel brings along, in a filegroup of theirs: read in the BUILD files of Bazel 4.2.3. What later releases have in their place was not read."""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

def _embedded_files_impl(ctx):
    files = depset(ctx.files.srcs)
    return [DefaultInfo(files = files, data_runfiles = ctx.runfiles(ctx.files.srcs), executable = model.singleton(files))]

embedded_files = rule(
    implementation = _embedded_files_impl,
    attrs = {"srcs": attr.label_list(allow_files = True)},
)
