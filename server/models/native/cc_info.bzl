"""CcInfo and what is in it: how C++ rules, and Starlark rules among them, tell each other what to compile against and what to link (Bazel: rules/cpp/CcInfo.java, CcCompilationContext.java, CcLinkingContext.java,
LibraryToLink.java of the 4.2.3 release; their fields and methods as runs of 7.7.1 tell them).

What runfiles need of a library are its shared libraries, which every linking context carries beside its linker inputs: `_shared` is what a program needs at run time that links dynamically, `_shared_only` what it needs
in any case, since there is no static library of it. Both have the order in which Bazel links.
"""

# Whether what CcInfo says was looked at for the Bazel in force: 4.2.3 and 7.7.1 were run.
IS_TOLD = not bazel_at_least("5.0.0") or bazel_at_least("7.7.0") and not bazel_at_least("8.0.0")
_LATER = bazel_at_least("7.7.0")

_ORDER = "topological"

CompilationContext = model.by_identity(provider(fields = [
    "defines",
    "direct_headers",
    "direct_private_headers",
    "direct_public_headers",
    "direct_textual_headers",
    "external_includes",
    "framework_includes",
    "headers",
    "includes",
    "local_defines",
    "quote_includes",
    "system_includes",
    "validation_artifacts",
]))

# The fields without underscore are those of Bazel 4.2. `libraries_to_link`, `user_link_flags` and `additional_inputs` of the context itself are there with --noincompatible_require_linker_input_cc_api only.
LinkingContext = model.by_identity(provider(fields = ["linker_inputs", "libraries_to_link", "user_link_flags", "additional_inputs", "_shared", "_shared_only"]))

LinkerInput = model.by_identity(provider(fields = ["owner", "libraries", "user_link_flags", "additional_inputs", "linkstamps"]))

# `_is_static`: whether there is a static library, whose name may not be known all the same.
LibraryToLink = model.by_identity(provider(fields = [
    "_is_static",
    "alwayslink",
    "dynamic_library",
    "interface_library",
    "lto_bitcode_files",
    "objects",
    "pic_lto_bitcode_files",
    "pic_objects",
    "pic_static_library",
    "resolved_symlink_dynamic_library",
    "resolved_symlink_interface_library",
    "static_library",
]))

def is_none(value):
    """Whether a value is known to be None."""
    return not model.is_unknown(value) and value == None

def _listed(files):
    """The elements of a list, an Unknown for a list that is not known."""
    return [files] if model.is_unknown(files) else files

# Compilation ------------------------------------------------------------------------------------

_NOTHING = depset()
_DEFINES_ORDER = "default" if _LATER else _ORDER
_NO_DEFINES = depset(order = _DEFINES_ORDER)

def _own_first(own, merged):
    if own:
        return depset(transitive = [depset(own)] + merged)
    return depset(transitive = merged) if merged else _NOTHING

def _sorted_out(headers):
    """Headers that can be modules, and those that are texts only (`.inc`)."""
    modular = []
    textual = []
    for header in headers:
        if not model.is_unknown(header) and header.extension == "inc":
            textual.append(header)
        else:
            modular.append(header)
    return modular, textual

def compilation_context(
        public = [],
        private = [],
        textual = [],
        includes = [],
        quote_includes = [],
        system_includes = [],
        framework_includes = [],
        external_includes = [],
        defines = [],
        local_defines = [],
        merged = []):
    """What a target is compiled against. `public`, `private` and `textual` are its own headers, `merged` the contexts of what it depends on (CcCompilationContext.Builder)."""
    public = _listed(public)
    private = _listed(private)
    textual = _listed(textual)
    defines = _listed(defines)
    local_defines = _listed(local_defines)
    modular_public, textual_public = _sorted_out(public)
    modular_private, textual_private = _sorted_out(private)
    own_defines = [depset(defines, order = _DEFINES_ORDER)] if defines else []
    return CompilationContext(
        # They come after those of dependencies; all else comes before.
        defines = depset(transitive = [context.defines for context in merged] + own_defines, order = _DEFINES_ORDER) if merged or defines else _NO_DEFINES,
        direct_headers = modular_public + modular_private,
        direct_private_headers = modular_private,
        direct_public_headers = modular_public,
        direct_textual_headers = textual_public + textual_private + textual,
        framework_includes = _own_first(_listed(framework_includes), [context.framework_includes for context in merged]),
        headers = depset(public + textual + private, transitive = [context.headers for context in merged]),
        includes = _own_first(_listed(includes), [context.includes for context in merged]),
        local_defines = depset(local_defines) if local_defines else _NOTHING,
        quote_includes = _own_first(_listed(quote_includes), [context.quote_includes for context in merged]),
        system_includes = _own_first(_listed(system_includes), [context.system_includes for context in merged]),
        **_fields_of_later_versions(external_includes, merged)
    )

def _fields_of_later_versions(external_includes, merged):
    if not _LATER:
        return {}
    return {
        "external_includes": _own_first(_listed(external_includes), [context.external_includes for context in merged]),
        "validation_artifacts": model.unknown("CcCompilationContext.validation_artifacts", "what validates headers is not modelled"),
    }

_NOTHING_TO_COMPILE = compilation_context()

def merged_compilation(exported, others):
    """One compilation context of several; the headers of `exported` are its own, too."""
    return compilation_context(
        public = [file for context in exported for file in _listed(context.direct_public_headers)],
        private = [file for context in exported for file in _listed(context.direct_private_headers)],
        textual = [file for context in exported for file in _listed(context.direct_textual_headers)],
        merged = exported + others,
    )

# Linking ----------------------------------------------------------------------------------------

def library_to_link(
        static_library = None,
        pic_static_library = None,
        dynamic_library = None,
        resolved_symlink_dynamic_library = None,
        interface_library = None,
        resolved_symlink_interface_library = None,
        objects = [],
        pic_objects = [],
        alwayslink = False,
        is_static = None):
    return LibraryToLink(
        _is_static = _any_file([static_library, pic_static_library]) if is_none(is_static) else is_static,
        alwayslink = alwayslink,
        dynamic_library = dynamic_library,
        interface_library = interface_library,
        lto_bitcode_files = [],
        objects = objects,
        pic_lto_bitcode_files = [],
        pic_objects = pic_objects,
        pic_static_library = pic_static_library,
        resolved_symlink_dynamic_library = resolved_symlink_dynamic_library,
        resolved_symlink_interface_library = resolved_symlink_interface_library,
        static_library = static_library,
    )

def _any_file(files):
    unknown = [file for file in files if model.is_unknown(file)]
    if any([not model.is_unknown(file) and file for file in files]):
        return True
    return unknown[0] if unknown else False

def runtime_library(library, linked_statically):
    """The shared library that is there at run time, as a list of one or none (LibraryToLink.getDynamicLibraryForRuntimeOrNull)."""
    if model.is_unknown(library):
        return [library]
    dynamic = library.dynamic_library
    if is_none(dynamic):
        return []
    if linked_statically and model.is_unknown(library._is_static):
        return [library._is_static]
    return [] if linked_statically and library._is_static else [dynamic]

def linker_input(owner, libraries, user_link_flags = [], additional_inputs = []):
    later = {"linkstamps": []} if _LATER else {}
    return LinkerInput(owner = owner, libraries = libraries, user_link_flags = user_link_flags, additional_inputs = additional_inputs, **later)

def _runtime_libraries(inputs, linked_statically):
    return [file for input in inputs for library in _listed(input.libraries) for file in runtime_library(library, linked_statically)]

_OLD_API = model.unknown("linking_context", "what a linking context says of its own, beside its linker inputs, is not modelled")

def linking_context(inputs = [], merged = []):
    """What is linked of a target: its own linker inputs, and the contexts of what it depends on."""
    return LinkingContext(
        linker_inputs = depset(inputs, transitive = [context.linker_inputs for context in merged], order = _ORDER),
        libraries_to_link = _OLD_API,
        user_link_flags = _OLD_API,
        additional_inputs = _OLD_API,
        _shared = depset(_runtime_libraries(inputs, False), transitive = [context._shared for context in merged], order = _ORDER),
        _shared_only = depset(_runtime_libraries(inputs, True), transitive = [context._shared_only for context in merged], order = _ORDER),
    )

NOTHING_TO_LINK = linking_context()

def context_of_inputs(inputs):
    """A linking context of a depset of linker inputs."""
    listed = inputs.to_list()
    if model.is_unknown(listed):
        return linking_context(merged = [listed])
    return LinkingContext(
        linker_inputs = depset(transitive = [inputs], order = _ORDER),
        libraries_to_link = _OLD_API,
        user_link_flags = _OLD_API,
        additional_inputs = _OLD_API,
        _shared = depset(_runtime_libraries(listed, False), order = _ORDER),
        _shared_only = depset(_runtime_libraries(listed, True), order = _ORDER),
    )

# CcInfo -----------------------------------------------------------------------------------------

def _init_cc_info(compilation_context = None, linking_context = None, debug_context = None, cc_native_library_info = None):
    later = {"debug_context": _debug_context, "transitive_native_libraries": _native_libraries} if _LATER else {}
    return dict(
        later,
        compilation_context = _NOTHING_TO_COMPILE if is_none(compilation_context) else compilation_context,
        linking_context = NOTHING_TO_LINK if is_none(linking_context) else linking_context,
    )

def _debug_context():
    return model.unknown("CcInfo.debug_context", "what C++ rules tell of debug information is not modelled")

def _native_libraries():
    return model.unknown("CcInfo.transitive_native_libraries", "what C++ rules tell of native libraries is not modelled")

CcInfo, _new_cc_info = provider(init = _init_cc_info)

# What C++ rules advertise since they are in Starlark: aspects that ask for CcInfo do not visit those of 4.2.3.
ADVERTISED = [CcInfo] if bazel_at_least("6.0.0") else []

def merge_cc_infos(direct, others):
    """One CcInfo of several; what is compiled against `direct` ones is also what is compiled against the result (CcInfo.merge)."""
    return CcInfo(
        compilation_context = merged_compilation([info.compilation_context for info in direct], [info.compilation_context for info in others]),
        linking_context = linking_context(merged = [info.linking_context for info in direct + others]),
    )

def infos_of(ctx, attributes):
    """The CcInfos of the targets of attributes, an Unknown for each target that may have one."""
    return [info for name in attributes for info in model.provided(ctx, name, CcInfo)]

def for_other_versions(linking):
    """The CcInfo of a built-in rule of a Bazel of which only the shared libraries were looked at."""
    unknown = model.unknown("CcInfo", "what CcInfo says was looked at for Bazel 4 and 7.7 only")
    return CcInfo(
        compilation_context = unknown,
        linking_context = LinkingContext(
            linker_inputs = unknown,
            libraries_to_link = unknown,
            user_link_flags = unknown,
            additional_inputs = unknown,
            _shared = linking._shared,
            _shared_only = linking._shared_only,
        ),
    )
