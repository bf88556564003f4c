"""Aspects that fail, and who fails with them."""

AInfo = provider(fields = ["x"])
BInfo = provider(fields = ["x"])

def _nothing_impl(_ctx):
    return []

def _a_impl(_ctx):
    return [AInfo(x = 1)]

a = rule(implementation = _a_impl, attrs = {"deps": attr.label_list()})
declared_a = rule(implementation = _a_impl, attrs = {"deps": attr.label_list()}, provides = [AInfo])
nothing = rule(implementation = _nothing_impl, attrs = {"deps": attr.label_list()})

declares_java = rule(implementation = _nothing_impl, attrs = {"deps": attr.label_list()}, fragments = ["java"])
promises_a = rule(implementation = _nothing_impl, provides = [AInfo])
promises_files = rule(implementation = _nothing_impl, provides = [DefaultInfo])
promises_groups = rule(implementation = _nothing_impl, provides = [OutputGroupInfo])

def _fails_impl(target, _ctx):
    fail("not on {}".format(target.label.name))

def _passes_impl(_target, _ctx):
    return []

def _reads_impl(_target, ctx):
    return [BInfo(x = ctx.fragments.java)]

_reads = aspect(implementation = _reads_impl)
_reads_declared = aspect(implementation = _reads_impl, fragments = ["java"])
_fails = aspect(implementation = _fails_impl)
_fails_on_files = aspect(implementation = _fails_impl, required_providers = [DefaultInfo])
_fails_on_cc = aspect(implementation = _fails_impl, required_providers = [CcInfo])
_fails_on_a_or_b = aspect(implementation = _fails_impl, required_providers = [[AInfo, BInfo], [BInfo]])
_promises_b = aspect(implementation = _passes_impl, provides = [BInfo])
_fails_on_a = aspect(implementation = _fails_impl, required_providers = [AInfo])

def _fails_on_leaves_impl(_target, ctx):
    if not ctx.rule.attr.deps:
        fail("a leaf")
    return []

_fails_on_leaves = aspect(implementation = _fails_on_leaves_impl, attr_aspects = ["deps"])
_needs_nobody = aspect(
    implementation = _passes_impl,
    attrs = {"_needs": attr.label(default = "//aspects:nobody")},
)
_needs_toolchain = aspect(implementation = _passes_impl, toolchains = ["//aspects:no_toolchain_type"])
_passes = aspect(implementation = _passes_impl, attr_aspects = ["deps"])

def _taking(aspects):
    return rule(implementation = _nothing_impl, attrs = {"deps": attr.label_list(allow_files = True, aspects = aspects)})

takes_failing = _taking([_fails])
takes_failing_on_a = _taking([_fails_on_a])
takes_failing_on_a_or_b = _taking([_fails_on_a_or_b])
takes_failing_on_cc = _taking([_fails_on_cc])
takes_failing_on_files = _taking([_fails_on_files])
takes_failing_on_leaves = _taking([_fails_on_leaves])
takes_needing_nobody = _taking([_needs_nobody])
takes_needing_toolchain = _taking([_needs_toolchain])
takes_reading = _taking([_reads])
takes_reading_declared = _taking([_reads_declared])
takes_promising = _taking([_promises_b])
takes_passing_and_failing = _taking([_passes, _fails])
