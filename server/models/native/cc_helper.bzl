"""What cc_library, cc_import and cc_binary have in common: attributes, the toolchain, what is compiled, and what Bazel expands of their texts.

Read, by release:
- 4.2.3: CcCommon.java, CppHelper.java and LibraryToLink.java of that release, and runs of it. Bazel 5 has the same classes.

What runfiles need of a library is its shared libraries, which CcInfo tells (cc_info.bzl). A program that links them dynamically finds them below `_solib_<cpu>` (cc_names.bzl). What else CcInfo says is known for Bazel 4 and 7.7.
"""

load(":cc_compile.bzl", "COMPILED", "CompilationOutputs", "HEADERS", "compiled", "context_of_headers", "declared_include_directories", "virtual_headers")
load(":cc_info.bzl", "CcInfo", "IS_TOLD", "compilation_context", "for_other_versions", "infos_of", "linking_context")
load(":cc_toolchain_info.bzl", "TOOLCHAIN_ATTRIBUTE", "configure_features", "is_enabled", "toolchain_of", "unknown_of_machine", "uses_pic_for_dynamic_libraries")

# What the attributes take, besides versioned shared libraries (rules/cpp/CppFileTypes.java).
SOURCE_FILES = [".cc", ".cpp", ".cxx", ".c++", ".C", ".cu", ".cl", ".c"]
_HEADER_FILES = [".h", ".hh", ".hpp", ".ipp", ".hxx", ".h++", ".inc", ".inl", ".tlh", ".tli", ".H", ".tcc"]
ARCHIVE_FILES = [".a", ".lib", ".pic.a"]
SHARED_FILES = [".so", ".dylib", ".dll"]
_LIBRARY_FILES = ARCHIVE_FILES + [".lo", ".lo.lib", ".pic.lo"] + SHARED_FILES + [".o", ".obj", ".pic.o"]
_COMPILED_FILES = tuple(SOURCE_FILES + [".S", ".s", ".asm", ".m", ".mm"])
_SRCS_FILES = SOURCE_FILES + _HEADER_FILES + [".S", ".s", ".asm"] + _LIBRARY_FILES
VERSIONED_SHARED_FILES = [".so.*", ".dylib.*"]

_LIBRARY_RULES = ["cc_library", "objc_library", "cc_proto_library", "cc_import"]
REEXPORTED = attr.label_list(allow_rules = _LIBRARY_RULES)

# What a C++ toolchain brings (CcToolchainProvider.addGlobalMakeVariables), CcFlagsSupplier, and the toolchain that Bazel finds by itself.
TOOLCHAIN_VARIABLES = {
    name: unknown_of_machine(name)
    for name in ["ABI", "ABI_GLIBC_VERSION", "AR", "CC", "CC_FLAGS", "CROSSTOOLTOP", "C_COMPILER", "GCOVTOOL", "GLIBC_VERSION", "LD", "NM", "OBJCOPY", "STACK_FRAME_UNLIMITED", "STRIP"]
}

def check_compilation(ctx):
    """What Bazel expands of a library or program."""
    if ctx.attr.nocopts and model.option(ctx, "incompatible_disable_nocopts"):
        model.refuse("nocopts", "This attribute was removed. See https://github.com/bazelbuild/bazel/issues/8706 for details.")
    _check_sources(ctx)
    for name in ["copts", "defines", "local_defines", "includes", "linkopts"] + (["conlyopts", "cxxopts"] if bazel_at_least("7.0.0") else []):
        _expanded(ctx, name)

def _check_sources(ctx):
    """What is compiled comes by one label (CcCommon.getSources)."""
    labels = {}
    for target in [] if model.is_unknown(ctx.attr.srcs) else ctx.attr.srcs:
        files = [] if model.is_unknown(target) else target[DefaultInfo].files.to_list()
        for file in [] if model.is_unknown(files) else files:
            if file.basename.endswith(_COMPILED_FILES) and labels.setdefault(file.path, target.label) != target.label:
                model.refuse("srcs", "Artifact '%s' is duplicated (through '%s' and '%s')" % (file.path, labels[file.path], target.label))

def _expansion(ctx, name):
    """How Bazel expands the texts of an attribute, as model.expand is told; None where a toolchain may bring variables of its own."""
    tokenized = None if "no_copts_tokenization" in ctx.features else "any"
    words = {"copts": tokenized, "conlyopts": tokenized, "cxxopts": tokenized, "defines": "one", "local_defines": "one", "includes": None, "linkopts": "any"}[name]
    if bazel_at_least("7.0.0"):
        # As common/cc/cc_helper.bzl of 7.7.1 does it; what toolchains bring is among the rule's variables.
        return dict(targets = ["data"] + _NAMEABLE_TOO.get(name, ["additional_compiler_inputs"]), words = words)

    # As CcCommon.java and CppHelper.java do it.
    if model.option(ctx, "crosstool_top") != "@@bazel_tools//tools/cpp:toolchain" or model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        return None
    if name == "linkopts":
        return dict(files = ["additional_linker_inputs"], words = words)
    return dict(locations = name == "copts" or model.at_least(ctx, "5.0.0"), words = words)

_NAMEABLE_TOO = {
    "defines": ["deps"],
    "includes": [],
    "linkopts": ["additional_linker_inputs"],
    "local_defines": ["deps", "additional_compiler_inputs"],
}
_SPECIAL = ["$", "'", '"', "\\", " "]

def _expanded(ctx, name):
    """What the texts of an attribute say. Refuses the target where they name what is not there."""
    texts = getattr(ctx.attr, name)
    if model.is_unknown(texts):
        return [texts]
    how = _expansion(ctx, name)
    if how:
        return model.expand(ctx, name, variables = TOOLCHAIN_VARIABLES, **how)
    unknown = model.unknown(name, "which variables this C++ toolchain brings is not modelled")
    return [unknown if any([character in text for character in _SPECIAL]) else text for text in texts]

def configured_toolchain(ctx, *requested):
    """The toolchain, and the features in force."""
    toolchain = toolchain_of(ctx)
    if model.is_unknown(toolchain):
        return toolchain, toolchain
    of_pic = ["prefer_pic_for_opt_binaries", "supports_pic"]
    if not IS_TOLD and (model.option(ctx, "force_pic") or any([name in of_pic for name in ctx.features + ctx.disabled_features])):
        return toolchain, model.unknown("cc_library", "the files of cc_library are known for the usual choice of position-independent code only")
    configuration = configure_features(ctx, toolchain, ctx.features + list(requested), ctx.disabled_features)
    windows = is_enabled(configuration, "targets_windows")
    if not model.is_unknown(windows) and windows:
        unknown = model.unknown("C++ on Windows", "what C++ toolchains for Windows make is not modelled")
        return unknown, unknown
    return toolchain, configuration

def compiles(ctx):
    return any([file.extension in COMPILED or file.is_directory for file in ctx.files.srcs]) or bool(ctx.files.module_interfaces)

def objects_in_srcs(ctx):
    return [file for file in ctx.files.srcs if file.basename.endswith((".o", ".obj")) and not file.basename.endswith(".nopic.o")]

def compiled_sources(ctx, toolchain, configuration):
    sources = [file for file in ctx.files.srcs if file.extension in COMPILED or file.is_directory]
    return compiled(ctx, toolchain, configuration, sources + ctx.files.module_interfaces, ctx.label.name)

def with_given_objects(ctx, made):
    given = objects_in_srcs(ctx)
    return CompilationOutputs(objects = given + made.objects, pic_objects = given + made.pic_objects)

def merged_compilation_contexts(ctx, attributes):
    return [info.compilation_context for info in infos_of(ctx, attributes)]

def rule_compilation_context(ctx, merged, public = [], textual = [], include_prefix = None, strip_include_prefix = None):
    if not IS_TOLD:
        virtual_headers(ctx, public, include_prefix, strip_include_prefix)
        return None
    return context_of_headers(
        ctx,
        public = public,
        private = [file for file in ctx.files.srcs if file.extension in HEADERS],
        textual = textual,
        system_includes = declared_include_directories(ctx, ctx.attr.includes),
        defines = _expanded(ctx, "defines"),
        local_defines = _expanded(ctx, "local_defines"),
        include_prefix = include_prefix,
        strip_include_prefix = strip_include_prefix,
        merged = merged,
    )

def cc_info_of(ctx, compilation, linking):
    if not IS_TOLD:
        return for_other_versions(linking)
    return CcInfo(compilation_context = compilation, linking_context = linking)

def user_link_flags(ctx):
    return _expanded(ctx, "linkopts")

def output_groups(ctx, configuration, outputs, groups):
    pic = uses_pic_for_dynamic_libraries(configuration)
    if not IS_TOLD or model.is_unknown(pic):
        objects = [model.unknown("OutputGroupInfo.compilation_outputs", "the object files of C++ rules are known for Bazel 4 and 7.7 only")] if compiles(ctx) else []
    else:
        objects = outputs.pic_objects if pic else outputs.objects
    return OutputGroupInfo(compilation_outputs = depset(objects), **dict(_module_groups(configuration), **groups))

def _module_groups(configuration):
    if not bazel_at_least("7.7.0"):
        return {}
    has_modules = is_enabled(configuration, "header_modules")
    if model.is_unknown(has_modules) or has_modules:
        return {"module_files": model.unknown("OutputGroupInfo.module_files", "header modules of C++ rules are not modelled")}
    return {"module_files": depset()}

COMMON_ATTRS = {
    "additional_compiler_inputs": model.order_independent(attr.label_list(allow_files = True)),
    "additional_linker_inputs": model.order_independent(attr.label_list(allow_files = True)),
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
    "srcs": attr.label_list(allow_files = _SRCS_FILES + VERSIONED_SHARED_FILES),
    "win_def_file": attr.label(allow_single_file = [".def"]),
}

# Every rule that compiles asks for it. Bazel registers its own, which these rules need no word of.
TOOLCHAINS = ["@bazel_tools//tools/cpp:toolchain_type"]
