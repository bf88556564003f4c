"""What may be asked of a Java target by name (`JavaCommon.addTransitiveInfoProviders` of 4.2.3, basic_java_library.bzl of 7.7.1), but for the groups that Bazel keeps for itself."""

_HAS_DIRECT_SOURCES = bazel_at_least("7.0.0")

def output_groups(info, compiled):
    if model.is_unknown(info):
        return OutputGroupInfo(compilation_outputs = compiled, _source_jars = info)
    direct = {"_direct_source_jars": depset(info.source_jars)} if _HAS_DIRECT_SOURCES else {}
    return OutputGroupInfo(compilation_outputs = compiled, _source_jars = info.transitive_source_jars, **direct)
