"""Rules of what Bazel accepts although one might think that it does not."""

SourcesInfo = provider(doc = "Targets that another target brings.", fields = ["sources"])

def _brings_impl(ctx):
    return [SourcesInfo(sources = ctx.attr.sources)]

brings = rule(
    implementation = _brings_impl,
    attrs = {"sources": attr.label_list(allow_files = True)},
)

def _expands_impl(ctx):
    ctx.expand_location(ctx.attr.text, ctx.attr.bringer[SourcesInfo].sources)
    return []

expands = rule(
    implementation = _expands_impl,
    attrs = {
        "bringer": attr.label(providers = [SourcesInfo]),
        "text": attr.string(),
    },
)

def _tool_impl(_ctx):
    return []

zips = rule(
    implementation = _tool_impl,
    attrs = {"_zipper": attr.label(default = "@bazel_tools//tools/zip:zipper", cfg = "exec", executable = True)},
)

def _single_impl(_ctx):
    return []

takes_one_file = rule(
    implementation = _single_impl,
    attrs = {"file": attr.label(allow_single_file = True)},
)
