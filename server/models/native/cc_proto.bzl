"""cc_proto_library.

Read, by release:
- 4.2.3: rules/cpp/proto/CcProtoLibrary.java, CcProtoAspect.java.
- 7.7.1: common/cc/cc_proto_library.bzl.

An aspect compiles the code of every proto_library below into a C++ library beside it. It has no runfiles at all; programs that link it dynamically find its shared libraries by what the aspect tells of them.
"""

load("@@_builtins//:cc_compile.bzl", "compiled", "context_of_headers", "files_of_library", "linked_library")
load("@@_builtins//:cc_info.bzl", "ADVERTISED", "CcInfo", "linker_input", "linking_context")
load("@@_builtins//:cc_toolchain_info.bzl", "TOOLCHAIN_ATTRIBUTE", "configure_features", "is_enabled", "toolchain_of")
load("@@_builtins//:proto_info.bzl", "ProtoInfo", "generates_code", "info_in", "infos_in", "proto_toolchain", "proto_toolchain_of")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

_LANG_TOOLCHAIN = "cc_proto_toolchain"

def _output_path(ctx, file, suffix):
    """The generated file lies at the source's path, below the `bin` directory."""
    path = file.short_path
    if path.startswith("../"):
        path = path[len("../"):].partition("/")[2]
    package = ctx.label.package + "/" if ctx.label.package else ""
    below = path[len(package):] if path.startswith(package) else path
    return below[:-len(file.extension) - 1] + suffix

def _generated(ctx, proto, suffixes):
    sources = proto.direct_sources
    if model.is_unknown(sources):
        return [sources]
    return [ctx.actions.declare_file(_output_path(ctx, file, suffix)) for suffix in model.option(ctx, suffixes) for file in sources]

def _strip_include_prefix(ctx, proto):
    """Headers are included by the paths by which protos import each other (CcProtoAspect.initializeCompilationHelper)."""
    root = proto.proto_source_root
    repository = "external/%s" % ctx.label.workspace_name if ctx.label.workspace_name else ""
    if model.is_unknown(root) or root in [".", repository]:
        return root if model.is_unknown(root) else None
    for above in [ctx.bin_dir.path, repository]:
        if above and root.startswith(above + "/"):
            root = root[len(above) + 1:]
    return "/" + root

def _compilation_context(ctx, proto, headers, infos):
    prefix = _strip_include_prefix(ctx, proto)
    if model.is_unknown(prefix):
        return prefix
    return context_of_headers(ctx, public = headers, strip_include_prefix = prefix, merged = [info.compilation_context for info in infos])

def _cc_proto_aspect_impl(target, ctx):
    lang_toolchain = proto_toolchain_of(ctx, _LANG_TOOLCHAIN)
    proto = target[ProtoInfo]
    if model.is_unknown(lang_toolchain):
        runtime = [lang_toolchain]
    else:
        runtime = infos_in([lang_toolchain.runtime] if lang_toolchain.runtime else [], CcInfo)
    infos = runtime + infos_in(ctx.rule.attr.deps, CcInfo)
    toolchain = toolchain_of(ctx)
    configuration = configure_features(ctx, toolchain, ctx.features, ctx.disabled_features + ["parse_headers", "layering_check"])
    headers = []
    sources = []
    libraries = []
    if generates_code(ctx, lang_toolchain, proto, "cc_proto_library"):
        headers = _generated(ctx, proto, "cc_proto_library_header_suffixes")
        sources = _generated(ctx, proto, "cc_proto_library_source_suffixes")
        outputs = compiled(ctx, toolchain, configuration, sources, ctx.label.name)
        libraries = [linked_library(ctx, toolchain, configuration, outputs, ctx.label.name, shared = is_enabled(configuration, "supports_dynamic_linker"))]
    made = [file for library in libraries for file in files_of_library(library)]
    return [
        CcInfo(
            compilation_context = _compilation_context(ctx, proto, headers, infos),
            linking_context = linking_context(
                inputs = [linker_input(ctx.label, libraries)],
                merged = [info.linking_context for info in infos],
            ),
        ),
        _CcProtoFilesInfo(files = depset(headers + sources + made)),
    ]

# What a cc_proto_library builds of a proto_library.
_CcProtoFilesInfo = provider(fields = ["files"])

_ASKED = proto_toolchain(_LANG_TOOLCHAIN)

_cc_proto_aspect = aspect(
    implementation = _cc_proto_aspect_impl,
    attr_aspects = ["deps"],
    attrs = dict(_ASKED.attrs, _cc_toolchain = TOOLCHAIN_ATTRIBUTE),
    required_providers = [ProtoInfo],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"] + _ASKED.toolchains,
)

def _cc_proto_library_impl(ctx):
    infos = infos_in(ctx.attr.deps, _CcProtoFilesInfo)
    if len(infos) != 1:
        fail("in deps attribute of cc_proto_library rule %s: 'deps' attribute must contain exactly one label (we didn't name it 'dep' for consistency). The main use-case for multiple deps is to create a rule that contains several other targets. This makes dependency bloat more likely. It also makes it harderto remove unused deps." % ctx.label)
    info = infos[0]
    if model.is_unknown(info):
        return info
    cc = info_in(ctx.attr.deps[0], CcInfo)
    return [cc, DefaultInfo(files = info.files, default_runfiles = ctx.runfiles(), data_runfiles = ctx.runfiles())]

cc_proto_library = rule(
    implementation = _cc_proto_library_impl,
    provides = ADVERTISED,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(allow_rules = ["proto_library"], aspects = [_cc_proto_aspect]),
    },
    toolchains = _ASKED.toolchains,
)
