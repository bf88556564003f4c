"""Programs whose data has other settings, with the transition in another repository than the settings or the target."""

def _setting_impl(_ctx):
    return []

string_setting = rule(implementation = _setting_impl, build_setting = config.string(flag = True))

def _program_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "")
    keys = [ctx.actions.declare_file("%s.%s" % (ctx.label.name, key)) for key in ctx.split_attr.data]
    for file in keys:
        ctx.actions.write(file, "")
    count = ctx.actions.declare_file("%s.count_%d" % (ctx.label.name, len(ctx.attr.data)))
    ctx.actions.write(count, "")
    return [DefaultInfo(executable = script, runfiles = ctx.runfiles(ctx.files.data + keys + [count]))]

def program(cfg):
    """A rule for programs whose data goes through a transition."""
    return rule(
        implementation = _program_impl,
        attrs = {
            "data": attr.label(
                cfg = cfg,
                allow_files = True,
            ),
            "setting": attr.string(),
            "value": attr.string(),
            "_allowlist_function_transition": attr.label(
                default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
            ),
        },
        executable = True,
    )

def _set_impl(_settings, attr):
    return {attr.setting: attr.value}

def setter(setting):
    """A rule for programs whose data has a value of their own of this setting."""
    return program(transition(implementation = _set_impl, inputs = [], outputs = [setting]))

sets_relative = setter("//:color")
sets_main = setter("@//:color")
sets_main_by_name = setter("@settings//:color")
sets_library = setter("@library//:color")
