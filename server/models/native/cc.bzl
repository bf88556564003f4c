"""cc_library, cc_binary, cc_test and cc_import as Bazel has them built in.

Read, by release:
- 4.2.3: CcLibrary.java, CcBinary.java, CcImport.java, CppHelper.java and LibraryToLink.java of that release, and runs of it. Bazel 5 has the same classes; cc_library became Starlark in 6.0 (bazelbuild/bazel#15663).
- common/cc/cc_library.bzl at bazelbuild/bazel 015707c6 (2023, before 7.0), df5ec8ba, lomoljo/Bern ba73f248 and databricks/bazel e59940c5 (between 7 and 8), and as rules_cc 6f42786 forked it (August 2025, between 8.3 and 9): one logic
  for runfiles, but for implementation_deps, which bring theirs since 6.4 and 7.0 (#18416, #19590). #16504 put the runfiles of data right before 6.0.
- common/cc/cc_binary.bzl before 6.0 (with `legacy_is_cc_test`), and as rules_cc 3b780fa forked it (August 2025): one logic, the same as CcBinary.java's. cc_test adds what coverage needs, and asks for a
  test_runner_toolchain_type (01d06be8).
- common/cc/cc_import.bzl at 04ebca22 (2024) and as forked in rules_cc 0.2.9: no runfiles at all, as in CcImport.java.

What runfiles need of a library is its shared libraries. A program that links them dynamically finds them below `_solib_<cpu>` (cc_names.bzl).
"""

load(":cc_names.bzl", "given_solib", "library_files", "naming_problem", "own_solib", "program_name", "program_problem")

model.describe(of = "bazel", checked = ("4.2.3", "8.7.0"), verified = ["4.2.3"])

# `shared`: what a program needs at run time that links dynamically. `shared_only`: what it needs in any case, since there is no static library of it.
CcRuntimeInfo = provider(fields = ["shared", "shared_only"])

# What the attributes take, besides versioned shared libraries (rules/cpp/CppFileTypes.java).
_SOURCE_FILES = [".cc", ".cpp", ".cxx", ".c++", ".C", ".cu", ".cl", ".c"]
_HEADER_FILES = [".h", ".hh", ".hpp", ".ipp", ".hxx", ".h++", ".inc", ".inl", ".tlh", ".tli", ".H", ".tcc"]
_ARCHIVE_FILES = [".a", ".lib", ".pic.a"]
_SHARED_FILES = [".so", ".dylib", ".dll"]
_LIBRARY_FILES = _ARCHIVE_FILES + [".lo", ".lo.lib", ".pic.lo"] + _SHARED_FILES + [".o", ".obj", ".pic.o"]
_SRCS_FILES = _SOURCE_FILES + _HEADER_FILES + [".S", ".s", ".asm"] + _LIBRARY_FILES
_VERSIONED_SHARED_FILES = [".so.*", ".dylib.*"]

_COMPILED = ["C", "S", "asm", "c", "c++", "cc", "cl", "cpp", "cu", "cxx", "s"]
_OBJECTS = ["o"]
_STATIC = ["a", "lib", "lo"]
_SHARED = ["dll", "dylib", "so"]

_TEST_RUNNER_TOOLCHAIN = "@bazel_tools//tools/cpp:test_runner_toolchain_type"

def _is_shared(file):
    if file.extension in _SHARED:
        return True
    _, so, version = file.basename.partition(".so.")
    return so != "" and version[:1].isdigit()

# Texts -------------------------------------------------------------------------------------------

# What a C++ toolchain brings (CcToolchainProvider.addGlobalMakeVariables), CcFlagsSupplier, and the toolchain that Bazel finds by itself.
_TOOLCHAIN_VARIABLES = {
    name: ""
    for name in ["ABI", "ABI_GLIBC_VERSION", "AR", "CC", "CC_FLAGS", "CROSSTOOLTOP", "C_COMPILER", "GCOVTOOL", "GLIBC_VERSION", "LD", "NM", "OBJCOPY", "STACK_FRAME_UNLIMITED", "STRIP"]
}

def _check_compilation(ctx):
    """What Bazel expands of a library or program (CcCommon.java, CppHelper.java)."""
    if model.option(ctx, "crosstool_top") != "@@bazel_tools//tools/cpp:toolchain" or model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        return  # Such a toolchain may bring variables of its own.
    tokenized = None if "no_copts_tokenization" in ctx.features else "any"
    later = model.at_least(ctx, "5.0.0")
    model.check_expansion(ctx, "copts", words = tokenized, variables = _TOOLCHAIN_VARIABLES)
    for name in ["defines", "local_defines"]:
        model.check_expansion(ctx, name, locations = later, words = "one", variables = _TOOLCHAIN_VARIABLES)
    model.check_expansion(ctx, "includes", locations = later, variables = _TOOLCHAIN_VARIABLES)
    model.check_expansion(ctx, "linkopts", files = ["additional_linker_inputs"], words = "any", variables = _TOOLCHAIN_VARIABLES)

def _check_program(ctx):
    _check_compilation(ctx)
    model.check_expansion(ctx, "args", words = "any", variables = _TOOLCHAIN_VARIABLES)
    model.check_expansion(ctx, "env", variables = _TOOLCHAIN_VARIABLES)

# Libraries ---------------------------------------------------------------------------------------

def _given_libraries(ctx):
    """Shared libraries among srcs: all of them, and those without a static library beside them."""
    statics = [_without_extension(file) for file in ctx.files.srcs if file.extension in _STATIC]
    shared = []
    shared_only = []
    for file in ctx.files.srcs:
        if _is_shared(file):
            solib = given_solib(ctx, file)
            shared.append(solib)
            if _without_extension(file) not in statics:
                shared_only.append(solib)
    return shared, shared_only

def _without_extension(file):
    path = file.short_path[:-len(file.extension) - 1]
    return path[:-len(".pic")] if path.endswith(".pic") else path

def _has(ctx, extensions):
    return any([file.extension in extensions or file.is_directory for file in ctx.files.srcs])

def _runtime_info(ctx, shared, shared_only, attributes):
    infos = _runtime_infos(ctx, attributes)
    return CcRuntimeInfo(
        shared = depset(shared, transitive = [info.shared for info in infos]),
        shared_only = depset(shared_only, transitive = [info.shared_only for info in infos]),
    )

def _runtime_infos(ctx, attributes):
    return [info for name in attributes for info in model.provided(ctx, name, CcRuntimeInfo)]

def _made_libraries(ctx):
    """The files that a library compiles and links, and the links to its shared library."""
    if not _has(ctx, _COMPILED) and not ctx.files.module_interfaces:
        if not _has(ctx, _OBJECTS):
            return [], []
        if model.at_least(ctx, "5.0.0"):
            # Up to 7 the Starlark rule overlooked objects that are not position-independent.
            unknown = model.unknown("cc_library", "the libraries of a cc_library that is made of object files only were looked at for Bazel 4 only")
            return [unknown], [unknown]
    directory, slash, name = ctx.label.name.rpartition("/")
    directory = 2 * (directory + slash)  # Bazel 4 repeats the directory of a name.
    is_dynamic = not ctx.attr.linkstatic and "supports_dynamic_linker" not in ctx.disabled_features
    files = library_files(ctx, directory, name, is_dynamic)
    return files, [own_solib(ctx, "%slib%s.so" % (directory, name))] if is_dynamic else []

def _data_as_library_sees_it(ctx):
    """Since 6.0 a library takes the data runfiles of a target, or its files and default runfiles where there are none."""
    runfiles = ctx.runfiles()
    for target in ctx.attr.data:
        if model.is_unknown(target):
            runfiles = runfiles.merge(model.unknown_runfiles(target))
        elif target[DefaultInfo].data_runfiles.files:
            runfiles = runfiles.merge(target[DefaultInfo].data_runfiles)
        else:
            runfiles = runfiles.merge(model.runfiles_of(target[DefaultInfo].files)).merge(target[DefaultInfo].default_runfiles)
    return runfiles

def _library_runfiles(ctx):
    if not model.at_least(ctx, "6.0.0"):
        return model.collect(ctx, data = ["data"], default = ["srcs", "deps"])
    if model.is_unknown(ctx.attr.data):
        return model.unknown_runfiles(ctx.attr.data)
    brings_implementation = model.at_least(ctx, "6.4.0")
    attributes = ["srcs", "deps"] + (["implementation_deps"] if brings_implementation else [])
    return _data_as_library_sees_it(ctx).merge(model.collect(ctx, default = attributes))

def _output_groups(ctx, groups):
    """What a compilation makes beside its libraries is not modelled."""
    objects = [model.unknown("OutputGroupInfo.compilation_outputs", "the object files of C++ rules are not modelled")] if _has(ctx, _COMPILED) else []
    return OutputGroupInfo(compilation_outputs = depset(objects), **groups)

def _library_groups(ctx, files):
    if not files:
        return _output_groups(ctx, {})
    shared = [file for file in files if not model.is_unknown(file) and _is_shared(file)]
    static = [file for file in files if model.is_unknown(file) or not _is_shared(file)]
    return _output_groups(ctx, {"archive": depset(static[:1]), "dynamic_library": depset(shared)})

def _program_groups(ctx, executable):
    if not ctx.attr.linkshared:
        return _output_groups(ctx, {})
    interface = model.unknown("OutputGroupInfo.interface_library", "the interface of a shared library was looked at for Bazel 4 only") if model.at_least(ctx, "5.0.0") else executable
    return _output_groups(ctx, {"interface_library": depset([interface])})

def _check_strip_prefix(ctx):
    """The public headers must lie below what is stripped from their paths (CcCompilationHelper.computePublicHeaders)."""
    if not model.is_given(ctx, "strip_include_prefix") or model.is_unknown(ctx.files.hdrs):
        return
    prefix = ctx.attr.strip_include_prefix
    if model.is_unknown(prefix):
        return
    root = "external/%s" % ctx.label.workspace_name if ctx.label.workspace_name else ""
    parts = [root] if prefix.startswith("/") else [root, ctx.label.package]
    directory = [part for part in "/".join(parts + [prefix]).split("/") if part not in ["", "."]]
    for file in ctx.files.hdrs:
        if model.is_unknown(file) or ".." in directory:
            return
        path = "external/" + file.short_path[3:] if file.short_path.startswith("../") else file.short_path
        if path.split("/")[:len(directory)] != directory:
            fail("header '%s' is not under the specified strip prefix '%s'" % (file.path, "/".join(directory)))

def _cc_library_impl(ctx):
    _check_compilation(ctx)
    _check_strip_prefix(ctx)
    if ctx.attr.nocopts:
        model.refuse("nocopts", "This attribute was removed. See https://github.com/bazelbuild/bazel/issues/8706 for details.")
    shared, shared_only = _given_libraries(ctx)
    files, made = _made_libraries(ctx)
    collected = _library_runfiles(ctx)
    return [
        _runtime_info(ctx, shared + made, shared_only, ["deps", "implementation_deps"]),
        _library_groups(ctx, files),
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
    "deps": attr.label_list(
        allow_files = [".ld", ".lds", ".ldscript"],
        allow_rules = ["cc_library", "objc_library", "cc_proto_library", "cc_import"],
        flags = ["SKIP_ANALYSIS_TIME_FILETYPE_CHECK"],
        providers = [CcInfo],
    ),
    "hdrs_check": attr.string(),
    "includes": attr.string_list(),
    "linkopts": attr.string_list(),
    "local_defines": attr.string_list(),
    "module_interfaces": attr.label_list(allow_files = True),
    "nocopts": attr.string(),
    "srcs": attr.label_list(allow_files = _SRCS_FILES + _VERSIONED_SHARED_FILES),
    "win_def_file": attr.label(allow_single_file = [".def"]),
}

# Every rule that compiles asks for it. Bazel registers its own, which these rules need no word of.
_TOOLCHAINS = ["@bazel_tools//tools/cpp:toolchain_type"]

cc_library = rule(
    implementation = _cc_library_impl,
    toolchains = _TOOLCHAINS,
    attrs = dict(
        _COMMON_ATTRS,
        alwayslink = attr.bool(),
        hdrs = attr.label_list(allow_files = True),
        implementation_deps = attr.label_list(),
        include_prefix = attr.string(),
        linkstamp = attr.label(allow_files = _SOURCE_FILES),
        linkstatic = attr.bool(),
        strip_include_prefix = attr.string(),
        textual_hdrs = attr.label_list(allow_files = True),
    ),
)

def _cc_import_impl(ctx):
    if ctx.attr.interface_library and not ctx.attr.shared_library and not ctx.attr.system_provided:
        fail("'shared_library' should be specified when 'system_provided' is false")
    if ctx.attr.shared_library and ctx.attr.system_provided:
        fail("'shared_library' should not be specified when 'system_provided' is true")
    shared = [given_solib(ctx, ctx.file.shared_library)] if ctx.file.shared_library else []
    has_static = ctx.file.static_library or ctx.file.pic_static_library or ctx.files.objects or ctx.files.pic_objects

    # An import has no runfiles at all, not even its data.
    return [_runtime_info(ctx, shared, [] if has_static else shared, ["deps"]), DefaultInfo()]

cc_import = rule(
    implementation = _cc_import_impl,
    toolchains = _TOOLCHAINS,
    attrs = {
        "alwayslink": attr.bool(),
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(),
        "hdrs": attr.label_list(allow_files = True),
        "includes": attr.string_list(),
        "interface_library": attr.label(allow_single_file = [".ifso", ".tbd", ".lib", ".so", ".dylib"]),
        "linkopts": attr.string_list(),
        "objects": attr.label_list(allow_files = True),
        "pic_objects": attr.label_list(allow_files = True),
        "pic_static_library": attr.label(allow_single_file = [".pic.a", ".pic.lo"]),
        "shared_library": attr.label(allow_single_file = _SHARED_FILES + _VERSIONED_SHARED_FILES),
        "static_library": attr.label(allow_single_file = _ARCHIVE_FILES),
        "system_provided": attr.bool(),
    },
)

# Programs ----------------------------------------------------------------------------------------

def _is_linked_statically(ctx):
    mode = model.option(ctx, "dynamic_mode").lower()
    return mode != "fully" and (mode == "off" or ctx.attr.linkstatic)

def _runtimes(ctx):
    """Attributes of libraries that every program gets; the defaults of Bazel, below @bazel_tools//tools/cpp, bring nothing. A shared library gets none."""
    return [] if ctx.attr.linkshared else ["malloc", "link_extra_lib"]

def _separate_test_library(ctx, is_static):
    """The feature dynamic_link_test_srcs links what a test compiles into a shared library of its own."""
    if not hasattr(ctx.attr, "env_inherit") or is_static or "dynamic_link_test_srcs" not in ctx.features or model.option(ctx, "dynamic_mode").lower() != "default":
        return []
    return [own_solib(ctx, "lib%s.so" % ctx.label.name)] if _has(ctx, _COMPILED) else []

def _program_runfiles(ctx, executable):
    is_static = _is_linked_statically(ctx)
    needed = "shared_only" if is_static else "shared"
    own, _ = _given_libraries(ctx)
    of_deps = [getattr(info, needed) for info in _runtime_infos(ctx, ["srcs", "deps"])]

    # CcBinary.java: "Why do we need .so files produced by cc_library in data dependencies of cc_binary?"
    of_data = [info.shared for info in _runtime_infos(ctx, ["data"])]
    of_runtimes = [getattr(info, needed) for info in _runtime_infos(ctx, _runtimes(ctx))]
    parts = [
        model.runfiles_of(depset([executable] + own, transitive = of_deps, order = "postorder")),
        model.collect(ctx, data = ["data"], default = ["srcs", "deps"]),
        model.runfiles_of(depset(_separate_test_library(ctx, is_static), transitive = of_data)),
        model.collect(ctx, default = _runtimes(ctx)),
        model.runfiles_of(depset(transitive = of_runtimes)),
    ]
    if not is_static and "static_link_cpp_runtimes" in ctx.features:
        parts.append(model.unknown_runfiles(model.unknown("static_link_cpp_runtimes", "the C++ runtime libraries that a toolchain brings are not modelled")))
    if model.option(ctx, "custom_malloc") != None and not ctx.attr.linkshared:
        parts.append(model.unknown_runfiles(model.unknown("--custom_malloc", "the runfiles of --custom_malloc are not modelled")))
    return _merged(ctx, parts)

def _merged(ctx, parts):
    runfiles = ctx.runfiles()
    for part in parts:
        runfiles = runfiles.merge(part)
    return runfiles

def _cc_binary_impl(ctx):
    _check_program(ctx)
    problem = program_problem(ctx)
    if model.is_unknown(problem):
        return problem
    if ctx.attr.dynamic_deps:
        return model.unknown("cc_binary.dynamic_deps", "the runfiles of dynamic_deps are not modelled")
    if ctx.attr.linkshared and model.is_unknown(naming_problem(ctx)):
        return naming_problem(ctx)
    executable = ctx.actions.declare_file(program_name(ctx))
    runfiles = _program_runfiles(ctx, executable)
    return [
        _program_groups(ctx, executable),
        DefaultInfo(files = depset([executable]), runfiles = runfiles, executable = executable),
    ]

def _cc_test_impl(ctx):
    # Since 7 a registered toolchain may run tests in its own way.
    if model.at_least(ctx, "7.0.0"):
        runner = model.registered_toolchain(ctx, _TEST_RUNNER_TOOLCHAIN)
        if model.is_unknown(runner):
            return runner
        if runner != None:
            return model.unknown("cc_test", "what the toolchain %s makes of a cc_test is not modelled" % runner)
    if model.at_least(ctx, "6.0.0") and model.option(ctx, "collect_code_coverage"):
        return model.unknown("cc_test", "what a cc_test needs to collect coverage is not modelled")
    return _cc_binary_impl(ctx)

_PROGRAM_ATTRS = dict(
    _COMMON_ATTRS,
    distribs = attr.string_list(),
    dynamic_deps = attr.label_list(),
    env = attr.string_dict(),
    link_extra_lib = attr.label(),
    linkshared = attr.bool(),
    malloc = attr.label(allow_rules = ["cc_library"], providers = [CcInfo]),
    reexport_deps = attr.label_list(),
    stamp = model.tristate(attr.int(default = -1)),
)

_PROGRAM_OUTPUTS = {
    "dwp_file": "%{name}.dwp",
    "stripped_binary": "%{name}.stripped",
}

cc_binary = rule(
    implementation = _cc_binary_impl,
    toolchains = _TOOLCHAINS,
    attrs = dict(_PROGRAM_ATTRS, linkstatic = attr.bool(default = True)),
    executable = True,
    outputs = _PROGRAM_OUTPUTS,
)

cc_test = rule(
    implementation = _cc_test_impl,
    toolchains = _TOOLCHAINS,
    attrs = dict(_PROGRAM_ATTRS, env_inherit = attr.string_list(), linkstatic = attr.bool()),
    outputs = {"dwp_file": _PROGRAM_OUTPUTS["dwp_file"]},
    test = True,
)
