"""java_proto_library and java_lite_proto_library.

Read, by release:
- 4.2.3: rules/java/proto/JavaProtoLibrary.java, JavaLiteProtoLibrary.java, JavaProtoAspect.java, JavaProtoAspectCommon.java, StrictDepsUtils.java. Default runfiles are empty: java_* rules take the jars from JavaInfo, others get them as data.
- 7.7.1: common/java/proto/java_proto_library.bzl, java_lite_proto_library.bzl. The jars are runfiles like any others.

An aspect compiles the code of every proto_library below into a jar beside that library.
"""

load("@@_builtins//:java_content.bzl", "JAVA_TOOLCHAIN")
load("@@_builtins//:java_headers.bzl", "header_compilation")
load("@@_builtins//:java_info.bzl", "JavaInfo", "info_of", "jars_of", "java_info", "java_info_of", "runtime_jars")
load("@@_builtins//:java_info_of_7.bzl", "compiled_fields", "fields_of_merge")
load("@@_builtins//:java_of_7.bzl", "java_toolchain_of")
load("@@_builtins//:proto_info.bzl", "IN_STARLARK", "ProtoInfo", "fields_of", "generates_code", "info_in", "infos_in", "proto_toolchain", "proto_toolchain_of")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

_FIELDS = ["jars", "java"] if IN_STARLARK else ["jars", "non_strict", "runtime", "source_jars"]

# `java`: the JavaInfo. `runtime`: the class path of the library and of what it depends on; `non_strict` adds the protobuf runtime in any case.
JavaProtoInfo = provider(fields = _FIELDS)
JavaLiteProtoInfo = provider(fields = _FIELDS)

def _merged(sets):
    return depset(transitive = sets, order = "preorder")

def _runtime_of(toolchain):
    """The class path of the protobuf runtime."""
    if model.is_unknown(toolchain):
        return _merged([toolchain])
    return jars_of([toolchain.runtime] if toolchain.runtime else [])

def _compiled(target, ctx, provider, suffix, rule, name):
    if IN_STARLARK:
        return _compiled_in_starlark(target, ctx, provider, suffix, rule, name)
    toolchain = proto_toolchain_of(ctx, name)
    runtime = _runtime_of(toolchain)
    deps = infos_in(ctx.rule.attr.deps, provider)
    below = _merged(fields_of(deps, "runtime"))
    exported = _merged(fields_of(infos_in(ctx.rule.attr.exports, provider), "runtime"))
    jars = []
    source_jars = []
    args = below
    if generates_code(ctx, toolchain, target[ProtoInfo], rule):
        header_compilation(ctx, info_in(ctx.attr._java_toolchain, platform_common.ToolchainInfo))
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

def _compiled_in_starlark(target, ctx, provider, suffix, rule, name):
    toolchain = proto_toolchain_of(ctx, name)
    deps = infos_in(ctx.rule.attr.deps, provider)
    of_deps = fields_of(deps, "java")
    exports = fields_of(infos_in(ctx.rule.attr.exports, provider), "java")
    jars = []
    if generates_code(ctx, toolchain, target[ProtoInfo], rule):
        path, separator, name = ctx.label.name.rpartition("/")
        source_jar = ctx.actions.declare_file("%s-%s-src.jar" % (ctx.label.name, suffix))
        jar = ctx.actions.declare_file("%s%slib%s-%s.jar" % (path, separator, name, suffix))
        jars = [source_jar, jar]
        fields = compiled_fields(
            ctx,
            jar,
            java_toolchain_of(ctx),
            True,
            [jar],
            output_source_jar = source_jar,
            deps = of_deps + _java_of(toolchain),
            exports = exports,
            with_compilation_info = False,
        )
    else:
        fields = fields_of_merge(of_deps + exports, java_outputs = False, source_jars = False)
    return provider(jars = depset(jars, transitive = fields_of(deps, "jars")), java = java_info_of(fields))

def _java_of(toolchain):
    """What the protobuf runtime has to link."""
    runtime = toolchain if model.is_unknown(toolchain) else toolchain.runtime
    info = info_of(runtime) if model.is_unknown(runtime) or runtime else None
    return [info] if model.is_unknown(info) or info else []

def _library_in_starlark(ctx, provider):
    infos = infos_in(ctx.attr.deps, provider)
    info = java_info_of(fields_of_merge(fields_of(infos, "java"), java_outputs = False))
    runfiles = ctx.runfiles(transitive_files = info.transitive_runtime_jars)
    return [info, DefaultInfo(files = depset(transitive = fields_of(infos, "jars")), runfiles = runfiles)]

def _library(ctx, provider):
    if IN_STARLARK:
        return _library_in_starlark(ctx, provider)
    infos = infos_in(ctx.attr.deps, provider)
    runtime = _merged(fields_of(infos, "runtime" if ctx.attr.strict_deps else "non_strict"))
    runfiles = model.runfiles_of(runtime)
    source_jars = [jar for info in infos if not model.is_unknown(info) for jar in info.source_jars]
    info = java_info(
        outputs = [],
        runtime_output_jars = [],
        runtime = runtime,
        source_jars = source_jars,
        transitive_source_jars = depset(source_jars),
        runfiles = runfiles,
    )
    files = depset(source_jars, transitive = fields_of(infos, "jars"))
    return [info, DefaultInfo(files = files, default_runfiles = ctx.runfiles(), data_runfiles = runfiles)]

def _protos(aspect):
    if IN_STARLARK:
        return attr.label_list(providers = [ProtoInfo], aspects = [aspect])
    return attr.label_list(allow_rules = ["proto_library"], aspects = [aspect])

# The aspects ask for a Java toolchain by its type in Bazel 7.
_TOOLCHAINS = ["@bazel_tools//tools/jdk:toolchain_type"] if IN_STARLARK else []
_SPEED = "java_proto_toolchain"
_LITE = "java_lite_proto_toolchain"
_ASKED = {name: proto_toolchain(name) for name in [_LITE, _SPEED]}
_ASPECT_ATTRS = {} if IN_STARLARK else {"_java_toolchain": JAVA_TOOLCHAIN}

_LIBRARY_ATTRS = {
    "_java_toolchain": JAVA_TOOLCHAIN,
    "data": attr.label_list(allow_files = True),
    "strict_deps": attr.bool(default = True),
}

def _java_proto_aspect_impl(target, ctx):
    return [_compiled(target, ctx, JavaProtoInfo, "speed", "java_proto_library", _SPEED)]

_java_proto_aspect = aspect(
    implementation = _java_proto_aspect_impl,
    attr_aspects = ["deps", "exports"],
    attrs = dict(_ASPECT_ATTRS, **_ASKED[_SPEED].attrs),
    required_providers = [ProtoInfo],
    toolchains = _TOOLCHAINS + _ASKED[_SPEED].toolchains,
)

def _java_proto_library_impl(ctx):
    return _library(ctx, JavaProtoInfo)

java_proto_library = rule(
    implementation = _java_proto_library_impl,
    provides = [JavaInfo],
    attrs = dict(_LIBRARY_ATTRS, deps = _protos(_java_proto_aspect)),
    toolchains = _ASKED[_SPEED].toolchains,
)

def _java_lite_proto_aspect_impl(target, ctx):
    return [_compiled(target, ctx, JavaLiteProtoInfo, "lite", "java_lite_proto_library", _LITE)]

_java_lite_proto_aspect = aspect(
    implementation = _java_lite_proto_aspect_impl,
    attr_aspects = ["deps", "exports"],
    attrs = dict(_ASPECT_ATTRS, **_ASKED[_LITE].attrs),
    required_providers = [ProtoInfo],
    toolchains = _TOOLCHAINS + _ASKED[_LITE].toolchains,
)

def _java_lite_proto_library_impl(ctx):
    return _library(ctx, JavaLiteProtoInfo)

java_lite_proto_library = rule(
    implementation = _java_lite_proto_library_impl,
    provides = [JavaInfo],
    attrs = dict(_LIBRARY_ATTRS, deps = _protos(_java_lite_proto_aspect)),
    toolchains = _ASKED[_LITE].toolchains,
)
