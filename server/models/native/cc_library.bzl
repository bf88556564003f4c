"""cc_library as Bazel has it built in.

Read, by release:
- 4.2.3: CcLibrary.java of that release, and runs of it. Bazel 5 has the same class; the rule became Starlark in 6.0 (bazelbuild/bazel#15663).
- common/cc/cc_library.bzl at bazelbuild/bazel 015707c6 (2023, before 7.0), df5ec8ba, lomoljo/Bern ba73f248 and databricks/bazel e59940c5 (between 7 and 8), and as rules_cc 6f42786 forked it (August 2025, between 8.3 and 9): one logic
  for runfiles, but for implementation_deps, which bring theirs since 6.4 and 7.0 (#18416, #19590). #16504 put the runfiles of data right before 6.0.
"""

load(":cc_compile.bzl", "STATIC", "files_of_library", "is_shared", "linked_library")
load(":cc_helper.bzl", "COMMON_ATTRS", "REEXPORTED", "SOURCE_FILES", "TOOLCHAINS", "cc_info_of", "check_compilation", "compiled_sources", "compiles", "configured_toolchain", "merged_compilation_contexts", "objects_in_srcs", "output_groups", "rule_compilation_context", "user_link_flags", "with_given_objects")
load(":cc_info.bzl", "ADVERTISED", "CcInfo", "IS_TOLD", "infos_of", "is_none", "library_to_link", "linker_input", "linking_context", "runtime_library")
load(":cc_names.bzl", "given_solib")
load(":cc_toolchain_info.bzl", "artifact_name", "is_enabled")

model.describe(of = "bazel", checked = ("4.2.3", "8.7.0"), verified = ["4.2.3", "7.7.1"])

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

def _refuse_collision(ctx):
    """No library among srcs is called as the one that is made. In Starlark a shared one is known by the link to it, which lies elsewhere."""
    made = "/".join(ctx.label.package.split("/") + ["lib" + ctx.label.name]).lstrip("/")
    for file in ctx.files.srcs:
        is_library = file.extension in STATIC or (is_shared(file) and not model.at_least(ctx, "6.0.0"))
        if is_library and _identifier(file).split("/", 2 if file.short_path.startswith("../") else 0)[-1] == made:
            fail("Can't put library with identifier '%s' into the srcs of a cc_library with the same name (%s) which also contains other code or objects to link" % (made, ctx.label.name))

def _made_library(ctx, toolchain, configuration, outputs):
    """The library that a cc_library links, None where it has nothing to link."""
    if not compiles(ctx):
        if not objects_in_srcs(ctx):
            return None
        if not IS_TOLD:
            # Up to 7 the Starlark rule overlooked objects that are not position-independent.
            return model.unknown("cc_library", "the libraries of a cc_library that is made of object files only were looked at for Bazel 4 and 7.7 only")
    if not IS_TOLD and "/" in ctx.label.name:
        toolchain = model.unknown("cc_library", "where the library of a target with / in its name lies was looked at for Bazel 4 and 7.7 only")
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

def _grouped_artifact(ctx, toolchain, category):
    """What an output group calls a library (CppHelper.getLinkedArtifact)."""
    name = artifact_name(toolchain, category, ctx.label.name)
    return name if model.is_unknown(name) else ctx.actions.declare_file(name)

def _library_groups(ctx, toolchain, configuration, outputs, library):
    if is_none(library):
        return output_groups(ctx, configuration, outputs, {})
    archive = _grouped_artifact(ctx, toolchain, "alwayslink_static_library" if ctx.attr.alwayslink else "static_library")
    dynamic = [] if ctx.attr.linkstatic else [_grouped_artifact(ctx, toolchain, "dynamic_library")]
    return output_groups(ctx, configuration, outputs, {"archive": depset([archive]), "dynamic_library": depset(dynamic)})

def _cc_library_impl(ctx):
    check_compilation(ctx)
    toolchain, configuration = configured_toolchain(ctx)
    compilation = rule_compilation_context(
        ctx,
        merged_compilation_contexts(ctx, ["deps"]),
        public = ctx.files.hdrs,
        textual = ctx.files.textual_hdrs,
        include_prefix = ctx.attr.include_prefix if model.is_given(ctx, "include_prefix") else None,
        strip_include_prefix = ctx.attr.strip_include_prefix if model.is_given(ctx, "strip_include_prefix") else None,
    )
    outputs = compiled_sources(ctx, toolchain, configuration)
    linked = with_given_objects(ctx, outputs)
    made = _made_library(ctx, toolchain, configuration, linked)
    given = _given_libraries(ctx, toolchain)
    own = [made] if model.is_unknown(made) or made else []
    if own and not model.is_unknown(made):
        _refuse_collision(ctx)
    libraries = given + own
    linking = _linking_context(ctx, given, own)
    collected = _library_runfiles(ctx)
    return [
        cc_info_of(ctx, compilation, linking),
        # Since it is written in Starlark, objects that it was given are among its outputs.
        _library_groups(ctx, toolchain, configuration, linked if model.at_least(ctx, "6.0.0") else outputs, made),
        DefaultInfo(
            files = depset(_files_of(made)),
            default_runfiles = collected.merge(_runtime_runfiles(libraries, True)),
            data_runfiles = collected.merge(_runtime_runfiles(libraries, False)),
        ),
    ]

def _linking_context(ctx, given, own):
    """What is linked of a library. Since it is written in Starlark, what it was given is a linker input of its own."""
    below = [info.linking_context for info in infos_of(ctx, ["deps", "implementation_deps"])]
    flags = user_link_flags(ctx)
    if not model.at_least(ctx, "6.0.0"):
        return linking_context(inputs = [linker_input(ctx.label, given + own, flags, _linker_scripts(ctx))], merged = below)
    scripts = _linker_scripts(ctx) + ctx.files.additional_linker_inputs
    made = linking_context(inputs = [linker_input(ctx.label, own, flags, scripts)], merged = below)
    return linking_context(merged = [linking_context(inputs = [linker_input(ctx.label, given)]), made]) if given else made

def _files_of(library):
    if model.is_unknown(library):
        return [library]
    return files_of_library(library) if library else []

def _runtime_runfiles(libraries, linked_statically):
    return model.runfiles_of(depset([file for library in libraries for file in runtime_library(library, linked_statically)]))

def _linker_scripts(ctx):
    return [file for file in ctx.files.deps if file.extension in ["ld", "lds", "ldscript"]]

cc_library = rule(
    implementation = _cc_library_impl,
    provides = ADVERTISED,
    toolchains = TOOLCHAINS,
    attrs = dict(
        COMMON_ATTRS,
        alwayslink = attr.bool(),
        hdrs = attr.label_list(allow_files = True, flags = ["ORDER_INDEPENDENT"]),
        implementation_deps = attr.label_list(providers = [CcInfo] if bazel_at_least("7.0.0") else []),
        reexport_deps = REEXPORTED,
        include_prefix = attr.string(),
        linkstamp = attr.label(allow_single_file = True) if bazel_at_least("7.0.0") else attr.label(allow_files = SOURCE_FILES),
        linkstatic = attr.bool(),
        strip_include_prefix = attr.string(),
        textual_hdrs = attr.label_list(allow_files = True, flags = ["ORDER_INDEPENDENT"]),
    ),
)
