"""ProtoInfo and what a proto_lang_toolchain says (Bazel: rules/proto/ProtoInfo.java, ProtoLangToolchainProvider.java, ProtoSourceFileBlacklist.java)."""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

# `original_direct_sources`: the sources as they were given; `direct_sources` are links to them where the library changes their import path.
ProtoInfo = provider(fields = [
    "check_deps_sources",
    "direct_descriptor_set",
    "direct_sources",
    "original_direct_sources",
    "original_transitive_sources",
    "proto_source_root",
    "transitive_descriptor_sets",
    "transitive_imports",
    "transitive_proto_path",
    "transitive_sources",
])

# `excluded`: protos whose code is in the runtime already.
ProtoLangToolchainInfo = provider(fields = ["excluded", "runtime"])

def info_in(target, provider):
    """The instance of a provider that a target has, None where it has none, Unknown where that is not known."""
    if model.is_unknown(target):
        return target
    has = provider in target
    if model.is_unknown(has):
        return has
    return target[provider] if has else None

def infos_in(targets, provider):
    """The instances that targets have, an Unknown for each target that may have one."""
    if model.is_unknown(targets):
        return [targets]
    return [info for info in [info_in(target, provider) for target in targets] if info]

def fields_of(infos, name):
    """A field of many instances, an Unknown for each that is not known."""
    return [info if model.is_unknown(info) else getattr(info, name) for info in infos]

def generates_code(ctx, toolchain, proto, rule):
    """Whether code is generated for a proto_library: not where it has no sources, nor where the runtime holds the code. A toolchain that is not known is taken for one that excludes nothing."""
    sources = proto.original_direct_sources
    if model.is_unknown(sources):
        return True
    excluded = [] if model.is_unknown(toolchain) else toolchain.excluded.to_list()
    if model.is_unknown(excluded):
        excluded = []
    without = [source for source in sources if source in excluded]
    if without and len(without) < len(sources):
        fail("in srcs attribute of proto_library rule %s: The srcs attribute cannot contain protos whose code is in the runtime together with others, for %s" % (ctx.label, rule))
    return len(sources) > len(without)
