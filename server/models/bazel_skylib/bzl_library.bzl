"""Collections of .bzl files, after bazel_skylib's bzl_library.bzl."""

model.describe(of = "bazel_skylib", checked = ("1.0.3", "1.2.1"), verified = [])

StarlarkLibraryInfo = provider(fields = ["srcs", "transitive_srcs"])

def _bzl_library_impl(ctx):
    files = depset(ctx.files.srcs, transitive = [dep.files for dep in ctx.attr.deps], order = "postorder")
    return [
        DefaultInfo(files = files, runfiles = ctx.runfiles(transitive_files = files)),
        StarlarkLibraryInfo(srcs = ctx.files.srcs, transitive_srcs = files),
    ]

bzl_library = rule(
    implementation = _bzl_library_impl,
    attrs = {
        "deps": attr.label_list(allow_files = [".bzl"]),
        "srcs": attr.label_list(allow_files = [".bzl"]),
    },
)
