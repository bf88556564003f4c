"""cc_common of Bazel 7.7 (Bazel: common/cc/cc_common.bzl of 7.7.1): every argument has a name, and those that are for Bazel's own rulesets alone are taken from anybody."""

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
load("@@_builtins//:cc_common_of_4.bzl", "cc_common_of_4")
load("@@_builtins//:cc_info.bzl", "is_none", "linking_context", "merged_compilation")
load("@@_builtins//:cc_shared_library.bzl", "CcSharedLibraryHintInfo")
load("@@_builtins//:cc_toolchain.bzl", "create_cc_toolchain_config_info")
load("@@_builtins//:cc_toolchain_info.bzl", "CcToolchainInfo", "is_action_enabled")

def _configure_features(*, cc_toolchain, ctx = None, language = None, requested_features = [], unsupported_features = []):
    return cc_common_of_4.configure_features(cc_toolchain, ctx, requested_features, unsupported_features)

def _is_enabled(*, feature_configuration, feature_name):
    return cc_common_of_4.is_enabled(feature_configuration, feature_name)

def _create_compilation_context(
        *,
        headers = None,
        system_includes = None,
        includes = None,
        quote_includes = None,
        framework_includes = None,
        defines = None,
        local_defines = None,
        direct_textual_headers = [],
        direct_public_headers = [],
        direct_private_headers = [],
        external_includes = None,
        dependent_cc_compilation_contexts = [],
        **_only_for_actions):
    if direct_textual_headers or direct_public_headers or direct_private_headers:
        return model.unknown("cc_common.create_compilation_context", "compilation contexts with direct headers of their own are not modelled")
    return cc_common_of_4.create_compilation_context(headers, system_includes, includes, quote_includes, framework_includes, defines, local_defines, external_includes, dependent_cc_compilation_contexts)

def _merge_compilation_contexts(*, compilation_contexts = []):
    return merged_compilation([], compilation_contexts)

def _merge_linking_contexts(*, linking_contexts = []):
    return linking_context(merged = linking_contexts)

def _compile(
        *,
        actions,
        feature_configuration,
        cc_toolchain,
        name,
        srcs = [],
        public_hdrs = [],
        private_hdrs = [],
        textual_hdrs = [],
        additional_exported_hdrs = [],
        includes = [],
        quote_includes = [],
        system_includes = [],
        framework_includes = [],
        defines = [],
        local_defines = [],
        include_prefix = "",
        strip_include_prefix = "",
        compilation_contexts = [],
        disallow_pic_outputs = False,
        disallow_nopic_outputs = False,
        **_only_for_actions):
    return cc_common_of_4.compile(
        actions,
        feature_configuration,
        cc_toolchain,
        name,
        srcs = _without_labels(srcs),
        public_hdrs = _without_labels(public_hdrs),
        private_hdrs = _without_labels(private_hdrs),
        textual_hdrs = textual_hdrs,
        includes = includes,
        quote_includes = quote_includes,
        system_includes = system_includes,
        framework_includes = framework_includes,
        defines = defines,
        local_defines = local_defines,
        include_prefix = include_prefix,
        strip_include_prefix = strip_include_prefix,
        compilation_contexts = compilation_contexts,
        disallow_pic_outputs = disallow_pic_outputs,
        disallow_nopic_outputs = disallow_nopic_outputs,
    )

def _without_labels(files):
    """Files may come with the label that brought them."""
    if model.is_unknown(files):
        return files
    return [file[0] if type(file) == "tuple" else file for file in files]

def _create_compilation_outputs(*, objects = None, pic_objects = None, lto_compilation_context = None):
    return cc_common_of_4.create_compilation_outputs(objects, pic_objects)

def _merge_compilation_outputs(*, compilation_outputs = []):
    return cc_common_of_4.merge_compilation_outputs(compilation_outputs)

def _create_library_to_link(
        *,
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
        interface_library_symlink_path = "",
        must_keep_debug = False):
    return cc_common_of_4.create_library_to_link(
        actions,
        feature_configuration,
        cc_toolchain,
        static_library,
        pic_static_library,
        dynamic_library,
        interface_library,
        pic_objects,
        objects,
        alwayslink,
        dynamic_library_symlink_path,
        interface_library_symlink_path,
    )

def _create_linker_input(*, owner, libraries = None, user_link_flags = None, additional_inputs = None, linkstamps = None):
    return cc_common_of_4.create_linker_input(owner, libraries, user_link_flags, additional_inputs)

def _create_linking_context(*, linker_inputs = None, libraries_to_link = None, user_link_flags = None, additional_inputs = None, extra_link_time_library = None):
    if not is_none(extra_link_time_library):
        return model.unknown("extra_link_time_library", "libraries that are made when programs are linked are not modelled")
    return cc_common_of_4.create_linking_context(linker_inputs, libraries_to_link, user_link_flags, additional_inputs)

def _create_linking_context_from_compilation_outputs(
        *,
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
        linked_dll_name_suffix = "",
        **_only_for_actions):
    return cc_common_of_4.create_linking_context_from_compilation_outputs(
        actions,
        feature_configuration,
        cc_toolchain,
        compilation_outputs,
        name,
        user_link_flags,
        linking_contexts,
        language,
        alwayslink,
        additional_inputs,
        disallow_static_libraries,
        disallow_dynamic_library,
    )

def _link(
        *,
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
        additional_outputs = [],
        main_output = None,
        variables_extension = {},
        **private):
    if main_output or private or output_type == "archive":
        return model.unknown("cc_common.link", "what Bazel's own rulesets alone may ask of cc_common.link is not modelled")
    return cc_common_of_4.link(actions, feature_configuration, cc_toolchain, name, compilation_outputs, user_link_flags, linking_contexts, language, output_type)

def _merge_cc_infos(*, direct_cc_infos = [], cc_infos = []):
    return cc_common_of_4.merge_cc_infos(direct_cc_infos, cc_infos)

# Command lines ------------------------------------------------------------------------------------

def _create_compile_variables(
        *,
        cc_toolchain,
        feature_configuration,
        source_file = None,
        output_file = None,
        user_compile_flags = None,
        include_directories = None,
        quote_include_directories = None,
        system_include_directories = None,
        framework_include_directories = None,
        preprocessor_defines = None,
        thinlto_index = None,
        thinlto_input_bitcode_file = None,
        thinlto_output_object_file = None,
        use_pic = False,
        add_legacy_cxx_options = False,
        variables_extension = {}):
    if variables_extension:
        return model.unknown("cc_common.create_compile_variables", "variables of one's own are not modelled")
    return compile_variables(
        feature_configuration,
        cc_toolchain,
        source_file,
        output_file,
        user_compile_flags,
        include_directories,
        quote_include_directories,
        system_include_directories,
        framework_include_directories,
        preprocessor_defines,
        thinlto_index,
        thinlto_input_bitcode_file,
        thinlto_output_object_file,
        use_pic,
        add_legacy_cxx_options,
    )

def _create_link_variables(
        *,
        cc_toolchain,
        feature_configuration,
        library_search_directories = [],
        runtime_library_search_directories = [],
        user_link_flags = [],
        output_file = None,
        param_file = None,
        is_using_linker = True,
        is_linking_dynamic_library = False,
        must_keep_debug = True,
        use_test_only_flags = False,
        is_static_linking_mode = True,
        **_only_for_actions):
    return link_variables(
        feature_configuration,
        cc_toolchain,
        library_search_directories,
        runtime_library_search_directories,
        user_link_flags,
        output_file,
        param_file,
        None,
        is_using_linker,
        is_linking_dynamic_library,
        must_keep_debug,
        use_test_only_flags,
        is_static_linking_mode,
    )

def _empty_variables():
    return EMPTY_VARIABLES

def _get_memory_inefficient_command_line(*, feature_configuration, action_name, variables):
    return command_line(feature_configuration, action_name, variables)

def _get_environment_variables(*, feature_configuration, action_name, variables):
    return environment_of_action(feature_configuration, action_name, variables)

def _action_is_enabled(*, feature_configuration, action_name):
    return is_action_enabled(feature_configuration, action_name)

def _get_tool_for_action(*, feature_configuration, action_name):
    return tool_for_action(feature_configuration, action_name)

def _get_execution_requirements(*, feature_configuration, action_name):
    return execution_requirements(feature_configuration, action_name)

def _register_linkstamp_compile_action(*, actions, source_file, output_file, **_only_for_actions):
    actions.run(outputs = [output_file], inputs = [source_file], executable = "c++", mnemonic = "CppLinkstampCompile")

cc_common_of_7 = struct(
    CcSharedLibraryHintInfo = CcSharedLibraryHintInfo,
    CcToolchainInfo = CcToolchainInfo,
    compile = _compile,
    configure_features = _configure_features,
    create_cc_toolchain_config_info = create_cc_toolchain_config_info,
    create_compilation_context = _create_compilation_context,
    create_compilation_outputs = _create_compilation_outputs,
    create_library_to_link = _create_library_to_link,
    create_linker_input = _create_linker_input,
    create_linking_context = _create_linking_context,
    create_linking_context_from_compilation_outputs = _create_linking_context_from_compilation_outputs,
    do_not_use_tools_cpp_compiler_present = None,
    is_cc_toolchain_resolution_enabled_do_not_use = cc_common_of_4.is_cc_toolchain_resolution_enabled_do_not_use,
    is_enabled = _is_enabled,
    legacy_cc_flags_make_variable_do_not_use = cc_common_of_4.legacy_cc_flags_make_variable_do_not_use,
    link = _link,
    merge_cc_infos = _merge_cc_infos,
    merge_compilation_contexts = _merge_compilation_contexts,
    merge_compilation_outputs = _merge_compilation_outputs,
    merge_linking_contexts = _merge_linking_contexts,
    register_linkstamp_compile_action = _register_linkstamp_compile_action,
    action_is_enabled = _action_is_enabled,
    create_compile_variables = _create_compile_variables,
    create_link_variables = _create_link_variables,
    empty_variables = _empty_variables,
    get_environment_variables = _get_environment_variables,
    get_execution_requirements = _get_execution_requirements,
    get_memory_inefficient_command_line = _get_memory_inefficient_command_line,
    get_tool_for_action = _get_tool_for_action,
    get_tool_requirement_for_action = _get_execution_requirements,
)
