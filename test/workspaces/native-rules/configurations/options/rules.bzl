"""Tools that tell which options they have."""

def _told_impl(ctx):
    file = ctx.actions.declare_file(ctx.label.name + "_" + ctx.attr.value)
    ctx.actions.write(file, "")
    return [DefaultInfo(files = depset([file]), runfiles = ctx.runfiles([file]))]

told = rule(
    doc = "A file named after what a select has found.",
    implementation = _told_impl,
    attrs = {"value": attr.string()},
)

def _tells_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, "#!/bin/sh\n", is_executable = True)
    runfiles = ctx.runfiles()
    for dep in ctx.attr.target + ctx.attr.tools:
        runfiles = runfiles.merge(dep[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = launcher, runfiles = runfiles)]

_ATTRIBUTES = {
    "target": attr.label_list(),
    "tools": attr.label_list(cfg = "exec"),
}

tells = rule(
    implementation = _tells_impl,
    attrs = _ATTRIBUTES,
    executable = True,
)

_OF_TRANSITION = {
    "features": ["one"],
    "force_pic": True,
    "host_compilation_mode": "dbg",
    "host_copt": ["-DX"],
    "host_cpu": "other",
    "stamp": True,
}

def _set_impl(_settings, _attr):
    return {"//command_line_option:" + name: value for name, value in _OF_TRANSITION.items()}

_set = transition(
    implementation = _set_impl,
    inputs = [],
    outputs = ["//command_line_option:" + name for name in _OF_TRANSITION],
)

tells_after_transition = rule(
    implementation = _tells_impl,
    attrs = dict(_ATTRIBUTES, _allowlist_function_transition = attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    )),
    cfg = _set,
    executable = True,
)

def tools(prefix, options):
    """Two targets for each option: as the tool of nobody, and what a program carries of it.

    Args:
        prefix: begins the names of the targets.
        options: an option and the value for which is looked, by name.

    Returns:
        The names of the targets.
    """
    for name, (option, value) in options.items():
        native.config_setting(
            name = "%s_%s_is_set" % (prefix, name),
            values = {option: value},
        )
        told(
            name = "%s_%s" % (prefix, name),
            value = select({
                ":%s_%s_is_set" % (prefix, name): "set",
                "//conditions:default": "default",
            }),
        )
    return ["%s_%s" % (prefix, name) for name in options]
