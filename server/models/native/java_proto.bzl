"""java_proto_library and java_lite_proto_library (Bazel: rules/java/proto/JavaProtoLibrary.java, JavaLiteProtoLibrary.java, JavaProtoAspect.java, JavaProtoAspectCommon.java, StrictDepsUtils.java).

An aspect compiles the code of every proto_library below into a jar beside that library. Default runfiles are empty: java_* rules take the jars from JavaInfo, others get them as data.
"""

load("@@_builtins//:java_info.bzl", "java_info", "jars_of", "runtime_jars")
load("@@_builtins//:proto_info.bzl", "ProtoInfo", "ProtoLangToolchainInfo", "fields_of", "generates_code", "info_in", "infos_in")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

_FIELDS = ["jars", "non_strict", "runtime", "source_jars"]

# `runtime`: the class path of the library and of what it depends on; `non_strict` adds the protobuf runtime in any case.
JavaProtoInfo = provider(fields = _FIELDS)
JavaLiteProtoInfo = provider(fields = _FIELDS)

def _merged(sets):
    return depset(transitive = sets, order = "preorder")

def _runtime_of(toolchain):
    """The class path of the protobuf runtime."""
    if model.is_unknown(toolchain):
        return _merged([toolchain])
    return jars_of([toolchain.runtime] if toolchain.runtime else [])

def _compiled(target, ctx, provider, suffix, rule):
    toolchain = info_in(ctx.attr._toolchain, ProtoLangToolchainInfo)
    runtime = _runtime_of(toolchain)
    deps = infos_in(ctx.rule.attr.deps, provider)
    below = _merged(fields_of(deps, "runtime"))
    exported = _merged(fields_of(infos_in(ctx.rule.attr.exports, provider), "runtime"))
    jars = []
    source_jars = []
    args = below
    if generates_code(ctx, toolchain, target[ProtoInfo], rule):
        jars = [ctx.actions.declare_file("lib%s-%s.jar" % (ctx.label.name, suffix))]
        source_jars = [ctx.actions.declare_file("%s-%s-src.jar" % (ctx.label.name, suffix))]
        args = runtime_jars(jars, exports = [], deps = [below, runtime], runtime_deps = [], neverlink = False)
    args = _merged([args, exported])
    return provider(
        jars = depset(jars, transitive = fields_of(deps, "jars")),
        non_strict = _merged([args] + fields_of(deps, "non_strict") + [runtime]),
        runtime = args,
        source_jars = source_jars,
    )

def _library(ctx, provider):
    infos = infos_in(ctx.attr.deps, provider)
    runtime = _merged(fields_of(infos, "runtime" if ctx.attr.strict_deps else "non_strict"))
    runfiles = model.runfiles_of(runtime)
    source_jars = [jar for info in infos if not model.is_unknown(info) for jar in info.source_jars]
    info = java_info(
        output_jars = [],
        runtime_output_jars = [],
        runtime = runtime,
        source_jars = source_jars,
        transitive_source_jars = depset(source_jars),
        runfiles = runfiles,
    )
    files = depset(source_jars, transitive = fields_of(infos, "jars"))
    return [info, DefaultInfo(files = files, default_runfiles = ctx.runfiles(), data_runfiles = runfiles)]

_LIBRARY_ATTRS = {
    "_java_toolchain": attr.label(default = "@bazel_tools//tools/jdk:current_java_toolchain"),
    "data": attr.label_list(allow_files = True),
    "strict_deps": attr.bool(default = True),
}

def _java_proto_aspect_impl(target, ctx):
    return [_compiled(target, ctx, JavaProtoInfo, "speed", "java_proto_library")]

_java_proto_aspect = aspect(
    implementation = _java_proto_aspect_impl,
    attr_aspects = ["deps", "exports"],
    attrs = {"_toolchain": attr.label(default = configuration_field("proto", "proto_toolchain_for_java"))},
    required_providers = [ProtoInfo],
)

def _java_proto_library_impl(ctx):
    return _library(ctx, JavaProtoInfo)

java_proto_library = rule(
    implementation = _java_proto_library_impl,
    attrs = dict(_LIBRARY_ATTRS, deps = attr.label_list(allow_rules = ["proto_library"], aspects = [_java_proto_aspect])),
)

def _java_lite_proto_aspect_impl(target, ctx):
    return [_compiled(target, ctx, JavaLiteProtoInfo, "lite", "java_lite_proto_library")]

_java_lite_proto_aspect = aspect(
    implementation = _java_lite_proto_aspect_impl,
    attr_aspects = ["deps", "exports"],
    attrs = {"_toolchain": attr.label(default = configuration_field("proto", "proto_toolchain_for_java_lite"))},
    required_providers = [ProtoInfo],
)

def _java_lite_proto_library_impl(ctx):
    return _library(ctx, JavaLiteProtoInfo)

java_lite_proto_library = rule(
    implementation = _java_lite_proto_library_impl,
    attrs = dict(_LIBRARY_ATTRS, deps = attr.label_list(allow_rules = ["proto_library"], aspects = [_java_lite_proto_aspect])),
)
