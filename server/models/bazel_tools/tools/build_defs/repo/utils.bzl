"""Helpers of WORKSPACE files and of repository rules.

Mirrors Bazel's tools/build_defs/repo/utils.bzl, 4.0 to 9.1. What reads credentials is left out.
"""

def maybe(repo_rule, name, **kwargs):
    if not native.existing_rule(name):
        repo_rule(name = name, **kwargs)

def _write_given(ctx, path, file, content, attributes):
    if file and content:
        fail("Only one of '%s' and '%s' can be provided." % attributes)
    if file:
        ctx.file(path, ctx.read(file))
    elif content:
        ctx.file(path, content)

def workspace_and_buildfile(ctx):
    attr = ctx.attr
    _write_given(ctx, "WORKSPACE", attr.workspace_file, attr.workspace_file_content, ("workspace_file", "workspace_file_content"))
    _write_given(ctx, "BUILD.bazel", attr.build_file, attr.build_file_content, ("build_file", "build_file_content"))

def patch(ctx, patches = None, **_kwargs):
    if patches or ctx.attr.patches:
        ctx.patch(None)

def update_attrs(orig, keys, override):
    result = {key: getattr(orig, key) for key in keys if getattr(orig, key) != None}
    result["name"] = orig.name
    result.update(override)
    return result
