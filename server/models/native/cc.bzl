"""cc_library, cc_binary, cc_test and cc_import as Bazel has them built in.

Read, by release:
- 4.2.3: CcLibrary.java, CcBinary.java, CcImport.java, CppHelper.java and LibraryToLink.java of that release, and runs of it. Bazel 5 has the same classes; cc_library became Starlark in 6.0 (bazelbuild/bazel#15663).
- common/cc/cc_library.bzl at bazelbuild/bazel 015707c6 (2023, before 7.0), df5ec8ba, lomoljo/Bern ba73f248 and databricks/bazel e59940c5 (between 7 and 8), and as rules_cc 6f42786 forked it (August 2025, between 8.3 and 9): one logic
  for runfiles, but for implementation_deps, which bring theirs since 6.4 and 7.0 (#18416, #19590). #16504 put the runfiles of data right before 6.0.
- common/cc/cc_binary.bzl before 6.0 (with `legacy_is_cc_test`), and as rules_cc 3b780fa forked it (August 2025): one logic, the same as CcBinary.java's. cc_test adds what coverage needs, and asks for a
  test_runner_toolchain_type (01d06be8).
- common/cc/cc_import.bzl at 04ebca22 (2024) and as forked in rules_cc 0.2.9: no runfiles at all, as in CcImport.java.

What runfiles need of a library is its shared libraries, which CcInfo tells (cc_info.bzl). A program that links them dynamically finds them below `_solib_<cpu>` (cc_names.bzl). What else CcInfo says is known for Bazel 4.
"""

load(":cc_compile.bzl", "COMPILED", "HEADERS", "CompilationOutputs", "STATIC", "compiled", "context_of_headers", "declared_defines", "declared_include_directories", "files_of_library", "is_shared", "linked_library", "virtual_headers")
load(":cc_info.bzl", "CcInfo", "NOTHING_TO_LINK", "compilation_context", "for_later_versions", "infos_of", "is_none", "library_to_link", "linker_input", "linking_context", "runtime_library")
load(":cc_names.bzl", "given_solib", "program_name", "program_problem")
load(":cc_toolchain_info.bzl", "TOOLCHAIN_ATTRIBUTE", "artifact_name", "check_action", "configure_features", "is_enabled", "toolchain_of", "uses_pic_for_dynamic_libraries", "workspace_toolchain")

model.describe(of = "bazel", checked = ("4.2.3", "8.7.0"), verified = ["4.2.3"])

# What the attributes take, besides versioned shared libraries (rules/cpp/CppFileTypes.java).
_SOURCE_FILES = [".cc", ".cpp", ".cxx", ".c++", ".C", ".cu", ".cl", ".c"]
_HEADER_FILES = [".h", ".hh", ".hpp", ".ipp", ".hxx", ".h++", ".inc", ".inl", ".tlh", ".tli", ".H", ".tcc"]
_ARCHIVE_FILES = [".a", ".lib", ".pic.a"]
_SHARED_FILES = [".so", ".dylib", ".dll"]
_LIBRARY_FILES = _ARCHIVE_FILES + [".lo", ".lo.lib", ".pic.lo"] + _SHARED_FILES + [".o", ".obj", ".pic.o"]
_SRCS_FILES = _SOURCE_FILES + _HEADER_FILES + [".S", ".s", ".asm"] + _LIBRARY_FILES
_VERSIONED_SHARED_FILES = [".so.*", ".dylib.*"]

_LIBRARY_RULES = ["cc_library", "objc_library", "cc_proto_library", "cc_import"]
_REEXPORTED = attr.label_list(allow_rules = _LIBRARY_RULES)

_TEST_RUNNER_TOOLCHAIN = "@bazel_tools//tools/cpp:test_runner_toolchain_type"

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

# What is compiled and linked ---------------------------------------------------------------------

def _configured(ctx, *requested):
    """The toolchain, and the features in force."""
    toolchain = toolchain_of(ctx)
    if model.is_unknown(toolchain):
        return toolchain, toolchain
    of_pic = ["prefer_pic_for_opt_binaries", "supports_pic"]
    if model.at_least(ctx, "5.0.0") and (model.option(ctx, "force_pic") or any([name in of_pic for name in ctx.features + ctx.disabled_features])):
        return toolchain, model.unknown("cc_library", "the files of cc_library are known for the usual choice of position-independent code only")
    configuration = configure_features(ctx, toolchain, ctx.features + list(requested), ctx.disabled_features)
    windows = is_enabled(configuration, "targets_windows")
    if not model.is_unknown(windows) and windows:
        unknown = model.unknown("C++ on Windows", "what C++ toolchains for Windows make is not modelled")
        return unknown, unknown
    return toolchain, configuration

def _compiles(ctx):
    return any([file.extension in COMPILED or file.is_directory for file in ctx.files.srcs]) or bool(ctx.files.module_interfaces)

def _objects_in_srcs(ctx):
    return [file for file in ctx.files.srcs if file.basename.endswith((".o", ".obj")) and not file.basename.endswith(".nopic.o")]

def _compiled(ctx, toolchain, configuration):
    sources = [file for file in ctx.files.srcs if file.extension in COMPILED or file.is_directory]
    return compiled(ctx, toolchain, configuration, sources + ctx.files.module_interfaces, ctx.label.name)

def _with_given_objects(ctx, made):
    given = _objects_in_srcs(ctx)
    return CompilationOutputs(objects = given + made.objects, pic_objects = given + made.pic_objects)

def _merged_compilation_contexts(ctx, attributes):
    return [info.compilation_context for info in infos_of(ctx, attributes)]

def _malloc_context(ctx):
    """What every program is compiled against: by default the library @bazel_tools//tools/cpp:malloc, which is empty."""
    if model.option(ctx, "custom_malloc") != None:
        return [model.unknown("--custom_malloc", "what --custom_malloc brings to compilations is not modelled")]
    if ctx.attr.malloc:
        return _merged_compilation_contexts(ctx, ["malloc"])
    directory = "external/bazel_tools"
    return [compilation_context(quote_includes = [directory, "%s/%s" % (ctx.bin_dir.path, directory)])]

def _compilation_context(ctx, merged, public = [], textual = [], include_prefix = None, strip_include_prefix = None):
    if model.at_least(ctx, "5.0.0"):
        virtual_headers(ctx, public, include_prefix, strip_include_prefix)
        return None
    return context_of_headers(
        ctx,
        public = public,
        private = [file for file in ctx.files.srcs if file.extension in HEADERS],
        textual = textual,
        system_includes = declared_include_directories(ctx, ctx.attr.includes),
        defines = declared_defines(ctx.attr.defines),
        local_defines = declared_defines(ctx.attr.local_defines),
        include_prefix = include_prefix,
        strip_include_prefix = strip_include_prefix,
        merged = merged,
    )

def _cc_info(ctx, compilation, linking):
    if model.at_least(ctx, "5.0.0"):
        return for_later_versions(linking)
    return CcInfo(compilation_context = compilation, linking_context = linking)

def _user_link_flags(ctx):
    if model.is_unknown(ctx.attr.linkopts):
        return ctx.attr.linkopts
    if any([character in option for option in ctx.attr.linkopts for character in ["$", "'", '"', "\\", " "]]):
        return model.unknown("linkopts", "variables and quotes in the linkopts of C++ rules are not modelled")
    return ctx.attr.linkopts

# Libraries ---------------------------------------------------------------------------------------

def _identifier(file):
    """What a static and a shared library have in common that are one library (CcLinkingOutputs.libraryIdentifierOf)."""
    path = file.short_path[:-len(file.extension) - 1]
    for middle in [".pic", ".nopic"]:
        if path.endswith(middle):
            return path[:-len(middle)]
    return path

def _given_libraries(ctx, toolchain):
    """The libraries among srcs (CcLibrary.convertPrecompiledLibrariesToLibraryToLink)."""
    static = {}
    pic = {}
    shared = {}
    for file in ctx.files.srcs:
        if is_shared(file):
            shared[_identifier(file)] = file
        elif file.basename.endswith((".pic.a", ".pic.lo")):
            pic[_identifier(file)] = file
        elif file.extension in STATIC:
            static[_identifier(file)] = file
    libraries = []
    for identifier in list(static) + [key for key in pic if key not in static] + [key for key in shared if key not in static and key not in pic]:
        dynamic = shared.get(identifier)
        hides = model.option(ctx, "force_pic") and identifier in pic
        libraries.append(library_to_link(
            static_library = None if hides else static.get(identifier),
            pic_static_library = pic.get(identifier),
            dynamic_library = given_solib(ctx, toolchain, dynamic) if dynamic else None,
            resolved_symlink_dynamic_library = dynamic,
            alwayslink = (static.get(identifier) or pic.get(identifier) or dynamic).extension == "lo",
        ))
    return libraries

def _made_library(ctx, toolchain, configuration, outputs):
    """The library that a cc_library links, None where it has nothing to link."""
    if not _compiles(ctx):
        if not _objects_in_srcs(ctx):
            return None
        if model.at_least(ctx, "5.0.0"):
            # Up to 7 the Starlark rule overlooked objects that are not position-independent.
            return model.unknown("cc_library", "the libraries of a cc_library that is made of object files only were looked at for Bazel 4 only")
    if model.at_least(ctx, "5.0.0") and "/" in ctx.label.name:
        toolchain = model.unknown("cc_library", "where the library of a target with / in its name lies was looked at for Bazel 4 only")
        configuration = toolchain
    return linked_library(
        ctx,
        toolchain,
        configuration,
        outputs,
        ctx.label.name,
        alwayslink = ctx.attr.alwayslink,
        always_named = ctx.attr.alwayslink,
        shared = False if ctx.attr.linkstatic else is_enabled(configuration, "supports_dynamic_linker"),
    )

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

def _output_groups(ctx, configuration, outputs, groups):
    pic = uses_pic_for_dynamic_libraries(configuration)
    if model.at_least(ctx, "5.0.0") or model.is_unknown(pic):
        objects = [model.unknown("OutputGroupInfo.compilation_outputs", "the object files of C++ rules are known for Bazel 4 only")] if _compiles(ctx) else []
    else:
        objects = outputs.pic_objects if pic else outputs.objects
    return OutputGroupInfo(compilation_outputs = depset(objects), **groups)

def _grouped_artifact(ctx, toolchain, category):
    """What an output group calls a library (CppHelper.getLinkedArtifact)."""
    name = artifact_name(toolchain, category, ctx.label.name)
    return name if model.is_unknown(name) else ctx.actions.declare_file(name)

def _library_groups(ctx, toolchain, configuration, outputs, library):
    if is_none(library):
        return _output_groups(ctx, configuration, outputs, {})
    archive = _grouped_artifact(ctx, toolchain, "alwayslink_static_library" if ctx.attr.alwayslink else "static_library")
    dynamic = [] if ctx.attr.linkstatic else [_grouped_artifact(ctx, toolchain, "dynamic_library")]
    return _output_groups(ctx, configuration, outputs, {"archive": depset([archive]), "dynamic_library": depset(dynamic)})

def _cc_library_impl(ctx):
    _check_compilation(ctx)
    if ctx.attr.nocopts:
        model.refuse("nocopts", "This attribute was removed. See https://github.com/bazelbuild/bazel/issues/8706 for details.")
    toolchain, configuration = _configured(ctx)
    compilation = _compilation_context(
        ctx,
        _merged_compilation_contexts(ctx, ["deps"]),
        public = ctx.files.hdrs,
        textual = ctx.files.textual_hdrs,
        include_prefix = ctx.attr.include_prefix if model.is_given(ctx, "include_prefix") else None,
        strip_include_prefix = ctx.attr.strip_include_prefix if model.is_given(ctx, "strip_include_prefix") else None,
    )
    outputs = _compiled(ctx, toolchain, configuration)
    made = _made_library(ctx, toolchain, configuration, _with_given_objects(ctx, outputs))
    libraries = _given_libraries(ctx, toolchain) + ([made] if model.is_unknown(made) or made else [])
    linking = linking_context(
        inputs = [linker_input(ctx.label, libraries, _user_link_flags(ctx), _linker_scripts(ctx))],
        merged = [info.linking_context for info in infos_of(ctx, ["deps", "implementation_deps"])],
    )
    collected = _library_runfiles(ctx)
    return [
        _cc_info(ctx, compilation, linking),
        _library_groups(ctx, toolchain, configuration, outputs, made),
        DefaultInfo(
            files = depset(_files_of(made)),
            default_runfiles = collected.merge(_runtime_runfiles(libraries, True)),
            data_runfiles = collected.merge(_runtime_runfiles(libraries, False)),
        ),
    ]

def _files_of(library):
    if model.is_unknown(library):
        return [library]
    return files_of_library(library) if library else []

def _runtime_runfiles(libraries, linked_statically):
    return model.runfiles_of(depset([file for library in libraries for file in runtime_library(library, linked_statically)]))

def _linker_scripts(ctx):
    return [file for file in ctx.files.deps if file.extension in ["ld", "lds", "ldscript"]]

_COMMON_ATTRS = {
    "additional_compiler_inputs": attr.label_list(allow_files = True),
    "additional_linker_inputs": attr.label_list(allow_files = True),
    "conlyopts": attr.string_list(),
    "copts": attr.string_list(),
    "_cc_toolchain": TOOLCHAIN_ATTRIBUTE,
    "cxxopts": attr.string_list(),
    "data": attr.label_list(allow_files = True),
    "defines": attr.string_list(),
    "deps": attr.label_list(
        allow_files = [".ld", ".lds", ".ldscript"],
        allow_rules = _LIBRARY_RULES,
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
        hdrs = attr.label_list(allow_files = True, flags = ["ORDER_INDEPENDENT"]),
        implementation_deps = attr.label_list(),
        reexport_deps = _REEXPORTED,
        include_prefix = attr.string(),
        linkstamp = attr.label(allow_files = _SOURCE_FILES),
        linkstatic = attr.bool(),
        strip_include_prefix = attr.string(),
        textual_hdrs = attr.label_list(allow_files = True, flags = ["ORDER_INDEPENDENT"]),
    ),
)

def _cc_import_impl(ctx):
    if ctx.attr.interface_library and not ctx.attr.shared_library and not ctx.attr.system_provided:
        fail("'shared_library' should be specified when 'system_provided' is false")
    if ctx.attr.shared_library and ctx.attr.system_provided:
        fail("'shared_library' should not be specified when 'system_provided' is true")
    toolchain, _ = _configured(ctx)
    static = ctx.file.static_library
    is_pic = static and static.basename.endswith(".pic.a")
    library = library_to_link(
        static_library = None if is_pic else static,
        pic_static_library = static if is_pic else ctx.file.pic_static_library,
        dynamic_library = _linked_import(ctx, toolchain, ctx.file.shared_library),
        resolved_symlink_dynamic_library = ctx.file.shared_library,
        interface_library = _linked_import(ctx, toolchain, ctx.file.interface_library),
        resolved_symlink_interface_library = ctx.file.interface_library,
        objects = ctx.files.objects,
        pic_objects = ctx.files.pic_objects,
        alwayslink = ctx.attr.alwayslink,
    )
    given = [ctx.file.static_library, ctx.file.pic_static_library, ctx.file.shared_library, ctx.file.interface_library] + ctx.files.objects + ctx.files.pic_objects
    linking = linking_context(
        inputs = [linker_input(ctx.label, [library])] if any(given) else [],
        merged = [info.linking_context for info in infos_of(ctx, ["deps"])],
    )
    compilation = None if model.at_least(ctx, "5.0.0") else context_of_headers(ctx, public = ctx.files.hdrs)

    # An import has no runfiles at all, not even its data.
    return [_cc_info(ctx, compilation, linking), DefaultInfo()]

def _linked_import(ctx, toolchain, file):
    return given_solib(ctx, toolchain, file) if file else None

cc_import = rule(
    implementation = _cc_import_impl,
    toolchains = _TOOLCHAINS,
    attrs = {
        "_cc_toolchain": TOOLCHAIN_ATTRIBUTE,
        "alwayslink": attr.bool(),
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(),
        "hdrs": attr.label_list(allow_files = True, flags = ["ORDER_INDEPENDENT"]),
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

def _separate_test_library(ctx, toolchain, configuration, outputs, is_static):
    """The feature dynamic_link_test_srcs links what a test compiles into a shared library of its own."""
    if not hasattr(ctx.attr, "env_inherit") or is_static or "dynamic_link_test_srcs" not in ctx.features or model.option(ctx, "dynamic_mode").lower() != "default":
        return []
    return [linked_library(ctx, toolchain, configuration, outputs, ctx.label.name).dynamic_library] if _compiles(ctx) else []

def _linked_at_run_time(ctx, attributes, is_static):
    """The shared libraries of what a program depends on, a set for each (CppHelper.runfilesFunction)."""
    return [info.linking_context._shared_only if is_static else info.linking_context._shared for info in infos_of(ctx, attributes)]

def _of_toolchain(ctx, configuration, is_static):
    """What the toolchain itself brings to a program, as Unknowns: the toolchain that Bazel configures brings nothing, those of the workspace were looked at for Bazel 4 only."""
    if model.at_least(ctx, "5.0.0") or is_none(workspace_toolchain(ctx)):
        runtimes = "static_link_cpp_runtimes" in ctx.features
        copies = False
    else:
        runtimes = is_enabled(configuration, "static_link_cpp_runtimes")
        copies = is_enabled(configuration, "copy_dynamic_libraries_to_binary")
    unknowns = []
    if model.is_unknown(copies):
        unknowns.append(copies)
    elif copies:
        unknowns.append(model.unknown("copy_dynamic_libraries_to_binary", "shared libraries that a toolchain copies beside programs are not modelled"))
    if not is_static and (model.is_unknown(runtimes) or runtimes):
        unknowns.append(model.unknown("static_link_cpp_runtimes", "the C++ runtime libraries that a toolchain brings are not modelled"))
    return unknowns

def _program_runfiles(ctx, toolchain, configuration, outputs, executable):
    is_static = _is_linked_statically(ctx)
    given = [given_solib(ctx, toolchain, file) for file in ctx.files.srcs if is_shared(file)]
    parts = [
        model.runfiles_of(*(_linked_at_run_time(ctx, ["srcs", "deps"], is_static) + [depset([executable] + given)])),
        model.collect(ctx, data = ["data"], default = ["srcs", "deps"]),
        # CcBinary.java: "Why do we need .so files produced by cc_library in data dependencies of cc_binary?"
        model.runfiles_of(*(_linked_at_run_time(ctx, ["data"], False) + [depset(_separate_test_library(ctx, toolchain, configuration, outputs, is_static))])),
        model.collect(ctx, default = _runtimes(ctx)),
        model.runfiles_of(*_linked_at_run_time(ctx, _runtimes(ctx), is_static)),
    ]
    parts.extend([model.unknown_runfiles(unknown) for unknown in _of_toolchain(ctx, configuration, is_static)])
    if model.option(ctx, "custom_malloc") != None and not ctx.attr.linkshared:
        parts.append(model.unknown_runfiles(model.unknown("--custom_malloc", "the runfiles of --custom_malloc are not modelled")))
    return _merged(ctx, parts)

def _merged(ctx, parts):
    runfiles = ctx.runfiles()
    for part in parts:
        runfiles = runfiles.merge(part)
    return runfiles

def _program_groups(ctx, configuration, outputs, executable):
    if not ctx.attr.linkshared:
        return _output_groups(ctx, configuration, outputs, {})
    interface = model.unknown("OutputGroupInfo.interface_library", "the interface of a shared library was looked at for Bazel 4 only") if model.at_least(ctx, "5.0.0") else executable
    return _output_groups(ctx, configuration, outputs, {"interface_library": depset([interface])})

def _cc_binary_impl(ctx):
    _check_program(ctx)
    problem = program_problem(ctx)
    if model.is_unknown(problem):
        return problem
    if ctx.attr.dynamic_deps:
        return model.unknown("cc_binary.dynamic_deps", "the runfiles of dynamic_deps are not modelled")
    toolchain, configuration = _configured(ctx, "static_linking_mode" if _is_linked_statically(ctx) else "dynamic_linking_mode")
    if ctx.attr.linkshared and model.is_unknown(toolchain):
        return toolchain
    for action in ["c++-link-dynamic-library" if ctx.attr.linkshared else "c++-link-executable", "strip"]:
        check_action(configuration, action)
    executable = ctx.actions.declare_file(program_name(ctx, toolchain_of(ctx)))
    outputs = _with_given_objects(ctx, _compiled(ctx, toolchain, configuration))
    runfiles = _program_runfiles(ctx, toolchain, configuration, outputs, executable)
    return [
        # What depends on a program only sees its headers.
        _cc_info(ctx, _compilation_context(ctx, _merged_compilation_contexts(ctx, ["deps"]) + _malloc_context(ctx)), NOTHING_TO_LINK),
        _program_groups(ctx, configuration, outputs, executable),
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
    reexport_deps = _REEXPORTED,
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
