"""cc_proto_library (Bazel: rules/cpp/proto/CcProtoLibrary.java, CcProtoAspect.java).

An aspect compiles the code of every proto_library below into a C++ library beside it. It has no runfiles at all; programs that link it dynamically find its shared libraries by what the aspect tells of them.
"""

load("@@_builtins//:cc.bzl", "CcRuntimeInfo")
load("@@_builtins//:cc_names.bzl", "library_files", "own_solib")
load("@@_builtins//:proto_info.bzl", "ProtoInfo", "ProtoLangToolchainInfo", "fields_of", "generates_code", "info_in", "infos_in")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

CcProtoInfo = provider(fields = ["cc", "files"])

def _output_path(ctx, file, suffix):
    """The generated file lies at the source's path, below the `bin` directory."""
    path = file.short_path
    if path.startswith("../"):
        path = path[len("../"):].partition("/")[2]
    package = ctx.label.package + "/" if ctx.label.package else ""
    below = path[len(package):] if path.startswith(package) else path
    return below[:-len(file.extension) - 1] + suffix

def _generated(ctx, proto):
    sources = proto.direct_sources
    if model.is_unknown(sources):
        return [sources]
    suffixes = model.option(ctx, "cc_proto_library_header_suffixes"), model.option(ctx, "cc_proto_library_source_suffixes")
    return [ctx.actions.declare_file(_output_path(ctx, file, suffix)) for kind in suffixes for suffix in kind for file in sources]

def _cc_proto_aspect_impl(target, ctx):
    toolchain = info_in(ctx.attr._toolchain, ProtoLangToolchainInfo)
    deps = infos_in(ctx.rule.attr.deps, CcProtoInfo)
    runtime = infos_in([toolchain] if model.is_unknown(toolchain) else ([toolchain.runtime] if toolchain.runtime else []), CcRuntimeInfo)
    below = runtime + fields_of(deps, "cc")
    files = []
    shared = []
    if generates_code(ctx, toolchain, target[ProtoInfo], "cc_proto_library"):
        files = _generated(ctx, target[ProtoInfo]) + library_files(ctx, "", ctx.label.name, True)
        shared = [own_solib(ctx, "lib%s.so" % ctx.label.name)]
    return [CcProtoInfo(
        cc = CcRuntimeInfo(
            shared = depset(shared, transitive = fields_of(below, "shared")),
            shared_only = depset(transitive = fields_of(below, "shared_only")),
        ),
        files = depset(files),
    )]

_cc_proto_aspect = aspect(
    implementation = _cc_proto_aspect_impl,
    attr_aspects = ["deps"],
    attrs = {"_toolchain": attr.label(default = configuration_field("proto", "proto_toolchain_for_cc"))},
    required_providers = [ProtoInfo],
)

def _cc_proto_library_impl(ctx):
    infos = infos_in(ctx.attr.deps, CcProtoInfo)
    if len(infos) != 1:
        fail("in deps attribute of cc_proto_library rule %s: 'deps' attribute must contain exactly one label (we didn't name it 'dep' for consistency). The main use-case for multiple deps is to create a rule that contains several other targets. This makes dependency bloat more likely. It also makes it harderto remove unused deps." % ctx.label)
    info = infos[0]
    if model.is_unknown(info):
        return info
    return [info.cc, DefaultInfo(files = info.files, default_runfiles = ctx.runfiles(), data_runfiles = ctx.runfiles())]

cc_proto_library = rule(
    implementation = _cc_proto_library_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(aspects = [_cc_proto_aspect]),
    },
)
