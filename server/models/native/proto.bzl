"""proto_library and proto_lang_toolchain.

Read, by release:
- 4.2.3: rules/proto/BazelProtoLibrary.java, ProtoCommon.java, ProtoLangToolchain.java.
- 7.7.1: common/proto/proto_library.bzl, proto_lang_toolchain.bzl. Only a prefix makes links there, not that a source is generated.

Data of a proto_library brings its sources, those of its dependencies, and its descriptor set; its `data` attribute brings nothing.
"""

load("@@_builtins//:proto_info.bzl", "IN_STARLARK", "ProtoInfo", "ProtoLangToolchainInfo", "fields_of", "infos_in")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

def _in_repository(file):
    """The path of a file within its repository."""
    path = file.short_path
    return path.partition("/")[2].partition("/")[2] if path.startswith("../") else path

def _prefix_to_strip(ctx):
    prefix = ctx.attr.strip_import_prefix
    if not prefix:
        return ""
    if prefix.startswith("/"):
        return prefix.strip("/")
    return (ctx.label.package + "/" + prefix if ctx.label.package else prefix).rstrip("/")

def _has_own_import_paths(ctx, sources):
    if ctx.attr.import_prefix or ctx.attr.strip_import_prefix:
        return True
    return model.option(ctx, "incompatible_generated_protos_in_virtual_imports") and any([not file.is_source for file in sources])

def _virtual_sources(ctx, sources):
    strip = _prefix_to_strip(ctx)
    prefix = ctx.attr.import_prefix.strip("/")
    if ctx.attr.import_prefix.startswith("/"):
        fail("in import_prefix attribute of proto_library rule %s: should be a relative path" % ctx.label)
    result = []
    for file in sources:
        path = _in_repository(file)
        if strip and not (path + "/").startswith(strip + "/"):
            fail("in proto_library rule %s: .proto file '%s' is not under the specified strip prefix '%s'" % (ctx.label, file.path, strip))
        below = path[len(strip):].lstrip("/")
        imported = prefix + "/" + below if prefix else below
        result.append(ctx.actions.declare_file("_virtual_imports/%s/%s" % (ctx.label.name, imported)))
    return result

def _source_root(ctx, sources):
    external = "external/" + ctx.label.workspace_name if ctx.label.workspace_name else ""
    if not _has_own_import_paths(ctx, sources):
        return external or "."
    package = "/".join([part for part in [ctx.bin_dir.path, external, ctx.label.package] if part])
    return "%s/_virtual_imports/%s" % (package, ctx.label.name)

def _check_sources(ctx):
    """Sources are named where they are used (`ProtoCommon.checkSourceFilesAreInSamePackage`); what a filegroup brings is not looked at."""
    for target in [] if model.is_unknown(ctx.attr.srcs) else ctx.attr.srcs:
        if not model.is_unknown(target) and (target.label.package, target.label.workspace_name) != (ctx.label.package, ctx.label.workspace_name):
            model.refuse("srcs", "Proto source with label '%s' must be in same package as consuming rule." % model.display_label(target.label))

def _proto_library_impl(ctx):
    _check_sources(ctx)
    given = ctx.files.srcs
    deps = infos_in(ctx.attr.deps, ProtoInfo)
    descriptor_set = ctx.actions.declare_file(ctx.label.name + "-descriptor-set.proto.bin")
    if model.is_unknown(given):
        direct = given
        own = depset(transitive = [given])
        originals = own
        root = given
    else:
        direct = _virtual_sources(ctx, given) if _has_own_import_paths(ctx, given) else given
        own = depset(direct)
        originals = depset(given)
        root = _source_root(ctx, given)
    sources = depset(transitive = [own] + fields_of(deps, "transitive_sources"), order = "preorder")
    descriptor_sets = depset([descriptor_set], transitive = fields_of(deps, "transitive_descriptor_sets"))
    info = ProtoInfo(
        check_deps_sources = own if model.is_unknown(given) or given else depset(transitive = fields_of(deps, "check_deps_sources")),
        direct_descriptor_set = descriptor_set,
        direct_sources = direct,
        _original_direct_sources = given,
        _original_transitive_sources = depset(transitive = [originals] + fields_of(deps, "_original_transitive_sources"), order = "preorder"),
        proto_source_root = root,
        transitive_descriptor_sets = descriptor_sets,
        transitive_imports = sources,
        transitive_proto_path = root if model.is_unknown(root) else depset([root], transitive = fields_of(deps, "transitive_proto_path")),
        transitive_sources = sources,
    )
    files = depset([descriptor_set])
    return [
        info,
        DefaultInfo(
            files = files,
            default_runfiles = ctx.runfiles(),
            data_runfiles = model.runfiles_of(sources).merge(model.runfiles_of(files)),
        ),
    ]

# Since Bazel 7 -----------------------------------------------------------------------------------

# What compiles .proto files: the program that a flag names, or a toolchain.
_TOOLCHAIN_TYPE = "@bazel_tools//tools/proto:proto_toolchain_type"
_TOOLCHAINS = [config_common.toolchain_type(_TOOLCHAIN_TYPE, mandatory = False)] if semantics.protoToolchains else []

def _check_prefix(name, prefix):
    if prefix != "/" and any([segment in [".", ".."] for segment in prefix.split("/")]):
        fail("attribute %s: should be normalized (without uplevel references or '.' path segments)" % name)

def _stripped_prefix(ctx):
    prefix = ctx.attr.strip_import_prefix
    _check_prefix("strip_import_prefix", prefix)
    parts = [prefix[1:]] if prefix.startswith("/") else [ctx.label.package, prefix]
    return "/".join([part for part in parts if part]).removesuffix("/")

def _linked_sources(ctx, sources, import_prefix, strip):
    repository = "../" + ctx.label.workspace_name if ctx.label.workspace_name else ""
    below = "/".join([part for part in [repository, strip] if part])
    below += "/" if below else ""
    result = []
    for file in sources:
        if not file.short_path.startswith(below):
            fail(".proto file '%s' is not under the specified strip prefix '%s'" % (file.short_path, below))
        imported = "/".join([part for part in [import_prefix, file.short_path[len(below):]] if part])
        result.append(ctx.actions.declare_file("_virtual_imports/%s/%s" % (ctx.label.name, imported)))
    return result

def _check_sources_of_7(ctx):
    for target in ctx.attr.srcs:
        if not model.is_unknown(target) and target.label.package != ctx.label.package:
            fail("Proto source with label '%s' must be in same package as consuming rule." % target.label)

def _check_exports_of_7(ctx):
    for proto in infos_in(ctx.attr.exports, ProtoInfo) + ([] if ctx.files.srcs else infos_in(ctx.attr.deps, ProtoInfo)):
        if not model.is_unknown(proto) and hasattr(proto, "allow_exports") and not proto.allow_exports[PackageSpecificationInfo].contains(ctx.label):
            fail("proto_library '%s' can't be reexported in package '//%s'" % (proto.direct_descriptor_set.owner, ctx.label.package))

def _proto_library_impl_of_7(ctx):
    compiler = ctx.toolchains[_TOOLCHAIN_TYPE] if _TOOLCHAINS else None
    if model.is_unknown(compiler):
        return compiler
    if model.is_unknown(ctx.attr.srcs) or model.is_unknown(ctx.files.srcs):
        return ctx.files.srcs
    _check_sources_of_7(ctx)
    import_prefix = ctx.attr.import_prefix
    _check_prefix("import_prefix", import_prefix)
    if import_prefix.startswith("/"):
        fail("attribute import_prefix: should be a relative path")
    strip = _stripped_prefix(ctx)
    _check_exports_of_7(ctx)
    given = ctx.files.srcs
    is_linked = bool(import_prefix or strip)
    descriptor_set = ctx.actions.declare_file(ctx.label.name + "-descriptor-set.proto.bin")
    info = ProtoInfo(
        srcs = _linked_sources(ctx, given, import_prefix, strip) if is_linked else given,
        deps = infos_in(ctx.attr.deps, ProtoInfo),
        descriptor_set = descriptor_set,
        proto_path = "/".join([part for part in [ctx.label.package, "_virtual_imports", ctx.label.name] if part]) if is_linked else "",
        workspace_root = ctx.label.workspace_root,
        bin_dir = ctx.bin_dir.path,
        allow_exports = ctx.attr.allow_exports,
    )
    if _TOOLCHAINS and not compiler:
        fail("Protocol compiler toolchain could not be resolved.")
    files = depset([descriptor_set])
    return [
        info,
        DefaultInfo(
            files = files,
            default_runfiles = ctx.runfiles(),
            data_runfiles = ctx.runfiles([descriptor_set], transitive_files = info.transitive_sources),
        ),
    ]

def _protos():
    return attr.label_list(providers = [ProtoInfo]) if IN_STARLARK else attr.label_list(allow_rules = ["proto_library"])

_PROTO_COMPILER = {} if _TOOLCHAINS else {"_proto_compiler": attr.label(
    default = configuration_field("proto", "proto_compiler"),
    cfg = "exec",
    **({"allow_files": True, "executable": True} if IN_STARLARK else {})
)}

proto_library = rule(
    implementation = _proto_library_impl_of_7 if IN_STARLARK else _proto_library_impl,
    provides = [ProtoInfo],
    # Attributes of later versions are known, too, so that their BUILD files can be read.
    attrs = dict({
        "allow_exports": attr.label(cfg = "exec", providers = [PackageSpecificationInfo]),
        "data": attr.label_list(allow_files = True),
        "deps": _protos(),
        "exports": _protos(),
        "import_prefix": attr.string(),
        "option_deps": attr.label_list(),
        "srcs": attr.label_list(allow_files = [".proto", ".protodevel"]),
        "strip_import_prefix": attr.string(default = "/" if IN_STARLARK else ""),
    }, **_PROTO_COMPILER),
    toolchains = _TOOLCHAINS,
)

def _excluded_sources(proto):
    return proto if model.is_unknown(proto) else (proto.transitive_sources if IN_STARLARK else proto._original_transitive_sources)

def _excluded(ctx):
    targets = ctx.attr.blacklisted_protos
    if model.is_unknown(targets):
        return depset(transitive = [targets])
    return depset(transitive = [
        target if model.is_unknown(target) else (_excluded_sources(target[ProtoInfo]) if ProtoInfo in target else target.files)
        for target in targets
    ])

def _proto_lang_toolchain_impl(ctx):
    return [ProtoLangToolchainInfo(excluded = _excluded(ctx), runtime = ctx.attr.runtime), DefaultInfo()]

def _program(target):
    return target and (target if model.is_unknown(target) else target[DefaultInfo].files_to_run)

def _proto_lang_toolchain_impl_of_7(ctx):
    compiler = ctx.toolchains[_TOOLCHAIN_TYPE] if _TOOLCHAINS else None
    if model.is_unknown(compiler):
        return compiler
    flag = ctx.attr.command_line
    if "$(PLUGIN_OUT)" in flag:
        fail("in attribute 'command_line': Placeholder '$(PLUGIN_OUT)' is not supported.")
    toolchain_type = ctx.attr.toolchain_type
    info = ProtoLangToolchainInfo(
        out_replacement_format_flag = flag.replace("$(OUT)", "%s"),
        output_files = ctx.attr.output_files,
        plugin_format_flag = ctx.attr.plugin_format_flag,
        plugin = _program(ctx.attr.plugin),
        runtime = ctx.attr.runtime,
        provided_proto_sources = _excluded(ctx).to_list(),
        proto_compiler = compiler.proto.proto_compiler if _TOOLCHAINS else _program(ctx.attr._proto_compiler),
        protoc_opts = compiler.proto.protoc_opts if _TOOLCHAINS else ctx.fragments.proto.experimental_protoc_opts,
        progress_message = ctx.attr.progress_message,
        mnemonic = ctx.attr.mnemonic,
        allowlist_different_package = ctx.attr.allowlist_different_package,
        toolchain_type = toolchain_type and (toolchain_type if model.is_unknown(toolchain_type) else toolchain_type.label),
    )
    return [DefaultInfo(files = depset(), runfiles = ctx.runfiles()), platform_common.ToolchainInfo(proto = info), info]

proto_lang_toolchain = rule(
    implementation = _proto_lang_toolchain_impl_of_7 if IN_STARLARK else _proto_lang_toolchain_impl,
    attrs = dict({
        "allowlist_different_package": attr.label(cfg = "exec", providers = [PackageSpecificationInfo]),
        "blacklisted_protos": attr.label_list(providers = [ProtoInfo]),
        "command_line": attr.string(mandatory = True),
        "denylisted_protos": attr.label_list(allow_files = True),
        "mnemonic": attr.string(default = "GenProto"),
        "output_files": attr.string(values = ["single", "multiple", "legacy"], default = "legacy"),
        "plugin": attr.label(executable = True, cfg = "exec"),
        "plugin_format_flag": attr.string(),
        "progress_message": attr.string(default = "Generating proto_library %{label}"),
        "protoc_minimal_do_not_use": attr.label(allow_files = True),
        "runtime": attr.label(),
        "toolchain_type": attr.label(),
    }, **(_PROTO_COMPILER if IN_STARLARK else {})),
    fragments = ["proto"],
    toolchains = _TOOLCHAINS,
)
