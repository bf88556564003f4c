"""Repository rules that need neither a process nor the network."""

def _names_impl(rctx):
    rctx.file("BUILD", "")
    rctx.file("names.bzl", "NAMES = %r\nREPOSITORY = %r\n" % (rctx.attr.words, rctx.name))

names = repository_rule(
    implementation = _names_impl,
    attrs = {"words": attr.string_list()},
)

def _collection_impl(rctx):
    for path, text in rctx.attr.files.items():
        rctx.file(path, text)
    rctx.file("deep/package/BUILD.bazel", "exports_files([\"here.txt\"])")
    rctx.file("deep/package/here.txt")
    rctx.symlink(rctx.path(rctx.attr.directory).dirname.get_child("directory"), "linked")
    rctx.symlink(rctx.attr.directory, "renamed.txt")
    rctx.template("BUILD.bazel", rctx.attr.build_file, {"%EXISTING%": str([
        name
        for name in ["one.txt", "three.txt", "linked/inside.txt"]
        if rctx.path(name).exists
    ])})

collection = repository_rule(
    implementation = _collection_impl,
    attrs = {
        "build_file": attr.label(),
        "directory": attr.label(),
        "files": attr.string_dict(),
    },
)
