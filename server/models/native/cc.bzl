"""cc_library, cc_binary, cc_test and cc_import (Bazel: rules/cpp/CcLibrary.java, CcBinary.java, CcImport.java, SolibSymlinkAction.java, LibraryToLink.java)

What runfiles need of a library is its shared libraries. A program that links them dynamically finds them below `_solib_<cpu>`, by names made from the path of the library and the label of the target that brings it.
Since Bazel 5 some of those names hold a hash of the configuration, so an entry below `_solib_<cpu>` is Unknown there.
"""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

# `shared`: what a program needs at run time that links dynamically. `shared_only`: what it needs in any case, since there is no static library of it.
CcRuntimeInfo = provider(fields = ["shared", "shared_only"])

_COMPILED = ["C", "S", "asm", "c", "c++", "cc", "cl", "cpp", "cu", "cxx", "o", "s"]
_STATIC = ["a", "lib", "lo"]
_SHARED = ["dll", "dylib", "so"]

def _is_shared(file):
    if file.extension in _SHARED:
        return True
    _, so, version = file.basename.partition(".so.")
    return so != "" and version[:1].isdigit()

# Names below _solib_<cpu> ------------------------------------------------------------------------

def _escaped(path):
    return path.replace("_", "_U").replace("/", "_S").replace("\\", "_B").replace(":", "_C")

def _solib(ctx, name):
    if model.at_least(ctx, "5.0.0"):
        return model.unknown("_solib", "the names of shared libraries in runfiles hold a hash of the configuration since Bazel 5")
    if model.host_os(ctx) != "linux" or model.option(ctx, "crosstool_top") != "@@bazel_tools//tools/cpp:toolchain":
        return model.unknown("_solib", "where shared libraries lie in runfiles is known for Bazel's own C++ toolchain on Linux only")
    return model.output(ctx, "_solib_%s/%s" % (model.option(ctx, "cpu"), name))

# A library that the target makes: named by its path.
def _own_solib(ctx, path):
    external = "external/%s/" % ctx.label.workspace_name if ctx.label.workspace_name else ""
    package = ctx.label.package + "/" if ctx.label.package else ""
    return _solib(ctx, "lib" + _escaped(external + package + path))

# A file that the target was given: it keeps its name, in a directory named by the target and the file's directory.
def _given_solib(ctx, file):
    path = file.short_path
    if path.startswith("../"):
        repository, _, below = path[3:].partition("/")
        path = below if file.is_source else "external/%s/%s" % (repository, below)
    directory = path.rpartition("/")[0]
    name = "%s__%s/%s" % (_escaped("_" + model.display_label(ctx.label)), _escaped("_" + directory), file.basename)
    return _solib(ctx, name)

# Libraries ---------------------------------------------------------------------------------------

def _given_libraries(ctx):
    """Shared libraries among srcs: all of them, and those without a static library beside them."""
    statics = [_without_extension(file) for file in ctx.files.srcs if file.extension in _STATIC]
    shared = []
    shared_only = []
    for file in ctx.files.srcs:
        if _is_shared(file):
            solib = _given_solib(ctx, file)
            shared.append(solib)
            if _without_extension(file) not in statics:
                shared_only.append(solib)
    return shared, shared_only

def _without_extension(file):
    path = file.short_path[:-len(file.extension) - 1]
    return path[:-len(".pic")] if path.endswith(".pic") else path

def _is_compiled(ctx):
    return any([file.extension in _COMPILED or file.is_directory for file in ctx.files.srcs])

def _runtime_info(ctx, shared, shared_only, attributes):
    infos = [info for name in attributes for info in model.provided(ctx, name, CcRuntimeInfo)]
    return CcRuntimeInfo(
        shared = depset(shared, transitive = [info.shared for info in infos]),
        shared_only = depset(shared_only, transitive = [info.shared_only for info in infos]),
    )

def _library_files(ctx, directory, name, is_dynamic):
    if model.host_os(ctx) != "linux" or model.option(ctx, "force_pic"):
        return [model.unknown("cc_library", "the files of cc_library are known for Linux without --force_pic only")]
    static = [".lo", ".pic.lo"] if ctx.attr.alwayslink else [".a", ".pic.a"]
    if model.option(ctx, "compilation_mode") != "opt":
        static = static[:1]
    extensions = static + ([".so"] if is_dynamic else [])
    return [ctx.actions.declare_file("%slib%s%s" % (directory, name, extension)) for extension in extensions]

def _cc_library_impl(ctx):
    shared, shared_only = _given_libraries(ctx)
    directory, slash, name = ctx.label.name.rpartition("/")
    directory = 2 * (directory + slash)  # Bazel 4 repeats the directory of a name.
    is_dynamic = not ctx.attr.linkstatic and "supports_dynamic_linker" not in ctx.disabled_features
    files = []
    made = []
    if _is_compiled(ctx):
        files = _library_files(ctx, directory, name, is_dynamic)
        if is_dynamic:
            made = [_own_solib(ctx, "%slib%s.so" % (directory, name))]
    collected = model.collect(ctx, data = ["data"], default = ["srcs", "deps", "implementation_deps"])
    return [
        _runtime_info(ctx, shared + made, shared_only, ["deps", "implementation_deps"]),
        DefaultInfo(
            files = depset(files),
            default_runfiles = collected.merge(model.runfiles_of(depset(shared_only))),
            data_runfiles = collected.merge(model.runfiles_of(depset(shared + made))),
        ),
    ]

_COMMON_ATTRS = {
    "additional_compiler_inputs": attr.label_list(allow_files = True),
    "additional_linker_inputs": attr.label_list(allow_files = True),
    "conlyopts": attr.string_list(),
    "copts": attr.string_list(),
    "cxxopts": attr.string_list(),
    "data": attr.label_list(allow_files = True),
    "defines": attr.string_list(),
    "deps": attr.label_list(allow_files = True),
    "hdrs_check": attr.string(),
    "includes": attr.string_list(),
    "linkopts": attr.string_list(),
    "local_defines": attr.string_list(),
    "module_interfaces": attr.label_list(allow_files = True),
    "nocopts": attr.string(),
    "srcs": attr.label_list(allow_files = True),
    "win_def_file": attr.label(allow_single_file = True),
}

cc_library = rule(
    implementation = _cc_library_impl,
    attrs = dict(
        _COMMON_ATTRS,
        alwayslink = attr.bool(),
        hdrs = attr.label_list(allow_files = True),
        implementation_deps = attr.label_list(),
        include_prefix = attr.string(),
        linkstamp = attr.label(allow_single_file = True),
        linkstatic = attr.bool(),
        strip_include_prefix = attr.string(),
        textual_hdrs = attr.label_list(allow_files = True),
    ),
)

def _cc_import_impl(ctx):
    shared = [_given_solib(ctx, ctx.file.shared_library)] if ctx.file.shared_library else []
    has_static = ctx.file.static_library or ctx.file.pic_static_library or ctx.files.objects or ctx.files.pic_objects

    # Bazel 4 gives an import no runfiles at all, not even its data.
    return [_runtime_info(ctx, shared, [] if has_static else shared, ["deps"]), DefaultInfo()]

cc_import = rule(
    implementation = _cc_import_impl,
    attrs = {
        "alwayslink": attr.bool(),
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(),
        "hdrs": attr.label_list(allow_files = True),
        "includes": attr.string_list(),
        "interface_library": attr.label(allow_single_file = True),
        "linkopts": attr.string_list(),
        "objects": attr.label_list(allow_files = True),
        "pic_objects": attr.label_list(allow_files = True),
        "pic_static_library": attr.label(allow_single_file = True),
        "shared_library": attr.label(allow_single_file = True),
        "static_library": attr.label(allow_single_file = True),
        "system_provided": attr.bool(),
    },
)

# Programs ----------------------------------------------------------------------------------------

def _program_name(ctx):
    directory, slash, name = ctx.label.name.rpartition("/")
    is_named_so = name.endswith((".so", ".dylib", ".dll")) or ".so." in name
    if not ctx.attr.linkshared or is_named_so:
        return ctx.label.name
    return "%s%slib%s.so" % (directory, slash, name)

def _is_linked_statically(ctx):
    mode = model.option(ctx, "dynamic_mode").lower()
    return mode != "fully" and (mode == "off" or ctx.attr.linkstatic)

def _cc_binary_impl(ctx):
    if model.host_os(ctx) == "windows":
        return model.unknown("cc_binary on Windows", "the libraries that cc_binary copies beside the program on Windows are not modelled")
    if ctx.attr.dynamic_deps:
        return model.unknown("cc_binary.dynamic_deps", "the runfiles of dynamic_deps are not modelled")
    executable = ctx.actions.declare_file(_program_name(ctx))
    needed = "shared_only" if _is_linked_statically(ctx) else "shared"
    own, _ = _given_libraries(ctx)
    of_deps = [getattr(info, needed) for info in model.provided(ctx, "deps", CcRuntimeInfo)]
    runfiles = model.runfiles_of(depset([executable], transitive = of_deps, order = "postorder"))
    runfiles = runfiles.merge(model.collect(ctx, data = ["data"], default = ["srcs", "deps"]))
    if not ctx.attr.linkshared:
        of_malloc = [getattr(info, needed) for info in model.provided(ctx, "malloc", CcRuntimeInfo)]
        runfiles = runfiles.merge(model.collect(ctx, default = ["malloc"])).merge(model.runfiles_of(depset(transitive = of_malloc)))
    runfiles = runfiles.merge(model.runfiles_of(depset(own)))
    return [DefaultInfo(files = depset([executable]), runfiles = runfiles, executable = executable)]

_PROGRAM_ATTRS = dict(
    _COMMON_ATTRS,
    distribs = attr.string_list(),
    dynamic_deps = attr.label_list(),
    env = attr.string_dict(),
    link_extra_lib = attr.label(),
    linkshared = attr.bool(),
    # Bazel's own default, @bazel_tools//tools/cpp:malloc, brings nothing.
    malloc = attr.label(),
    reexport_deps = attr.label_list(),
    stamp = model.tristate(attr.int(default = -1)),
)

_PROGRAM_OUTPUTS = {
    "dwp_file": "%{name}.dwp",
    "stripped_binary": "%{name}.stripped",
}

cc_binary = rule(
    implementation = _cc_binary_impl,
    attrs = dict(_PROGRAM_ATTRS, linkstatic = attr.bool(default = True)),
    executable = True,
    outputs = _PROGRAM_OUTPUTS,
)

cc_test = rule(
    implementation = _cc_binary_impl,
    attrs = dict(_PROGRAM_ATTRS, env_inherit = attr.string_list(), linkstatic = attr.bool()),
    outputs = {"dwp_file": _PROGRAM_OUTPUTS["dwp_file"]},
    test = True,
)
