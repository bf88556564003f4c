"""What describes a C++ toolchain to `cc_common.create_cc_toolchain_config_info` (Bazel: tools/cpp/cc_toolchain_config_lib.bzl at 4.2.3; the same functions up to Bazel 8)."""

_FIELDS_OF_ALL = ["type_name"]

def _check_type(function, kind, **values):
    for name, value in values.items():
        if not model.is_unknown(value) and type(value) != kind:
            fail("%s parameter of %s should be a %s, found %s." % (name, function, kind, type(value)))

def _check_given(function, **values):
    """Texts and lists that may not be empty."""
    for name, value in values.items():
        _check_type(function, "list" if name == "actions" else "string", **{name: value})
        if not model.is_unknown(value) and value in ["", []]:
            fail("%s parameter of %s must be a nonempty %s." % (name, function, type(value)))

EnvEntryInfo = provider(fields = ["key", "value", "expand_if_available"] + _FIELDS_OF_ALL)
VariableWithValueInfo = provider(fields = ["name", "value"] + _FIELDS_OF_ALL)
MakeVariableInfo = provider(fields = ["name", "value"] + _FIELDS_OF_ALL)
FeatureSetInfo = provider(fields = ["features"] + _FIELDS_OF_ALL)
WithFeatureSetInfo = provider(fields = ["features", "not_features"] + _FIELDS_OF_ALL)
EnvSetInfo = provider(fields = ["actions", "env_entries", "with_features"] + _FIELDS_OF_ALL)
FlagGroupInfo = provider(fields = ["flags", "flag_groups", "iterate_over", "expand_if_available", "expand_if_not_available", "expand_if_true", "expand_if_false", "expand_if_equal"] + _FIELDS_OF_ALL)
FlagSetInfo = provider(fields = ["actions", "with_features", "flag_groups"] + _FIELDS_OF_ALL)
FeatureInfo = provider(fields = ["name", "enabled", "flag_sets", "env_sets", "requires", "implies", "provides"] + _FIELDS_OF_ALL)
ToolPathInfo = provider(fields = ["name", "path"] + _FIELDS_OF_ALL)
ToolInfo = provider(fields = ["path", "tool", "with_features", "execution_requirements"] + _FIELDS_OF_ALL)
ActionConfigInfo = provider(fields = ["config_name", "action_name", "enabled", "tools", "flag_sets", "implies"] + _FIELDS_OF_ALL)
ArtifactNamePatternInfo = provider(fields = ["category_name", "prefix", "extension"] + _FIELDS_OF_ALL)

def env_entry(key, value, expand_if_available = None):
    _check_given("env_entry", key = key, value = value)
    return EnvEntryInfo(key = key, value = value, expand_if_available = expand_if_available, type_name = "env_entry")

def variable_with_value(name, value):
    _check_given("variable_with_value", name = name, value = value)
    return VariableWithValueInfo(name = name, value = value, type_name = "variable_with_value")

def make_variable(name, value):
    _check_given("make_variable", name = name, value = value)
    return MakeVariableInfo(name = name, value = value, type_name = "make_variable")

def feature_set(features = []):
    _check_type("feature_set", "list", features = features)
    return FeatureSetInfo(features = features, type_name = "feature_set")

def with_feature_set(features = [], not_features = []):
    _check_type("with_feature_set", "list", features = features, not_features = not_features)
    return WithFeatureSetInfo(features = features, not_features = not_features, type_name = "with_feature_set")

def env_set(actions, env_entries = [], with_features = []):
    _check_given("env_set", actions = actions)
    _check_type("env_set", "list", env_entries = env_entries, with_features = with_features)
    return EnvSetInfo(actions = actions, env_entries = env_entries, with_features = with_features, type_name = "env_set")

def flag_group(
        flags = [],
        flag_groups = [],
        iterate_over = None,
        expand_if_available = None,
        expand_if_not_available = None,
        expand_if_true = None,
        expand_if_false = None,
        expand_if_equal = None):
    _check_type("flag_group", "list", flags = flags, flag_groups = flag_groups)
    if not model.is_unknown(flags) and not model.is_unknown(flag_groups):
        if flags and flag_groups:
            fail("flag_group must not contain both a flag and another flag_group.")
        if not flags and not flag_groups:
            fail("flag_group must contain either a list of flags or a list of flag_groups.")
    return FlagGroupInfo(
        flags = flags,
        flag_groups = flag_groups,
        iterate_over = iterate_over,
        expand_if_available = expand_if_available,
        expand_if_not_available = expand_if_not_available,
        expand_if_true = expand_if_true,
        expand_if_false = expand_if_false,
        expand_if_equal = expand_if_equal,
        type_name = "flag_group",
    )

def flag_set(actions = [], with_features = [], flag_groups = []):
    _check_type("flag_set", "list", actions = actions, with_features = with_features, flag_groups = flag_groups)
    return FlagSetInfo(actions = actions, with_features = with_features, flag_groups = flag_groups, type_name = "flag_set")

def feature(name, enabled = False, flag_sets = [], env_sets = [], requires = [], implies = [], provides = []):
    _check_type("feature", "bool", enabled = enabled)
    _check_type("feature", "list", flag_sets = flag_sets, env_sets = env_sets, requires = requires, implies = implies, provides = provides)
    return FeatureInfo(
        name = name,
        enabled = enabled,
        flag_sets = flag_sets,
        env_sets = env_sets,
        requires = requires,
        implies = implies,
        provides = provides,
        type_name = "feature",
    )

def tool_path(name, path):
    _check_given("tool_path", name = name, path = path)
    return ToolPathInfo(name = name, path = path, type_name = "tool_path")

def tool(path = None, with_features = [], execution_requirements = [], tool = None):
    if model.is_unknown(path) or model.is_unknown(tool):
        pass
    elif path == None and tool == None:
        fail("Parameter path or parameter tool of tool should not be None.")
    elif path != None and tool != None:
        fail("tool parameter of tool should be None, found %s." % type(tool))
    return ToolInfo(path = path, tool = tool, with_features = with_features, execution_requirements = execution_requirements, type_name = "tool")

def action_config(action_name, enabled = False, tools = [], flag_sets = [], implies = []):
    _check_given("action_config", action_name = action_name)
    _check_type("action_config", "bool", enabled = enabled)
    _check_type("action_config", "list", tools = tools, flag_sets = flag_sets, implies = implies)
    return ActionConfigInfo(
        config_name = action_name,
        action_name = action_name,
        enabled = enabled,
        tools = tools,
        flag_sets = flag_sets,
        implies = implies,
        type_name = "action_config",
    )

def artifact_name_pattern(category_name, prefix, extension):
    _check_given("artifact_name_pattern", category_name = category_name)
    return ArtifactNamePatternInfo(category_name = category_name, prefix = prefix, extension = extension, type_name = "artifact_name_pattern")
