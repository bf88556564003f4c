"""Rules whose texts are expanded."""

def _variables_impl(_ctx):
    return [platform_common.TemplateVariableInfo({"SUPPLIED": "here"})]

variables = rule(
    implementation = _variables_impl,
)

def _runs_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(program, "", is_executable = True)
    return [DefaultInfo(executable = program)]

runs = rule(
    implementation = _runs_impl,
    attrs = {"data": attr.label_list(allow_files = True)},
    executable = True,
)

def _says_impl(ctx):
    ctx.expand_location(ctx.attr.text, ctx.attr.named)
    ctx.expand_make_variables("variable", ctx.attr.variable, {})
    return []

says = rule(
    implementation = _says_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "named": attr.label_list(allow_files = True),
        "srcs": attr.label_list(allow_files = True),
        "text": attr.string(),
        "variable": attr.string(),
    },
)
