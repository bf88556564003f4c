"""action_listener and extra_action: they have no files and no runfiles; what --experimental_action_listener makes of them lands in no tree.

Read: rules/extra/ActionListener.java and ExtraActionFactory.java as of 2018 and 2024.
"""

model.describe(of = "bazel", checked = ("4.2.3", "9.1.0"), verified = ["4.2.3", "7.7.1"])

# What the command names is expanded when an action is listened to.
_LATER = {name: "" for name in ["ACTION_ID", "EXTRA_ACTION_FILE", "OWNER_LABEL_DIGEST"]}

def _extra_action_impl(ctx):
    if "$(output " in ctx.attr.cmd:
        # Bazel hides these words from the expansion, which is not told here from the rest of the text.
        return [DefaultInfo(runfiles = model.unknown_runfiles(model.unknown("$(output)", "which of the other variables Bazel refuses is not known")))]
    model.expand(ctx, "cmd", variables = _LATER)
    return [DefaultInfo()]

extra_action = rule(
    implementation = _extra_action_impl,
    attrs = {
        "cmd": attr.string(mandatory = True),
        "data": attr.label_list(allow_files = True),
        "out_templates": attr.string_list(),
        "requires_action_output": attr.bool(),
        "toolchains": attr.label_list(),
        "tools": attr.label_list(cfg = "host"),
    },
)

def _action_listener_impl(_ctx):
    return [DefaultInfo()]

action_listener = rule(
    implementation = _action_listener_impl,
    attrs = {
        "extra_actions": attr.label_list(mandatory = True, allow_rules = ["extra_action"]),
        "mnemonics": attr.string_list(mandatory = True),
    },
)
