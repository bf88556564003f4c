"""cc_common of Bazel 4.2 (Bazel: rules/cpp/CcModule.java, bazel/rules/cpp/BazelCcModule.java and their starlarkbuildapi interfaces, of the 4.2.3 release). cc_common_of_7.bzl has other signatures in front of the same functions."""

load(
    "@@_builtins//:cc_command_lines.bzl",
    "EMPTY_VARIABLES",
    "command_line",
    "compile_variables",
    "environment_of_action",
    "execution_requirements",
    "link_variables",
    "tool_for_action",
)
load("@@_builtins//:cc_compile.bzl", "CompilationOutputs", "compiled", "context_of_headers", "linked_artifact", "linked_library", "shared_library")
load("@@_builtins//:cc_info.bzl", "LinkerInput", "compilation_context", "context_of_inputs", "is_none", "library_to_link", "linker_input", "linking_context", merge_infos = "merge_cc_infos")
load("@@_builtins//:cc_names.bzl", "given_solib", "linked_solib", "solib_at")
load("@@_builtins//:cc_toolchain.bzl", "create_cc_toolchain_config_info")
load("@@_builtins//:cc_toolchain_info.bzl", "CcToolchainInfo", "check_action", "configure_features", "is_action_enabled", "is_enabled")

# Toolchains and features --------------------------------------------------------------------------

def _configure_features(cc_toolchain, ctx = None, requested_features = [], unsupported_features = []):
    if is_none(ctx):
        return model.unknown("cc_common.configure_features", "the features of a target are not known without its context")
    return configure_features(ctx, cc_toolchain, requested_features, unsupported_features)

def _is_enabled(feature_configuration, feature_name):
    return is_enabled(feature_configuration, feature_name)

def _action_is_enabled(feature_configuration, action_name):
    return is_action_enabled(feature_configuration, action_name)

def _is_cc_toolchain_resolution_enabled(ctx):
    return model.option(ctx, "incompatible_enable_cc_toolchain_resolution")

def _legacy_cc_flags(cc_toolchain):
    return cc_toolchain._cc_flags

def _empty_variables():
    return EMPTY_VARIABLES

# Compiling ----------------------------------------------------------------------------------------

def _listed(values):
    """The elements of a depset or list."""
    if model.is_unknown(values) or type(values) == "list":
        return values
    if values == None:
        return []
    if type(values) != "depset":
        fail("expected a depset, got %s" % type(values))
    return values.to_list()

def _elements(name, values, kind = "string"):
    """Those of an argument that is a depset."""
    if type(values) == "list":
        fail("for %s, got list, want a depset of %s" % (name, kind))
    elements = _listed(values)
    if not model.is_unknown(elements) and elements and not model.is_unknown(elements[0]) and type(elements[0]) != kind:
        fail("for '%s', got a depset of '%s', expected a depset of '%s'" % (name, type(elements[0]), kind))
    return elements

def _create_compilation_context(headers = None, system_includes = None, includes = None, quote_includes = None, framework_includes = None, defines = None, local_defines = None, external_includes = None, merged = []):
    return compilation_context(
        merged = merged,
        external_includes = _elements("external_includes", external_includes),
        public = _elements("headers", headers, "File"),
        system_includes = _elements("system_includes", system_includes),
        includes = _elements("includes", includes),
        quote_includes = _elements("quote_includes", quote_includes),
        framework_includes = _elements("framework_includes", framework_includes),
        defines = _elements("defines", defines),
        local_defines = _elements("local_defines", local_defines),
    )

_SOURCES = ["cc", "cpp", "cxx", "c++", "C", "cu", "cl", "c", "mm", "m", "ipb", "S", "s", "asm"]
_HEADERS = ["h", "hh", "hpp", "ipp", "hxx", "h++", "inc", "inl", "tlh", "tli", "H", "tcc"]

def _check_extensions(name, files, extensions, shown):
    if model.is_unknown(files):
        return
    for file in files:
        if not model.is_unknown(file) and not file.is_directory and file.extension not in extensions:
            fail("'%s' has wrong extension. The list of possible extensions for '%s' is: %s" % (file.path, name, ",".join(["." + extension for extension in shown])))

def _compile(
        actions,
        feature_configuration,
        cc_toolchain,
        name,
        srcs = [],
        public_hdrs = [],
        private_hdrs = [],
        includes = [],
        quote_includes = [],
        system_includes = [],
        framework_includes = [],
        defines = [],
        local_defines = [],
        include_prefix = "",
        strip_include_prefix = "",
        user_compile_flags = [],
        compilation_contexts = [],
        disallow_pic_outputs = False,
        disallow_nopic_outputs = False,
        additional_inputs = [],
        textual_hdrs = []):
    _check_extensions("srcs", srcs, _SOURCES, [extension for extension in _SOURCES if extension not in ["mm", "m", "ipb"]])
    _check_extensions("public_hdrs", public_hdrs, _HEADERS, _HEADERS)
    _check_extensions("private_hdrs", private_hdrs, _HEADERS, _HEADERS)
    if disallow_nopic_outputs and disallow_pic_outputs:
        fail("Either PIC or no PIC actions have to be created.")
    ctx = model.context(actions)
    context = context_of_headers(
        ctx,
        public = public_hdrs,
        private = private_hdrs,
        textual = textual_hdrs,
        includes = includes,
        quote_includes = quote_includes,
        system_includes = system_includes,
        framework_includes = framework_includes,
        defines = defines,
        local_defines = local_defines,
        include_prefix = include_prefix,
        strip_include_prefix = strip_include_prefix,
        merged = compilation_contexts,
    )
    outputs = compiled(ctx, cc_toolchain, feature_configuration, srcs, name, pic = not disallow_pic_outputs, nopic = not disallow_nopic_outputs)
    return context, outputs

def _create_compilation_outputs(objects = None, pic_objects = None):
    return CompilationOutputs(objects = _listed(objects), pic_objects = _listed(pic_objects))

def _merge_compilation_outputs(compilation_outputs = []):
    return CompilationOutputs(
        objects = [file for outputs in compilation_outputs for file in outputs.objects],
        pic_objects = [file for outputs in compilation_outputs for file in outputs.pic_objects],
    )

# Linking ------------------------------------------------------------------------------------------

_SHARED_NAMES = "does not have any of the allowed extensions .so, .dylib, .dll"

def _is_archive(file, alwayslink):
    return file.basename.endswith((".a", ".lib", ".lo", ".lo.lib") if alwayslink else (".a", ".lib")) and not (not alwayslink and file.basename.endswith((".lo.lib", ".if.lib")))

def _linked_to(actions, feature_configuration, cc_toolchain, file, path):
    """Where a shared library is found by who links it (SolibSymlinkAction)."""
    windows = is_enabled(feature_configuration, "targets_windows")
    if model.is_unknown(file) or model.is_unknown(windows):
        return file if model.is_unknown(file) else windows
    if windows:
        return file
    ctx = model.context(actions)
    return solib_at(ctx, cc_toolchain, path) if path else given_solib(ctx, cc_toolchain, file)

def _create_library_to_link(
        actions,
        feature_configuration = None,
        cc_toolchain = None,
        static_library = None,
        pic_static_library = None,
        dynamic_library = None,
        interface_library = None,
        pic_objects = [],
        objects = [],
        alwayslink = False,
        dynamic_library_symlink_path = "",
        interface_library_symlink_path = ""):
    files = [static_library, pic_static_library, dynamic_library, interface_library]
    if all([is_none(file) for file in files]):
        fail("Must pass at least one artifact")
    for file in [static_library, pic_static_library]:
        if not model.is_unknown(file) and file and not _is_archive(file, alwayslink):
            fail("'%s' does not have any of the allowed extensions .a, .lib, .pic.a%s" % (file.basename, ", .lo, .lo.lib, .pic.lo" if alwayslink else ""))
    if not model.is_unknown(dynamic_library) and dynamic_library and not (dynamic_library.basename.endswith((".so", ".dylib", ".dll")) or ".so." in dynamic_library.basename or ".dylib." in dynamic_library.basename):
        fail("'%s' %s" % (dynamic_library.basename, _SHARED_NAMES))
    return library_to_link(
        static_library = static_library,
        pic_static_library = pic_static_library,
        dynamic_library = None if is_none(dynamic_library) else _linked_to(actions, feature_configuration, cc_toolchain, dynamic_library, dynamic_library_symlink_path),
        resolved_symlink_dynamic_library = dynamic_library,
        interface_library = None if is_none(interface_library) else _linked_to(actions, feature_configuration, cc_toolchain, interface_library, interface_library_symlink_path),
        resolved_symlink_interface_library = interface_library,
        objects = objects,
        pic_objects = pic_objects,
        alwayslink = alwayslink,
    )

def _refuse_type(parameter, value, wanted):
    fail("in call to create_linker_input(), parameter '%s' got value of type '%s', want '%s'" % (parameter, type(value), wanted))

def _create_linker_input(owner, libraries = None, user_link_flags = None, additional_inputs = None):
    if not model.is_unknown(owner) and type(owner) != "Label":
        _refuse_type("owner", owner, "Label")
    if type(libraries) == "list":
        _refuse_type("libraries", libraries, "NoneType or depset")
    if type(user_link_flags) == "list" and not bazel_at_least("5.0.0"):
        _refuse_type("user_link_flags", user_link_flags, "NoneType or depset")
    return linker_input(owner, _listed(libraries), _listed(user_link_flags), _listed(additional_inputs))

def _create_linking_context(linker_inputs = None, libraries_to_link = None, user_link_flags = None, additional_inputs = None):
    if not is_none(linker_inputs):
        return context_of_inputs(linker_inputs)

    # The old form, which --noincompatible_require_linker_input_cc_api still allows.
    owner = model.unknown("LinkerInput.owner", "a linker input of the old form has no owner")
    return linking_context(inputs = [LinkerInput(owner = owner, libraries = _listed(libraries_to_link), user_link_flags = _listed(user_link_flags), additional_inputs = _listed(additional_inputs))])

def _merge_cc_infos(direct_cc_infos = [], cc_infos = []):
    return merge_infos(direct_cc_infos, cc_infos)

_LANGUAGES = ["c++", "objc", "objc++"]

def _check_language(language):
    if language not in _LANGUAGES:
        fail("Language '%s' is not supported" % language)

def _create_linking_context_from_compilation_outputs(
        actions,
        feature_configuration,
        cc_toolchain,
        compilation_outputs,
        name,
        user_link_flags = [],
        linking_contexts = [],
        language = "c++",
        alwayslink = False,
        additional_inputs = [],
        disallow_static_libraries = False,
        disallow_dynamic_library = False,
        grep_includes = None):
    _check_language(language)
    ctx = model.context(actions)
    library = None

    # Since Bazel 7 there is a library of nothing, too, and one that is always linked is called so.
    later = bazel_at_least("7.0.0")
    if later or compilation_outputs.objects or compilation_outputs.pic_objects:
        windows = is_enabled(feature_configuration, "targets_windows")
        library = linked_library(
            ctx,
            cc_toolchain,
            feature_configuration,
            compilation_outputs,
            name,
            alwayslink = alwayslink,
            always_named = later and alwayslink,
            static = not disallow_static_libraries,
            shared = False if disallow_dynamic_library else (windows if model.is_unknown(windows) else not windows),
        )
    libraries = [library] if library else []
    label = model.context(actions).label.relative(":" + name)
    context = linking_context(inputs = [linker_input(label, libraries, user_link_flags, additional_inputs)], merged = linking_contexts)
    return context, _LinkingOutputs(library_to_link = library, executable = None)

_LinkingOutputs = provider(fields = ["library_to_link", "executable"])

def _link(
        actions,
        feature_configuration,
        cc_toolchain,
        name,
        compilation_outputs = None,
        user_link_flags = [],
        linking_contexts = [],
        language = "c++",
        output_type = "executable",
        link_deps_statically = True,
        stamp = 0,
        additional_inputs = [],
        grep_includes = None):
    _check_language(language)
    ctx = model.context(actions)
    if output_type == "executable":
        check_action(feature_configuration, "c++-link-executable")
        return _LinkingOutputs(executable = linked_artifact(ctx, cc_toolchain, name, "executable"), library_to_link = None)
    if output_type != "dynamic_library":
        fail("Output type '%s' is not supported" % output_type)
    check_action(feature_configuration, "c++-link-dynamic-library")
    return _LinkingOutputs(executable = None, library_to_link = shared_library(ctx, cc_toolchain, feature_configuration, name, solib = linked_solib))

cc_common_of_4 = struct(
    CcToolchainInfo = CcToolchainInfo,
    action_is_enabled = _action_is_enabled,
    compile = _compile,
    configure_features = _configure_features,
    create_cc_toolchain_config_info = create_cc_toolchain_config_info,
    create_compilation_context = _create_compilation_context,
    create_compilation_outputs = _create_compilation_outputs,
    create_compile_variables = compile_variables,
    create_library_to_link = _create_library_to_link,
    create_link_variables = link_variables,
    create_linker_input = _create_linker_input,
    create_linking_context = _create_linking_context,
    create_linking_context_from_compilation_outputs = _create_linking_context_from_compilation_outputs,
    do_not_use_tools_cpp_compiler_present = None,
    empty_variables = _empty_variables,
    get_environment_variables = environment_of_action,
    get_execution_requirements = execution_requirements,
    get_memory_inefficient_command_line = command_line,
    get_tool_for_action = tool_for_action,
    is_cc_toolchain_resolution_enabled_do_not_use = _is_cc_toolchain_resolution_enabled,
    is_enabled = _is_enabled,
    legacy_cc_flags_make_variable_do_not_use = _legacy_cc_flags,
    link = _link,
    merge_cc_infos = _merge_cc_infos,
    merge_compilation_outputs = _merge_compilation_outputs,
)
