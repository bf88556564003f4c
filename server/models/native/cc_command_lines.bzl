"""What a C++ toolchain calls its tools with (Bazel: rules/cpp/CcToolchainFeatures.java, CppActionConfigs.java, CompileBuildVariables.java, LinkBuildVariables.java, CcModule.java of the 4.2.3 release; runs of 7.7.1).

It is known of a toolchain whose features are: one of the workspace, or the one that Bazel has configured for the machine where its repository is on disk.
"""

load(":cc_info.bzl", "is_none")
load(":cc_toolchain_info.bzl", "TOOLS_OF_LEGACY_ACTIONS", "is_action", "is_enabled", "known_path", "unknown_of_machine")

# Variables ----------------------------------------------------------------------------------------

CcToolchainVariables = provider(fields = ["_values"])

# Bazel 4 hands defines on in the opposite order.
_TURNS_DEFINES = not bazel_at_least("7.0.0")

EMPTY_VARIABLES = CcToolchainVariables(_values = {})

def _listed(values):
    if model.is_unknown(values):
        return values
    return values.to_list() if type(values) == "depset" else list(values or [])

def _given(**values):
    return {name: value for name, value in values.items() if not is_none(value)}

def compile_variables(
        feature_configuration,
        cc_toolchain,
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
        add_legacy_cxx_options = False):
    if model.is_unknown(cc_toolchain) or not hasattr(cc_toolchain, "_features"):
        return unknown_of_machine("cc_common.create_compile_variables")

    defines = _listed(preprocessor_defines)
    return CcToolchainVariables(_values = _given(
        framework_include_paths = _listed(framework_include_directories),
        include_paths = _listed(include_directories),
        output_file = output_file,
        pic = "" if use_pic else None,
        preprocessor_defines = reversed(defines) if _TURNS_DEFINES and not model.is_unknown(defines) else defines,
        quote_include_paths = _listed(quote_include_directories),
        source_file = source_file,
        sysroot = cc_toolchain.sysroot,
        system_include_paths = _listed(system_include_directories),
        thinlto_index = thinlto_index,
        thinlto_input_bitcode_file = thinlto_input_bitcode_file,
        thinlto_output_object_file = thinlto_output_object_file,
        user_compile_flags = _listed(user_compile_flags),
    ))

# What a shared library cannot be linked with is left out (seen with 4.2.3 and 7.7.1).
_PIE = ["-pie", "-Wl,-pie"]

def _link_flags(flags, is_linking_dynamic_library):
    listed = _listed(flags)
    return listed if model.is_unknown(listed) or not is_linking_dynamic_library else [flag for flag in listed if flag not in _PIE]

def link_variables(
        feature_configuration,
        cc_toolchain,
        library_search_directories = None,
        runtime_library_search_directories = None,
        user_link_flags = None,
        output_file = None,
        param_file = None,
        def_file = None,
        is_using_linker = True,
        is_linking_dynamic_library = False,
        must_keep_debug = True,
        use_test_only_flags = False,
        is_static_linking_mode = True):
    if model.is_unknown(cc_toolchain) or not hasattr(cc_toolchain, "_features") or model.is_unknown(feature_configuration):
        return unknown_of_machine("cc_common.create_link_variables")
    options = feature_configuration._link_options
    has_debug_files = is_enabled(feature_configuration, "per_object_debug_info") if options.uses_fission and is_using_linker else False
    if model.is_unknown(has_debug_files):
        return has_debug_files
    return CcToolchainVariables(_values = _given(
        def_file_path = def_file,
        force_pic = "" if options.force_pic else None,
        is_cc_test = 1 if use_test_only_flags else 0,
        is_using_fission = "" if has_debug_files else None,
        library_search_directories = _listed(library_search_directories),
        linker_param_file = param_file,
        output_execpath = output_file,
        runtime_library_search_directories = _listed(runtime_library_search_directories),
        strip_debug_symbols = "" if options.strips and not must_keep_debug else None,
        sysroot = cc_toolchain.sysroot,
        user_link_flags = _link_flags(user_link_flags, is_linking_dynamic_library) if is_using_linker else [],
    ))

# Flags --------------------------------------------------------------------------------------------

def _applies(item, enabled):
    """Whether the features are enabled that a flag set, an environment or a tool is for."""
    alternatives = item.with_features or []
    if not alternatives:
        return True
    return any([
        all([name in enabled for name in each.features]) and not any([name in enabled for name in each.not_features])
        for each in alternatives
    ])

def _is_expanded(group, values):
    if group.expand_if_available and group.expand_if_available not in values:
        return False
    if group.expand_if_not_available and group.expand_if_not_available in values:
        return False
    if group.expand_if_true and not values.get(group.expand_if_true):
        return False
    if group.expand_if_false and (group.expand_if_false not in values or values[group.expand_if_false]):
        return False
    equal = group.expand_if_equal
    return not equal or values.get(equal.name) == equal.value

def _value(name, values):
    """A variable that is missing is Bazel's error; that Bazel has no other variables than these is not sure enough to refuse the target."""
    return values[name] if name in values else unknown_of_machine("the variable " + name)

def _expanded(flag, values):
    parts = flag.split("%{")
    text = parts[0]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        text = text + _value(name, values) + rest
    return text if model.is_unknown(text) else text.replace("%%", "%")

# How many groups of flags are looked at: Starlark has no recursion, and they are nested.
_MOST_GROUPS = 10000

def _flags(groups, variables):
    flags = []
    pending = [(group, variables) for group in reversed(groups)]
    for _ in range(_MOST_GROUPS):
        if not pending:
            break
        group, values = pending.pop()
        if not _is_expanded(group, values):
            continue
        over = group.iterate_over
        rounds = [dict(values, **{over: value}) for value in _value(over, values)] if over else [values]
        if group.flags:
            flags.extend([_expanded(flag, each) for each in rounds for flag in group.flags])
        else:
            pending.extend(reversed([(nested, each) for each in rounds for nested in group.flag_groups]))
    return flags

# Features -----------------------------------------------------------------------------------------

_COMPILATIONS = [
    "assemble",
    "c++-compile",
    "c++-header-parsing",
    "c++-module-codegen",
    "c++-module-compile",
    "c-compile",
    "linkstamp-compile",
    "lto-backend",
    "objc++-compile",
    "objc-compile",
    "preprocess-assemble",
]
_LINKS = [
    "c++-link-dynamic-library",
    "c++-link-executable",
    "c++-link-nodeps-dynamic-library",
    "lto-index-for-dynamic-library",
    "lto-index-for-executable",
    "lto-index-for-nodeps-dynamic-library",
]

# Name → actions, the variable without which there are no flags, and the flags of what Bazel adds behind the features of a toolchain that has none of that name (CppActionConfigs.getFeaturesToAppearLastInFeaturesList).
# Of features that have no flags unless a variable is there that Starlark cannot set, nothing is to be said.
_ADDED = {
    "fully_static_link": ([name for name in _LINKS if "nodeps" not in name], None, ["-static"]),
    "linker_param_file": (_LINKS + ["c++-link-static-library"], "linker_param_file", ["@%{linker_param_file}"]),
    "compiler_input_flags": (_COMPILATIONS, "source_file", ["-c", "%{source_file}"]),
    "compiler_output_flags": (_COMPILATIONS, "output_file", ["-o", "%{output_file}"]),
}
_WITHOUT_FLAGS = ["legacy_compile_flags", "legacy_link_flags"] + TOOLS_OF_LEGACY_ACTIONS.keys()

# They stand first, wherever a toolchain without `no_legacy_features` has them.
_FIRST = ["legacy_compile_flags", "default_compile_flags"]

def _added_flags(name, action, values):
    actions, needed, flags = _ADDED[name]
    if action not in actions or needed and needed not in values:
        return []
    return [_expanded(flag, values) for flag in flags]

def _enabled_features(configuration):
    """The features in force that the toolchain declares, in the order of their flags; None where others have flags that are not known."""
    features = [item for item in configuration._features if item.name in configuration._enabled]
    if [item for item in features if not item.declared and item.name not in _ADDED and item.name not in _WITHOUT_FLAGS]:
        return None
    declared = [item for item in features if item.declared]
    if configuration._has_every_action:
        declared = [item for name in _FIRST for item in declared if item.name == name] + [item for item in declared if item.name not in _FIRST]
    return declared

def _is_known(configuration):
    return not model.is_unknown(configuration) and not configuration._unsure

def command_line(feature_configuration, action_name, variables):
    """The flags of an action (CcToolchainFeatures.FeatureConfiguration.getCommandLine)."""
    features = _enabled_features(feature_configuration) if _is_known(feature_configuration) else None
    if features == None or model.is_unknown(variables) or action_name == "strip":
        return unknown_of_machine("cc_common.get_memory_inefficient_command_line")
    enabled = feature_configuration._enabled
    values = variables._values
    own = [(item.declared.flag_sets, True) for item in features if is_action(item) and item.name == action_name]
    sets = own + [(item.declared.flag_sets, False) for item in features if not is_action(item)]
    flags = [
        flag
        for flag_sets, is_own in sets
        for flag_set in flag_sets
        if (is_own or action_name in flag_set.actions) and _applies(flag_set, enabled)
        for flag in _flags(flag_set.flag_groups, values)
    ]
    added = [name for name in _ADDED if name in enabled and not [item for item in features if item.name == name]]
    return flags + [flag for name in added for flag in _added_flags(name, action_name, values)]

def environment_of_action(feature_configuration, action_name, variables):
    """The environment of an action; nothing that Bazel adds has one."""
    features = _enabled_features(feature_configuration) if _is_known(feature_configuration) else None
    if features == None or model.is_unknown(variables):
        return unknown_of_machine("cc_common.get_environment_variables")
    return {
        entry.key: _expanded(entry.value, variables._values)
        for item in features
        if not is_action(item)
        for env_set in item.declared.env_sets
        if action_name in env_set.actions and _applies(env_set, feature_configuration._enabled)
        for entry in env_set.env_entries
    }

# Tools --------------------------------------------------------------------------------------------

def _chosen_tool(feature_configuration, action_name):
    for item in feature_configuration._features:
        if item.declared and is_action(item) and item.name == action_name:
            for tool in item.declared.tools:
                if _applies(tool, feature_configuration._enabled):
                    return tool
    return None

def tool_for_action(feature_configuration, action_name):
    if not _is_known(feature_configuration):
        return unknown_of_machine("cc_common.get_tool_for_action")
    tool = _chosen_tool(feature_configuration, action_name)
    path = tool.path if tool else feature_configuration._tool_paths.get(TOOLS_OF_LEGACY_ACTIONS.get(action_name, ""))
    return known_path("cc_common.get_tool_for_action", path)

def execution_requirements(feature_configuration, action_name):
    if not _is_known(feature_configuration):
        return unknown_of_machine("cc_common.get_execution_requirements")
    tool = _chosen_tool(feature_configuration, action_name)
    if tool:
        return tool.execution_requirements
    return [] if action_name in TOOLS_OF_LEGACY_ACTIONS else unknown_of_machine("cc_common.get_execution_requirements")
