"""Values that a declaration may not give."""

def _program_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "")
    return [DefaultInfo(executable = script)]

program = rule(
    implementation = _program_impl,
    attrs = {
        "level": attr.int(
            default = 1,
            values = [
                1,
                2,
            ],
        ),
        "mode": attr.string(
            default = "a",
            values = [
                "a",
                "b",
            ],
        ),
        "must": attr.string(mandatory = True),
        "srcs": attr.label_list(allow_files = True),
    },
    executable = True,
)
