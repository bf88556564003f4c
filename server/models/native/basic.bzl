"""filegroup, alias, genrule and test_suite (Bazel: rules/filegroup/Filegroup.java, rules/Alias.java, rules/genrule/GenRuleBase.java, rules/test/TestSuite.java)."""

model.describe(of = "bazel", checked = ("4.2.3", "9.1.0"), verified = ["4.2.3"])

def _files_of(targets, group):
    if not group:
        return [target.files for target in targets]
    return [getattr(target[OutputGroupInfo], group) for target in targets if OutputGroupInfo in target and hasattr(target[OutputGroupInfo], group)]

def _filegroup_impl(ctx):
    files = depset(transitive = _files_of(ctx.attr.srcs, ctx.attr.output_group))

    # Visited as data, a filegroup brings its files; from Bazel 9 the runfiles of its srcs too (--incompatible_filegroup_runfiles_for_data).
    default = model.collect(ctx, data = ["data"], default = ["srcs"])
    as_data = [model.runfiles_of(files), model.collect(ctx, data = ["data"])]
    if model.at_least(ctx, "9.0.0"):
        as_data.append(model.collect(ctx, data_of = ["srcs"]))
    data = ctx.runfiles()
    for runfiles in as_data:
        data = data.merge(runfiles)
    return [DefaultInfo(files = files, default_runfiles = default, data_runfiles = data)]

filegroup = rule(
    implementation = _filegroup_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "output_group": attr.string(),
        "path": attr.string(),
        "srcs": attr.label_list(allow_files = True),
    },
)

def _alias_impl(ctx):
    return model.forward(ctx.attr.actual)

alias = rule(
    implementation = _alias_impl,
    attrs = {"actual": attr.label(mandatory = True, allow_files = True)},
)

def _genrule_impl(ctx):
    files = depset(ctx.outputs.outs)
    executable = ctx.outputs.outs[0] if ctx.attr.executable and ctx.outputs.outs else None
    return [DefaultInfo(files = files, default_runfiles = ctx.runfiles(), data_runfiles = model.runfiles_of(files), executable = executable)]

genrule = rule(
    implementation = _genrule_impl,
    attrs = {
        "cmd": attr.string(),
        "cmd_bash": attr.string(),
        "cmd_bat": attr.string(),
        "cmd_ps": attr.string(),
        "exec_tools": attr.label_list(allow_files = True, cfg = "exec"),
        "executable": attr.bool(),
        "heuristic_label_expansion": attr.bool(),
        "local": attr.bool(),
        "message": attr.string(),
        "output_licenses": attr.string_list(),
        "output_to_bindir": attr.bool(),
        "outs": attr.output_list(mandatory = True),
        "srcs": attr.label_list(allow_files = True),
        "stamp": model.tristate(attr.int()),
        "tools": attr.label_list(allow_files = True, cfg = "exec"),
    },
)

def _test_suite_impl(_ctx):
    return [DefaultInfo()]

test_suite = rule(
    implementation = _test_suite_impl,
    attrs = {"tests": model.nodep(attr.label_list())},
)
