"""Programs that print one file in each of its configurations, and three ways to carry the files in runfiles."""

load(":multiplatform_transition.bzl", "PLATFORMS", "multiplatform_transition")

_ATTRS = {
    "file": attr.label(
        allow_files = True,
        cfg = multiplatform_transition,
        doc = "What to print: one dependency, three configurations.",
        mandatory = True,
    ),
    "greeting": attr.string(doc = "A line to print first."),
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
}

def _write_script(ctx, directory, paths):
    """Declares a script that prints the greeting and `paths`, which stand in `directory` of its runfiles tree."""
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    lines = ["#!/bin/sh", 'cd "${RUNFILES_DIR:-$0.runfiles}/%s" || exit 1' % directory]
    if ctx.attr.greeting:
        lines.append("echo '%s'" % ctx.attr.greeting)
    lines.extend(["cat '%s'" % path for path in paths])
    ctx.actions.write(script, "\n".join(lines) + "\n", is_executable = True)
    return script

def _file_by_os(ctx):
    return {os: ctx.split_attr.file[os][DefaultInfo].files.to_list()[0] for os in PLATFORMS}

def _binary_with_files_impl(ctx):
    script = _write_script(ctx, ctx.workspace_name, [file.short_path for file in ctx.files.file])
    runfiles = ctx.runfiles(files = ctx.files.file)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

binary_with_files = rule(
    implementation = _binary_with_files_impl,
    attrs = _ATTRS,
    doc = "Naive: the three files have one path in the runfiles tree, so one of them is kept.",
    executable = True,
)

def _binary_with_root_symlinks_impl(ctx):
    symlinks = _file_by_os(ctx)
    script = _write_script(ctx, ".", symlinks.keys())
    runfiles = ctx.runfiles(root_symlinks = symlinks)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

binary_with_root_symlinks = rule(
    implementation = _binary_with_root_symlinks_impl,
    attrs = _ATTRS,
    doc = "Every configuration has a name of its own, but each target of this rule uses the same three names.",
    executable = True,
)

def _binary_with_prefixed_symlinks_impl(ctx):
    prefix = ctx.label.name + ".files/"
    symlinks = {prefix + os: file for os, file in _file_by_os(ctx).items()}
    script = _write_script(ctx, ctx.workspace_name, symlinks.keys())
    runfiles = ctx.runfiles(symlinks = symlinks)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

binary_with_prefixed_symlinks = rule(
    implementation = _binary_with_prefixed_symlinks_impl,
    attrs = _ATTRS,
    doc = "Every target and configuration has a name of its own, which survives merging.",
    executable = True,
)
