"""A rule that reads ProtoInfo, and a library whose dependencies are not strict, in the releases that know of it."""

def _proto_sources_test_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name)
    infos = [dep[ProtoInfo] for dep in ctx.attr.deps]
    roots = [root for info in infos for root in info.transitive_proto_path.to_list()]
    ctx.actions.write(launcher, "#!/bin/sh\n# %s\n" % ", ".join(roots), is_executable = True)
    direct = [source for info in infos for source in info.direct_sources]
    files = depset(direct, transitive = [info.transitive_sources for info in infos] + [info.transitive_descriptor_sets for info in infos])
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles(transitive_files = files))]

proto_sources_test = rule(
    implementation = _proto_sources_test_impl,
    attrs = {"deps": attr.label_list(providers = [ProtoInfo])},
    test = True,
)

def not_strict_java_proto_library(**kwargs):
    strictness = {} if hasattr(native, "starlark_doc_extract") else {"strict_deps": False}
    native.java_proto_library(**dict(kwargs, **strictness))
