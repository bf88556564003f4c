"""Programs as in the library, with transitions of the main repository."""

load("@library//:rules.bzl", "program", "setter")

sets_own = setter("//:color")
sets_own_by_name = setter("@settings//:color")
sets_alias = setter("//:alias")

def _next_impl(settings, _attr):
    return {"//:color": "red" if settings["@settings//:color"] == "green" else "blue"}

follows_name = program(transition(
    implementation = _next_impl,
    inputs = ["@settings//:color"],
    outputs = ["//:color"],
))

def _three_impl(_settings, attr):
    values = {
        "first": attr.value,
        "second": attr.value,
        "third": attr.setting,
    }
    return {key: {"//:color": value} for key, value in values.items()}

three_colors = program(transition(implementation = _three_impl, inputs = [], outputs = ["//:color"]))

def _three_modes_impl(_settings, _attr):
    values = {
        "first": "opt",
        "second": "opt",
        "third": "dbg",
    }
    return {key: {"//command_line_option:compilation_mode": value} for key, value in values.items()}

three_modes = program(transition(
    implementation = _three_modes_impl,
    inputs = [],
    outputs = ["//command_line_option:compilation_mode"],
))
