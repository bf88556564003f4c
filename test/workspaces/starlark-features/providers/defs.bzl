"""Files that travel by providers of our own, and by an aspect."""

AssetInfo = provider(
    doc = "Assets, and where they belong.",
    fields = {
        "files": "depset of File",
        "links": "depset of (path, File) as structs",
    },
)

def _asset_impl(ctx):
    links = [struct(path = ctx.attr.prefix + file.basename, file = file) for file in ctx.files.srcs]
    return [
        AssetInfo(
            files = depset(ctx.files.srcs, transitive = [dep[AssetInfo].files for dep in ctx.attr.deps]),
            links = depset(links, order = "preorder", transitive = [dep[AssetInfo].links for dep in ctx.attr.deps]),
        ),
        OutputGroupInfo(assets = depset(ctx.files.srcs)),
    ]

asset = rule(
    implementation = _asset_impl,
    attrs = {
        "deps": attr.label_list(providers = [AssetInfo]),
        "prefix": attr.string(default = "assets/"),
        "srcs": attr.label_list(allow_files = [".txt", ".json"]),
    },
)

def _script(ctx, lines = []):
    out = ctx.actions.declare_file("%s_/%s" % (ctx.label.name, ctx.label.name))
    content = ctx.actions.args()
    content.set_param_file_format("multiline")
    content.add("#!/bin/sh")
    content.add_all(lines)
    ctx.actions.write(out, content, is_executable = True)
    return out

def _carries_assets_impl(ctx):
    runfiles = ctx.runfiles(
        symlinks = {link.path: link.file for dep in ctx.attr.deps for link in dep[AssetInfo].links.to_list()},
        transitive_files = depset(transitive = [dep[AssetInfo].files for dep in ctx.attr.deps]),
    )
    return DefaultInfo(executable = _script(ctx), runfiles = runfiles)

carries_assets = rule(
    implementation = _carries_assets_impl,
    attrs = {"deps": attr.label_list(providers = [AssetInfo])},
    executable = True,
)

SourcesInfo = provider(fields = ["sources"])

def _sources_aspect_impl(target, ctx):
    direct = []
    for name in ("srcs", "data"):
        for source in getattr(ctx.rule.attr, name, []):
            direct.extend([file for file in source.files.to_list() if file.is_source])
    transitive = [
        dep[SourcesInfo].sources
        for dep in getattr(ctx.rule.attr, "deps", [])
        if SourcesInfo in dep
    ]
    return [SourcesInfo(sources = depset(direct, transitive = transitive))]

sources_aspect = aspect(
    implementation = _sources_aspect_impl,
    attr_aspects = ["deps"],
)

def _carries_sources_impl(ctx):
    sources = depset(transitive = [dep[SourcesInfo].sources for dep in ctx.attr.deps])
    manifest = ctx.actions.declare_file(ctx.label.name + ".list")
    ctx.actions.write(manifest, "\n".join([file.short_path for file in sources.to_list()]))
    return [DefaultInfo(
        executable = _script(ctx),
        files = depset([manifest]),
        runfiles = ctx.runfiles(files = [manifest], transitive_files = sources),
    )]

carries_sources = rule(
    implementation = _carries_sources_impl,
    attrs = {"deps": attr.label_list(aspects = [sources_aspect])},
    executable = True,
)

def _outputs_impl(ctx):
    for out in [ctx.outputs.named, ctx.outputs.listed, ctx.outputs.implied] + ctx.outputs.several:
        ctx.actions.write(out, out.basename)
    template = ctx.actions.declare_file(ctx.label.name + ".expanded")
    ctx.actions.expand_template(
        output = template,
        substitutions = {"{name}": ctx.label.name},
        template = ctx.file._template,
    )
    chosen = [ctx.outputs.named, template] if ctx.attr.little else ctx.outputs.several
    return [DefaultInfo(files = depset(chosen), runfiles = ctx.runfiles(chosen + [ctx.outputs.implied]))]

outputs = rule(
    implementation = _outputs_impl,
    attrs = {
        "listed": attr.output(),
        "little": attr.bool(),
        "named": attr.output(mandatory = True),
        "several": attr.output_list(),
        "_template": attr.label(
            allow_single_file = True,
            default = "//providers:template.txt",
        ),
    },
    outputs = {"implied": "%{name}.implied"},
)
