"""A rule that writes a line of text to a file."""

def _text_file_impl(ctx):
    ctx.actions.write(ctx.outputs.out, ctx.attr.content + "\n")
    return [DefaultInfo(files = depset([ctx.outputs.out]))]

text_file = rule(
    implementation = _text_file_impl,
    attrs = {
        "content": attr.string(mandatory = True),
        "out": attr.output(mandatory = True),
    },
)
