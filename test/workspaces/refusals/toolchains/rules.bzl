"""Rules that ask for a toolchain type by its label or by an alias of it, and look it up by either."""

def _info_impl(_ctx):
    return [platform_common.ToolchainInfo()]

info = rule(implementation = _info_impl)

def _asking_impl(ctx):
    if ctx.attr.key not in ctx.toolchains:
        fail("not among the types that are asked for")
    if ctx.toolchains[ctx.attr.key] == None:
        fail("no toolchain")

def _asking(*types):
    return rule(implementation = _asking_impl, attrs = {"key": attr.string()}, toolchains = list(types))

asks_by_alias = _asking("//toolchains:alias")
asks_by_both = _asking("//toolchains:type", "//toolchains:alias")
asks_by_label = _asking("//toolchains:type")

def _needs_cpp_impl(_ctx):
    pass

needs_cpp = rule(implementation = _needs_cpp_impl, toolchains = ["//toolchains:alias_of_cpp"])
