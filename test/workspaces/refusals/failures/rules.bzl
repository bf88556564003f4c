"""Tests of failures: what Bazel finds before it has come to the rule fails for the test, too."""

allowing = analysis_test_transition(settings = {"//command_line_option:allow_analysis_failures": True})

def _looks_impl(ctx):
    return [AnalysisTestResultInfo(success = AnalysisFailureInfo in ctx.attr.target, message = "")]

looks_test = rule(implementation = _looks_impl, attrs = {"target": attr.label(cfg = allowing)}, analysis_test = True)

def _nothing_impl(_ctx):
    return []

plain = rule(
    implementation = _nothing_impl,
    attrs = {
        "dep": attr.label(),
        "file": attr.label(allow_single_file = [".x"]),
    },
)

def _fails_impl(_ctx):
    fail("no")

fails = rule(implementation = _fails_impl)

with_toolchain = rule(implementation = _nothing_impl, toolchains = ["//failures:type"])

_ALLOWLIST = {"_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist")}

def _no_transition_impl(_settings, _attr):
    fail("no transition")

_no_transition = transition(implementation = _no_transition_impl, inputs = [], outputs = ["//command_line_option:copt"])

with_transition_of_dep = rule(implementation = _nothing_impl, attrs = dict(_ALLOWLIST, dep = attr.label(cfg = _no_transition)))

def _makes_nothing_impl(ctx):
    return [DefaultInfo(files = depset([ctx.actions.declare_file(ctx.label.name + ".txt")]))]

makes_nothing = rule(implementation = _makes_nothing_impl)
