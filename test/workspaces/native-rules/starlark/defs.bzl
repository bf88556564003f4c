"""Small rules, each showing one thing about runfiles."""

def declare_script(ctx):
    """Declares an executable that does nothing.

    Args:
      ctx: The rule's context.
    Returns:
      The file.
    """
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/sh\n", is_executable = True)
    return script

def _write_impl(ctx):
    out = ctx.actions.declare_file(ctx.attr.path)
    ctx.actions.write(out, ctx.label.name + "\n")
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

write = rule(
    implementation = _write_impl,
    attrs = {"path": attr.string()},
    doc = "Writes a file, which may have the path of a source file.",
)

def _copy_impl(ctx):
    out = ctx.actions.declare_file(ctx.file.src.basename)
    ctx.actions.symlink(output = out, target_file = ctx.file.src)
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

copy = rule(
    implementation = _copy_impl,
    attrs = {"src": attr.label(allow_single_file = True)},
    doc = "A copy in the output tree: its runfiles path is that of the source file.",
)

def _tree_impl(ctx):
    out = ctx.actions.declare_directory(ctx.label.name + ".tree")
    ctx.actions.run_shell(
        outputs = [out],
        command = "touch $1/one.txt && mkdir $1/below && touch $1/below/two.txt",
        arguments = [out.path],
    )
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

tree = rule(
    implementation = _tree_impl,
    doc = "A tree artifact, which is one entry.",
)

def _by_path(targets_to_paths):
    return {path: target.files.to_list()[0] for target, path in targets_to_paths.items()}

def _carry_impl(ctx):
    runfiles = ctx.runfiles(
        files = ctx.files.files,
        root_symlinks = _by_path(ctx.attr.root_symlinks),
        symlinks = _by_path(ctx.attr.symlinks),
        transitive_files = depset(
            transitive = [target.files for target in ctx.attr.transitive_files],
        ),
    )
    return [DefaultInfo(executable = declare_script(ctx), runfiles = runfiles)]

carry = rule(
    implementation = _carry_impl,
    attrs = {
        "files": attr.label_list(allow_files = True),
        "root_symlinks": attr.label_keyed_string_dict(allow_files = True),
        "symlinks": attr.label_keyed_string_dict(allow_files = True),
        "transitive_files": attr.label_list(allow_files = True),
    },
    doc = "All four ways to put a file into runfiles.",
    executable = True,
)

def _merge_impl(ctx):
    runfiles = ctx.runfiles(files = ctx.files.files)
    for dep in ctx.attr.deps:
        runfiles = runfiles.merge(dep[DefaultInfo].default_runfiles)
    if ctx.attr.own_last:
        last = ctx.runfiles(files = ctx.files.files)
        for dep in ctx.attr.deps[::-1]:
            last = dep[DefaultInfo].default_runfiles.merge(last)
        runfiles = last
    return [DefaultInfo(executable = declare_script(ctx), runfiles = runfiles)]

merge = rule(
    implementation = _merge_impl,
    attrs = {
        "deps": attr.label_list(),
        "files": attr.label_list(allow_files = True),
        "own_last": attr.bool(),
    },
    doc = "Merges the runfiles of dependencies, in their order; its own files come first, or last.",
    executable = True,
)

def _collect_impl(ctx):
    runfiles = ctx.runfiles(
        files = ctx.files.files,
        collect_data = ctx.attr.collect == "data",
        collect_default = ctx.attr.collect == "default",
    )
    return [DefaultInfo(executable = declare_script(ctx), runfiles = runfiles)]

collect = rule(
    implementation = _collect_impl,
    attrs = {
        "collect": attr.string(values = ["data", "default", "none"]),
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(allow_files = True),
        "files": attr.label_list(allow_files = True),
        "others": attr.label_list(allow_files = True),
        "srcs": attr.label_list(allow_files = True),
    },
    doc = "What collect_data and collect_default collect: `data`, `srcs` and `deps`, never `others`.",
    executable = True,
)

def _two_sided_impl(ctx):
    return [DefaultInfo(
        files = depset(ctx.files.files),
        data_runfiles = ctx.runfiles(ctx.files.data_side),
        default_runfiles = ctx.runfiles(ctx.files.default_side),
    )]

two_sided = rule(
    implementation = _two_sided_impl,
    attrs = {
        "data_side": attr.label_list(allow_files = True),
        "default_side": attr.label_list(allow_files = True),
        "files": attr.label_list(allow_files = True),
    },
    doc = "Different data_runfiles and default_runfiles, and files that are in neither.",
)

def _two_sided_binary_impl(ctx):
    script = declare_script(ctx)
    if ctx.attr.only_data_side:
        return [DefaultInfo(executable = script, data_runfiles = ctx.runfiles(ctx.files.data_side))]
    return [DefaultInfo(
        executable = script,
        data_runfiles = ctx.runfiles(ctx.files.data_side),
        # Bazel adds the executable to `runfiles` only; default_runfiles without it are refused.
        default_runfiles = ctx.runfiles([script] + ctx.files.default_side),
    )]

two_sided_binary = rule(
    implementation = _two_sided_binary_impl,
    attrs = {
        "data_side": attr.label_list(allow_files = True),
        "default_side": attr.label_list(allow_files = True),
        "only_data_side": attr.bool(),
    },
    executable = True,
)

def _no_runfiles_impl(ctx):
    return [DefaultInfo(executable = declare_script(ctx), files = depset(ctx.files.files))]

no_runfiles = rule(
    implementation = _no_runfiles_impl,
    attrs = {"files": attr.label_list(allow_files = True)},
    doc = "An executable that says nothing about runfiles.",
    executable = True,
)

def _default_executable_impl(ctx):
    ctx.actions.write(ctx.outputs.executable, "#!/bin/sh\n", is_executable = True)
    return [DefaultInfo(runfiles = ctx.runfiles(ctx.files.files))]

default_executable = rule(
    implementation = _default_executable_impl,
    attrs = {"files": attr.label_list(allow_files = True)},
    doc = "The executable that Bazel declares, which has the target's name.",
    executable = True,
)

def _starlark_test_impl(ctx):
    return [DefaultInfo(executable = declare_script(ctx), runfiles = ctx.runfiles(ctx.files.data))]

starlark_test = rule(
    implementation = _starlark_test_impl,
    attrs = {"data": attr.label_list(allow_files = True)},
    test = True,
)

def _carry_tool_impl(ctx):
    runfiles = ctx.runfiles()
    for tool in [ctx.attr.tool, ctx.attr.same]:
        if tool:
            runfiles = runfiles.merge(tool[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = declare_script(ctx), runfiles = runfiles)]

carry_tool = rule(
    implementation = _carry_tool_impl,
    attrs = {
        "same": attr.label(),
        "tool": attr.label(cfg = "exec"),
    },
    doc = "A program for the machine that builds, perhaps beside itself for the machine that runs.",
    executable = True,
)

def _reorder_impl(ctx):
    # A depset of the given order, whose own elements meet those of the targets.
    files = depset(ctx.files.direct, order = ctx.attr.order, transitive = [target.files for target in ctx.attr.transitive])
    return [DefaultInfo(files = files)]

reorder = rule(
    implementation = _reorder_impl,
    attrs = {
        "direct": attr.label_list(allow_files = True),
        "order": attr.string(default = "default"),
        "transitive": attr.label_list(allow_files = True),
    },
)
