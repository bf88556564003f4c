"""Rules whose dependencies are built in another configuration."""

load(":settings.bzl", "both_modes_transition", "keep_transition", "optimized_transition", "sweet_split_transition", "sweet_transition")

_ALLOWLIST = attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist")

def _text_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".txt")
    ctx.actions.write(out, ctx.attr.text + "\n")
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

text = rule(
    implementation = _text_impl,
    attrs = {"text": attr.string()},
)

def _carry_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/sh\n", is_executable = True)
    plain = ctx.runfiles(files = ctx.files.plain)
    runfiles = ctx.runfiles(files = ctx.files.dep) if ctx.attr.plain_last else plain
    for dep in _list(ctx.attr.dep):
        runfiles = runfiles.merge(dep[DefaultInfo].default_runfiles)
    if ctx.attr.plain_last:
        runfiles = runfiles.merge(plain)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

def _list(value):
    return value if type(value) == "list" else [value]

def _carry_with(transition_of_dep, transition_of_rule = None):
    attrs = {
        "dep": attr.label(mandatory = True, cfg = transition_of_dep),
        "plain": attr.label_list(),
        "plain_last": attr.bool(),
        "sweetness": attr.string(default = "high"),
    }
    if type(transition_of_dep) != "string" or transition_of_rule != None:
        # Refused where no transition of Starlark's needs it.
        attrs["_allowlist_function_transition"] = _ALLOWLIST
    if transition_of_rule == None:
        return rule(implementation = _carry_impl, attrs = attrs, executable = True)
    return rule(implementation = _carry_impl, attrs = attrs, cfg = transition_of_rule, executable = True)

carry_sweet = _carry_with(sweet_transition)
carry_optimized = _carry_with(optimized_transition)
carry_kept = _carry_with(keep_transition)
carry_both_modes = _carry_with(both_modes_transition)
carry_sweet_split = _carry_with(sweet_split_transition)
carry_exec = _carry_with("exec")
carry_host = _carry_with("host")
carry_target = _carry_with("target")
sweet_binary = _carry_with("target", sweet_transition)
optimized_binary = _carry_with("target", optimized_transition)
