"""filegroup, alias, environment, genrule and test_suite.

Read, by release:
- rules/filegroup/Filegroup.java at the 4.2.3 release, at 1469a75e (2021), rrbutani/bazel 073b58dc (2022, with BuildConfigurationValue, after 5.0) and as of 2025 with --incompatible_filegroup_runfiles_for_data
  (off in 8.4 to 8.7, on from 9.0, by the command-line references), which FilegroupConfiguredTargetTest.java shows at work. Nothing else about runfiles changed.
- rules/genrule/GenRuleBase.java at 4.2.3, at a57afd2d (2022, between 5 and 6) and as of 2026 (after 9.0): the same.
- rules/Alias.java and rules/test/TestSuite.java at 4.2.3 only: the one forwards, the other brings the data runfiles of its tests as data. Later sources of these two were not seen.
"""

load(":config.bzl", "MANUAL")

model.describe(of = "bazel", checked = ("4.2.3", "9.1.0"), verified = ["4.2.3", "7.7.1"])

def _files_of(targets, group):
    if not group:
        return [target.files for target in targets]
    return [getattr(target[OutputGroupInfo], group) for target in targets if OutputGroupInfo in target and hasattr(target[OutputGroupInfo], group)]

def _filegroup_impl(ctx):
    if ctx.attr.output_group.endswith("_INTERNAL_"):
        model.refuse("output_group", "Output group %s is not permitted for reference in filegroups." % ctx.attr.output_group)
    files = depset(transitive = _files_of(ctx.attr.srcs, ctx.attr.output_group))

    # Visited as data, a filegroup brings its files, and the runfiles of its srcs where the option says so.
    default = model.collect(ctx, data = ["data"], default = ["srcs"])
    of_srcs = ["srcs"] if model.option(ctx, "incompatible_filegroup_runfiles_for_data") else []
    data = model.runfiles_of(files).merge(model.collect(ctx, data = ["data"], data_of = of_srcs))

    # A filegroup of one file can stand where an executable is wanted (Filegroup.getExecutable).
    return [DefaultInfo(files = files, default_runfiles = default, data_runfiles = data, executable = model.singleton(files))]

filegroup = rule(
    implementation = _filegroup_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "output_group": attr.string(),
        "output_licenses": model.license(attr.string_list()),
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

def _environment_impl(_ctx):
    return [DefaultInfo()]

environment = rule(
    doc = "What compatible_with and restricted_to name (Bazel: analysis/constraints/EnvironmentRule.java); it carries nothing.",
    implementation = _environment_impl,
    attrs = dict(MANUAL, fulfills = attr.label_list(allow_rules = ["environment"], configurable = False)),
)

def _command(ctx):
    """The attribute that holds the command (`GenRuleBase.determineCommandTypeAndAttribute`); which one is given counts, not whether it is empty."""
    given = ["cmd_ps", "cmd_bat"] if model.host_os(ctx) == "windows" else []
    for name in given + ["cmd_bash", "cmd"]:
        if model.is_given(ctx, name):
            return name
    model.refuse("cmd", "missing value for `cmd` attribute, you can also set `cmd_ps` or `cmd_bat` on Windows and `cmd_bash` on other platforms.")

def _single(files, variable, kind):
    """Variables that stand for the one file: what is wrong with them."""
    if model.is_unknown(files) or len(files) == 1:
        return {}
    return {variable: "variable '$%s' : %s %s" % (variable, "more than one" if files else "no", kind)}

_COMMAND_VARIABLES = {name: "" for name in ["SRCS", "OUTS", "RULEDIR", "@D", "<", "@"]}

def _check_genrule(ctx):
    if not ctx.outputs.outs:
        model.refuse("outs", "Genrules without outputs don't make sense")
    if ctx.attr.executable and len(ctx.outputs.outs) > 1:
        model.refuse("executable", "if genrules produce executables, they are allowed only one output. If you need the executable=1 argument, then you should split this genrule into genrules producing single outputs")
    refused = _single(ctx.files.srcs, "<", "input file")
    refused.update(_single(ctx.outputs.outs, "@", "output file"))
    model.expand(ctx, _command(ctx), data = False, tools = ["exec_tools", "toolchains"], variables = _COMMAND_VARIABLES, refused = refused)

def _genrule_impl(ctx):
    _check_genrule(ctx)
    files = depset(ctx.outputs.outs)
    executable = ctx.outputs.outs[0] if ctx.attr.executable and len(ctx.outputs.outs) == 1 else None
    return [DefaultInfo(files = files, default_runfiles = ctx.runfiles(), data_runfiles = model.runfiles_of(files), executable = executable)]

genrule = rule(
    implementation = _genrule_impl,
    attrs = {
        "cmd": attr.string(),
        "cmd_bash": attr.string(),
        "cmd_bat": attr.string(),
        "cmd_ps": attr.string(),
        "exec_tools": attr.label_list(allow_files = True, cfg = "exec"),
        "executable": attr.bool(configurable = False),
        "heuristic_label_expansion": attr.bool(),
        "local": attr.bool(),
        "message": attr.string(),
        "output_licenses": model.license(attr.string_list()),
        "output_to_bindir": attr.bool(configurable = False),
        "outs": attr.output_list(mandatory = True),
        "srcs": attr.label_list(allow_files = True),
        "stamp": model.tristate(attr.int()) if bazel_at_least("5.0.0") else attr.bool(),
        "tools": attr.label_list(allow_files = True, cfg = "host"),
    },
)

# Test suites -------------------------------------------------------------------------------------

def _tags_of(test):
    """What a suite's tags are held against: the tags of a test, its size and the like (`Rule.getRuleTags`)."""
    size = model.rule_attribute(test, "size")
    named = [name if model.rule_attribute(test, name) else "no" + name for name in ["flaky", "local"]]
    return model.rule_attribute(test, "tags") + named + [size, model.rule_attribute(test, "timeout") or ""]

def _is_wanted(test, tags):
    if not model.is_test(test):
        return True
    own = _tags_of(test)
    for tag in tags:
        if tag.startswith("-") and tag[1:] in own:
            return False
        if tag != "manual" and not tag.startswith("-") and (tag[1:] if tag.startswith("+") else tag) not in own:
            return False
    return True

def _test_suite_impl(ctx):
    for test in ctx.attr.tests:
        if not model.is_test(test) and model.rule_class(test) != "test_suite":
            fail("expecting a test or a test_suite rule but '%s' is not one" % model.display_label(test.label))
    tests = [test for test in ctx.attr.tests or ctx.attr._implicit_tests if _is_wanted(test, ctx.attr.tags)]
    runfiles = ctx.runfiles()
    for test in tests:
        runfiles = runfiles.merge(test.data_runfiles)
    return [DefaultInfo(default_runfiles = ctx.runfiles(), data_runfiles = runfiles)]

test_suite = rule(
    implementation = _test_suite_impl,
    attrs = {
        "testonly": attr.bool(default = True),
        "tests": model.order_independent(attr.label_list(configurable = False)),
        "_implicit_tests": attr.label_list(),
    },
)
