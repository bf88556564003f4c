"""cc_shared_library (Bazel: common/cc/cc_shared_library.bzl of 7.7.1).

It carries the library that it links and the link to it, what its dynamic_deps carry, and the shared libraries that it was given. Bazel refuses what would be linked more than once; which libraries a shared library links is
known here from above: all below its deps that no dynamic_dep exports. Where that leaves doubts, they are told.
"""

load(":cc_compile.bzl", "linked_artifact", "shared_library_of")
load(":cc_helper.bzl", "TOOLCHAINS", "configured_toolchain")
load(":cc_info.bzl", "CcInfo", "infos_of")

model.describe(of = "bazel", checked = ("7.7.0", "7.7.1"), verified = ["7.7.1"])

# `_all`: what is known of it and of the shared libraries below, as _SharedLibrary.
CcSharedLibraryInfo = provider(fields = ["_all", "dynamic_deps", "exports", "link_once_static_libs", "linker_input"])

# By which attributes, and under whose names, libraries come to one that has other owners than its label: those are looked at anyway.
CcSharedLibraryHintInfo = provider(fields = ["attributes", "owners"])

# Labels of the libraries that others find in it, and of those that it may link.
_SharedLibrary = provider(fields = ["exports", "linked"])

def _linked_targets(ctx, attributes):
    """Labels of all targets below that have something to link; an Unknown where that is not known."""
    owners = {}
    for info in infos_of(ctx, attributes):
        inputs = info if model.is_unknown(info) else info.linking_context.linker_inputs
        listed = inputs if model.is_unknown(inputs) else inputs.to_list()
        for input in [listed] if model.is_unknown(listed) else listed:
            if model.is_unknown(input) or model.is_unknown(input.owner):
                return input if model.is_unknown(input) else input.owner
            if model.is_unknown(input.libraries) or input.libraries:
                owners[input.owner] = True
    return list(owners)

def linked_beside_dynamic_deps(ctx, attributes):
    """Labels of the targets that are linked into one that has dynamic_deps; an Unknown where Bazel may refuse them (_filter_inputs, _build_link_once_static_libs_map)."""
    unknown = model.unknown("dynamic_deps", "whether Bazel refuses what dynamic_deps link more than once is not looked at")
    if model.is_unknown(ctx.attr.dynamic_deps) or any([model.is_unknown(target) for target in ctx.attr.dynamic_deps]):
        return unknown
    libraries = depset(transitive = [target[CcSharedLibraryInfo]._all for target in ctx.attr.dynamic_deps]).to_list()
    linked = _linked_targets(ctx, attributes)
    if model.is_unknown(libraries) or model.is_unknown(linked):
        return unknown
    exported = {label: True for library in libraries for label in library.exports}
    own = [label for label in linked if label not in exported]
    seen = {label: True for label in own}
    for library in libraries:
        for label in library.linked:
            if label in seen:
                return unknown
            seen[label] = True
    return own

def _check_deps(ctx):
    if not ctx.attr.deps:
        fail("'cc_shared_library' must have at least one dependency in 'deps' (or 'roots')")
    for target in ctx.attr.deps:
        if model.is_unknown(target):
            continue
        inputs = target[CcInfo].linking_context.linker_inputs
        listed = inputs if model.is_unknown(inputs) else inputs.to_list()
        for input in [] if model.is_unknown(listed) else listed:
            if not model.is_unknown(input) and input.owner == target.label and input.libraries and all([_is_dynamic_only(library) for library in input.libraries]):
                fail("Do not place libraries which only contain a precompiled dynamic library in roots. The following libraries only have precompiled dynamic libraries:\n%s" % target.label)

def _is_dynamic_only(library):
    if model.is_unknown(library) or model.is_unknown(library._is_static) or model.is_unknown(library.dynamic_library):
        return False
    return not library._is_static and library.dynamic_library != None

def _given_libraries(ctx):
    """Shared libraries without static ones, which are linked as they are. Those that dynamic_deps bring are theirs."""
    given = depset(transitive = [info.linking_context._shared_only for info in infos_of(ctx, ["deps"])], order = "topological")
    if not ctx.attr.dynamic_deps or given.to_list() == []:
        return [model.runfiles_of(given)]
    return [model.unknown_runfiles(model.unknown("cc_shared_library", "which given libraries a shared library with dynamic_deps carries is not modelled"))]

def _cc_shared_library_impl(ctx):
    _check_deps(ctx)
    toolchain, configuration = configured_toolchain(ctx, "force_no_whole_archive")
    if ctx.attr.shared_lib_name:
        made = ctx.actions.declare_file(ctx.attr.shared_lib_name)
    else:
        made = linked_artifact(ctx, toolchain, ctx.label.name, "dynamic_library")
    library = shared_library_of(ctx, toolchain, configuration, made)
    runfiles = model.runfiles_of(depset([made, library.dynamic_library])).merge(model.collect(ctx, data = ["dynamic_deps"]))
    linked = linked_beside_dynamic_deps(ctx, ["deps"])
    for part in _given_libraries(ctx) + ([model.unknown_runfiles(linked)] if model.is_unknown(linked) else []):
        runfiles = runfiles.merge(part)
    unknown = model.unknown("CcSharedLibraryInfo", "what a cc_shared_library links is not modelled")
    own = linked if model.is_unknown(linked) else _SharedLibrary(exports = tuple([target.label for target in ctx.attr.deps]), linked = tuple(linked))
    return [
        CcSharedLibraryInfo(_all = depset([own], transitive = [target[CcSharedLibraryInfo]._all for target in ctx.attr.dynamic_deps]), dynamic_deps = unknown, exports = unknown, link_once_static_libs = unknown, linker_input = unknown),
        OutputGroupInfo(main_shared_library_output = depset([made]), interface_library = depset([made])),
        DefaultInfo(files = depset([made]), runfiles = runfiles),
    ]

cc_shared_library = rule(
    implementation = _cc_shared_library_impl,
    toolchains = TOOLCHAINS,
    attrs = {
        "additional_linker_inputs": attr.label_list(allow_files = True),
        "deps": attr.label_list(providers = [CcInfo]),
        "dynamic_deps": attr.label_list(providers = [CcSharedLibraryInfo]),
        "experimental_disable_topo_sort_do_not_use_remove_before_7_0": attr.bool(),
        "exports_filter": attr.string_list(),
        "roots": attr.label_list(providers = [CcInfo]),
        "shared_lib_name": attr.string(),
        "static_deps": attr.string_list(),
        "user_link_flags": attr.string_list(),
        "win_def_file": attr.label(allow_single_file = [".def"]),
    },
)
