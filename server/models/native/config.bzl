"""Rules that describe configurations, platforms and toolchains.

They have no runfiles in any release; what they say decides selects and toolchains. Read: rules/config, rules/platform and rules/LabelBuildSettings.java at the 4.2.3 release, and the Build Encyclopedia of 6.5, 7.6,
7.7, 8.0 to 8.7, 9.0 and 9.1 for what attributes came later. `flags` of a platform (8.0) change the configuration: they are not applied, and targets for such a platform are called estimates (platforms.ts).
"""

model.describe(of = "bazel", checked = ("4.2.3", "9.1.0"), verified = ["4.2.3", "7.7.1"])

# What a select() can decide was looked at in 4.2.3 and 7.7.1.
_IN_4 = not bazel_at_least("5.0.0")

# Wildcards of builds pass over what only describes (by what 4.2.3 and 7.7.1 tell of `tags`).
MANUAL = {"tags": attr.string_list(configurable = False, default = ["manual"])}

def _config_setting_impl(ctx):
    for value in ctx.attr.constraint_values:
        if not model.is_unknown(value) and not platform_common.ConstraintValueInfo in value:
            fail("%s is not a constraint_value" % value.label)
    given = [ctx.attr.values, ctx.attr.define_values, ctx.attr.flag_values, ctx.attr.constraint_values]
    if not any([model.is_unknown(value) or bool(value) for value in given]):
        fail("Either values, flag_values or constraint_values must be specified and non-empty")
    return [model.config_setting(ctx), DefaultInfo()]

config_setting = rule(
    implementation = _config_setting_impl,
    attrs = dict(
        MANUAL,
        constraint_values = attr.label_list(configurable = False),
        define_values = attr.string_dict(configurable = False),
        flag_values = attr.label_keyed_string_dict(configurable = False),
        values = attr.string_dict(configurable = False),
    ),
)

def _constraint_setting_impl(ctx):
    default = ctx.attr.default_constraint_value
    if default and default.package != ctx.label.package:
        fail("in default_constraint_value attribute of constraint_setting rule %s: The default constraint value must be defined in the same package as the constraint setting itself." % model.display_label(ctx.label))
    is_declared = model.is_declared(ctx, default) if default else True
    if not model.is_unknown(is_declared) and not is_declared:
        fail("in default_constraint_value attribute of constraint_setting rule %s: The default constraint value '%s' does not exist" % (model.display_label(ctx.label), model.display_label(default)))
    return [platform_common.ConstraintSettingInfo(
        label = ctx.label,
        default_value = model.label_text(default) if default else None,
    )]

def _config_feature_flag_impl(ctx):
    allowed = ctx.attr.allowed_values
    repeated = [value for position, value in enumerate(allowed) if value in allowed[:position]]
    if repeated:
        model.refuse("allowed_values", "cannot contain duplicates, but contained multiple of %r" % repeated)
    default = ctx.attr.default_value
    if default and default not in allowed:
        model.refuse("default_value", "must be one of %r, but was %r" % (allowed, default))
    if not default and _IN_4:
        fail("flag has no default and must be set, but was not set")
    if not default:
        problem = "Feature flag %s has no default but no value was explicitly specified." % model.display_label(ctx.label)
        return [config_common.FeatureFlagInfo(allowed = allowed, error = problem, value = None), DefaultInfo()]
    return [config_common.FeatureFlagInfo(allowed = allowed, error = None, value = default), DefaultInfo()]

# Other values come from config_feature_flag_transition alone (rules/config/ConfigFeatureFlag.java): what it makes of a configuration is not known.
config_feature_flag = rule(
    implementation = _config_feature_flag_impl,
    attrs = dict(
        MANUAL,
        allowed_values = model.order_independent(attr.string_list(allow_empty = False, configurable = False, mandatory = True)),
        default_value = attr.string(configurable = False),
    ),
)

constraint_setting = rule(
    implementation = _constraint_setting_impl,
    # A label that is not a dependency: the default value depends on the setting, not the other way round.
    attrs = dict(MANUAL, default_constraint_value = model.nodep(attr.label(configurable = _IN_4))),
)

def _constraint_value_impl(ctx):
    return [model.constraint_value(ctx, ctx.attr.constraint_setting)]

constraint_value = rule(
    implementation = _constraint_value_impl,
    attrs = dict(MANUAL, constraint_setting = attr.label(
        configurable = _IN_4,
        mandatory = True,
        allow_rules = ["constraint_setting"],
        providers = [platform_common.ConstraintSettingInfo],
    )),
)

def _platform_impl(ctx):
    if len(ctx.attr.parents) > 1:
        model.refuse("parents", "parents attribute must have a single value")
    if ctx.attr.exec_properties and ctx.attr.remote_execution_properties:
        model.refuse("exec_properties", "Platform contains both remote_execution_properties and exec_properties. Prefer exec_properties over the deprecated remote_execution_properties.")
    model.require_one_value_each("constraint_values", ctx.attr.constraint_values)
    constraints = {}
    flags = []
    for parent in ctx.attr.parents:
        flags += parent[platform_common.PlatformInfo].flags
        constraints.update(parent[platform_common.PlatformInfo].constraints)
    for value in ctx.attr.constraint_values:
        info = value[platform_common.ConstraintValueInfo]
        constraints[info.constraint_setting] = model.label_text(value.label)
    return [platform_common.PlatformInfo(label = ctx.label, constraints = constraints, flags = flags + ctx.attr.flags)]

platform = rule(
    implementation = _platform_impl,
    attrs = dict(
        MANUAL,
        constraint_values = attr.label_list(configurable = _IN_4, providers = [platform_common.ConstraintValueInfo]),
        # Up to 6 there are attributes of which Bazel once made platforms of the machine; 4.2.3 takes them and makes nothing of them.
        cpu_constraints = attr.label_list(providers = [platform_common.ConstraintValueInfo]),
        exec_properties = attr.string_dict(configurable = _IN_4),
        flags = attr.string_list(),
        host_platform = attr.bool(),
        missing_toolchain_error = attr.string(),
        os_constraints = attr.label_list(providers = [platform_common.ConstraintValueInfo]),
        parents = attr.label_list(configurable = _IN_4, providers = [platform_common.PlatformInfo]),
        remote_execution_properties = attr.string(configurable = _IN_4),
        required_settings = attr.label_list(),
        target_platform = attr.bool(),
    ),
)

def _toolchain_type_impl(ctx):
    return [model.ToolchainTypeInfo(label = ctx.label)]

toolchain_type = rule(
    implementation = _toolchain_type_impl,
    attrs = {"no_match_error": attr.string()},
)

def _toolchain_impl(ctx):
    for attribute in ["exec_compatible_with", "target_compatible_with"]:
        model.require_one_value_each(attribute, getattr(ctx.attr, attribute))
    return [model.DeclaredToolchainInfo(
        toolchain_type = model.label_text(ctx.attr.toolchain_type.label),
        exec_compatible_with = ctx.attr.exec_compatible_with,
        target_compatible_with = ctx.attr.target_compatible_with,
        toolchain = ctx.attr.toolchain,
    )]

toolchain = rule(
    implementation = _toolchain_impl,
    attrs = dict(
        MANUAL,
        exec_compatible_with = attr.label_list(configurable = False, providers = [platform_common.ConstraintValueInfo]),
        target_compatible_with = attr.label_list(configurable = False, providers = [platform_common.ConstraintValueInfo]),
        # Read where a toolchain is chosen: the configuration of who asks for one decides.
        target_settings = attr.label_list(allow_rules = ["config_setting"]),
        # Resolved only when the toolchain is chosen.
        toolchain = model.nodep(attr.label(mandatory = True)),
        toolchain_type = attr.label(configurable = False, mandatory = True, allow_rules = ["toolchain_type"], providers = [model.ToolchainTypeInfo]),
        use_target_platform_constraints = attr.bool(),
    ),
)

def _label_setting_impl(ctx):
    return model.forward_setting(ctx)

_LABEL_SETTING_ATTRS = {
    # Which label is the dependency, the configuration decides.
    "build_setting_default": model.nodep(attr.label(configurable = False, mandatory = True)),
    "help": attr.string(configurable = False),
    "scope": attr.string(),
}

label_flag = rule(implementation = _label_setting_impl, attrs = _LABEL_SETTING_ATTRS)

label_setting = rule(implementation = _label_setting_impl, attrs = _LABEL_SETTING_ATTRS)
