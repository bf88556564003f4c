"""ProtoInfo and what a proto_lang_toolchain says.

Read, by release:
- 4.2.3: rules/proto/ProtoInfo.java, ProtoLangToolchainProvider.java, ProtoSourceFileBlacklist.java.
- 7.7.1: common/proto/proto_info.bzl, by which rules make a ProtoInfo of their own; of proto_common.bzl the provider.
"""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

# Whether proto_library is Bazel's own in Starlark.
IN_STARLARK = bazel_at_least("7.0.0")

# `_original_direct_sources`: the sources as they were given; `direct_sources` are links to them where the library changes their import path.
_FIELDS_OF_4 = ["_original_direct_sources", "_original_transitive_sources"]

_FIELDS_OF_7 = ["allow_exports", "_direct_proto_sources", "_exported_sources", "_transitive_proto_sources"]

_FIELDS = (_FIELDS_OF_7 if IN_STARLARK else _FIELDS_OF_4) + [
    "check_deps_sources",
    "direct_descriptor_set",
    "direct_sources",
    "proto_source_root",
    "transitive_descriptor_sets",
    "transitive_imports",
    "transitive_proto_path",
    "transitive_sources",
]

def _joined(*parts):
    return "/".join([part for part in parts if part])

def _exec_path(root, repository, path):
    return _joined(root, "" if root and repository.startswith("../") else repository, path) or "."

def _init_proto_info(*, srcs, deps, descriptor_set, proto_path = "", workspace_root = "", bin_dir = None, allow_exports = None):
    """What a rule makes of its sources."""
    _check_arguments(srcs, descriptor_set, proto_path, workspace_root, bin_dir)
    sources = depset(srcs, transitive = fields_of(deps, "transitive_sources"), order = "preorder")
    roots = {file.root.path: None for file in srcs}
    if "_virtual_imports/" in proto_path:
        source_root = _exec_path(bin_dir, workspace_root, proto_path)
    else:
        source_root = proto_path if workspace_root.startswith("../") else (_joined(workspace_root, proto_path) or ".")
    return dict(
        {"allow_exports": allow_exports} if allow_exports else {},
        check_deps_sources = depset(srcs) if srcs else depset(transitive = fields_of(deps, "check_deps_sources")),
        direct_descriptor_set = descriptor_set,
        direct_sources = srcs,
        proto_source_root = source_root,
        transitive_descriptor_sets = depset([descriptor_set], transitive = fields_of(deps, "transitive_descriptor_sets")),
        transitive_imports = sources,
        transitive_proto_path = depset([_exec_path(root, workspace_root, proto_path) for root in roots], transitive = fields_of(deps, "transitive_proto_path")),
        transitive_sources = sources,
        _direct_proto_sources = srcs,
        _exported_sources = depset(srcs) if srcs else depset(transitive = fields_of(deps, "_exported_sources")),
        _transitive_proto_sources = sources,
    )

def _check_arguments(srcs, descriptor_set, proto_path, workspace_root, bin_dir):
    prefix = _joined(workspace_root.replace("external/", "../"), proto_path)
    for file in srcs:
        if type(file) != "File":
            fail("srcs parameter expects a list of Files")
        if file.owner.workspace_root != workspace_root:
            fail("srcs parameter expects all files to have the same workspace_root: ", workspace_root)
        if not file.short_path.startswith(prefix):
            fail("srcs parameter expects all files start with %s" % prefix)
    if type(descriptor_set) != "File":
        fail("descriptor_set parameter expected to be a File")
    if proto_path:
        if "_virtual_imports/" not in proto_path:
            fail("proto_path needs to contain '_virtual_imports' directory")
        if proto_path.split("/")[-2] != "_virtual_imports":
            fail("proto_path needs to be formed like '_virtual_imports/target_name'")
        if not bin_dir:
            fail("bin_dir parameter should be set when _virtual_imports are used")

def fields_of(infos, name):
    """A field of many instances, an Unknown for each that is not known."""
    return [info if model.is_unknown(info) else getattr(info, name) for info in infos]

ProtoInfo = provider(fields = _FIELDS, init = _init_proto_info)[0] if IN_STARLARK else provider(fields = _FIELDS)

# `excluded`, since Bazel 7 `provided_proto_sources`: protos whose code is in the runtime already.
ProtoLangToolchainInfo = provider(fields = [
    "allowlist_different_package",
    "mnemonic",
    "out_replacement_format_flag",
    "output_files",
    "plugin",
    "plugin_format_flag",
    "progress_message",
    "proto_compiler",
    "protoc_opts",
    "provided_proto_sources",
    "runtime",
    "toolchain_type",
] if IN_STARLARK else ["excluded", "runtime"])

def info_in(target, provider):
    """The instance of a provider that a target has, None where it has none, Unknown where that is not known."""
    if model.is_unknown(target):
        return target
    has = provider in target
    if model.is_unknown(has):
        return has
    return target[provider] if has else None

def proto_toolchain(name):
    """How a rule or an aspect asks for a proto_lang_toolchain (common/proto/proto_common.bzl, `toolchains`): by the attribute `_toolchain`, whose default a flag names, or by its type."""
    if semantics.protoToolchains:
        return struct(attrs = {}, toolchains = [config_common.toolchain_type("@bazel_tools//tools/proto:%s_type" % name, mandatory = False)])
    return struct(attrs = {"_toolchain": attr.label(default = configuration_field("proto", _FLAGS[name]))}, toolchains = [])

_FLAGS = {
    "cc_proto_toolchain": "proto_toolchain_for_cc",
    "java_lite_proto_toolchain": "proto_toolchain_for_java_lite",
    "java_proto_toolchain": "proto_toolchain_for_java",
}

# The types by the names that Bazel's rules have for them.
_TYPES = {
    "cc_proto_toolchain": "@rules_cc//cc/proto:toolchain_type",
    "java_lite_proto_toolchain": "@rules_java//java/proto:lite_toolchain_type",
    "java_proto_toolchain": "@rules_java//java/proto:toolchain_type",
}

def proto_toolchain_of(ctx, name):
    """What the toolchain says that was asked for in this way."""
    if not semantics.protoToolchains:
        return info_in(ctx.attr._toolchain, ProtoLangToolchainInfo)
    found = ctx.toolchains["@bazel_tools//tools/proto:%s_type" % name]
    if model.is_unknown(found):
        return found
    if not found:
        fail("No toolchains registered for '%s'." % _TYPES[name])
    return found.proto

def infos_in(targets, provider):
    """The instances that targets have, an Unknown for each target that may have one."""
    if model.is_unknown(targets):
        return [targets]
    return [info for info in [info_in(target, provider) for target in targets] if info]

def _excluded_by(toolchain):
    return toolchain.provided_proto_sources if IN_STARLARK else toolchain.excluded.to_list()

def generates_code(ctx, toolchain, proto, rule):
    """Whether code is generated for a proto_library: not where it has no sources, nor where the runtime holds the code. A toolchain that is not known is taken for one that excludes nothing."""
    sources = proto.direct_sources if IN_STARLARK else proto._original_direct_sources
    if model.is_unknown(sources):
        return True
    excluded = [] if model.is_unknown(toolchain) else _excluded_by(toolchain)
    if model.is_unknown(excluded):
        excluded = []
    if IN_STARLARK:
        paths = [file.path.removeprefix("external/bazel_tools/") for file in excluded]
        without = [source for source in sources if source.path in paths]
    else:
        without = [source for source in sources if source in excluded]
    if without and len(without) < len(sources):
        fail("in srcs attribute of proto_library rule %s: The srcs attribute cannot contain protos whose code is in the runtime together with others, for %s" % (ctx.label, rule))
    return len(sources) > len(without)
