"""cc_toolchain, cc_toolchain_suite and what configures them (Bazel: rules/cpp/CcToolchain.java, CcToolchainSuite.java, CcToolchainProviderHelper.java, CcModule.java of the 4.2.3 release, common/cc/cc_toolchain.bzl and cc_toolchain_alias.bzl of 7.7.1). Nothing of them
is carried in runfiles.

Of 8 nothing was read: rules_cc hands both on to the same rules of Bazel, and they are taken to be those of 7.7.
"""

load("@@_builtins//:cc_helper.bzl", "TOOLCHAIN_VARIABLES")
load("@@_builtins//:cc_info.bzl", "is_none")
load("@@_builtins//:cc_toolchain_info.bzl", "CcToolchainInfo", "TOOLCHAIN_TYPE", "cc_toolchain_info", "features_of_configuration", "own_toolchain", "selectable", "toolchain_of", "toolchain_providers", "unknown_of_machine")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "8.7.0"), verified = ["4.2.3", "7.7.1"])

# What `cc_common.create_cc_toolchain_config_info` was told, as far as files go.
CcToolchainConfigInfo = provider(doc = "What a C++ toolchain is made of.", fields = ["_builtin_sysroot", "_compiler", "_cpu", "_features", "_libc", "_make_variables", "_patterns", "_system", "_tool_paths"])

def _field(value, name, default):
    """A field of what the functions of cc_toolchain_config_lib.bzl make."""
    return value if model.is_unknown(value) else getattr(value, name, None) or default

def _selectable(item, name):
    return selectable(
        declared = item,
        name = _field(item, name, ""),
        enabled = _field(item, "enabled", False),
        implies = _field(item, "implies", []),
        requires = [_field(alternative, "features", []) for alternative in _field(item, "requires", [])],
    )

def _check_texts(what, **values):
    """Texts that are none, of fields and of arguments (CcModule.java, getMandatoryFieldFromStarlarkProvider)."""
    for name, value in values.items():
        if not model.is_unknown(value) and type(value) not in ["string", "NoneType"]:
            fail("got %s for field '%s' of %s, want string" % (type(value), name, what))

def _check_structs(items, name):
    """The elements of a list that are what a function of cc_toolchain_config_lib.bzl makes (CcModule.java, checkRightStarlarkInfoProvider)."""
    for item in items:
        if not model.is_unknown(item) and getattr(item, "type_name", None) not in [name, None] or type(item) in ["NoneType", "string", "int", "bool", "list", "dict"]:
            fail("Expected object of type '%s', received %s." % (name, item))
    return items

def _texts(items, key, value, name):
    """What a list of structs says by two of their fields."""
    for item in _check_structs(items, name):
        _check_texts("the structure", **{name: _field(item, name, "") for name in [key, value]})
    return {_field(item, key, ""): _field(item, value, "") for item in items}

def _named(item, field):
    """A feature or an action with a name that it may have."""
    name = _field(item, field, "")
    _check_texts("the structure", name = name)
    odd = "" if model.is_unknown(name) else name
    for character in "abcdefghijklmnopqrstuvwxyz0123456789_+-.".elems() if odd else []:
        odd = odd.replace(character, "")
    if odd:
        fail("A %s must consist solely of lowercase ASCII letters, digits, '.', '_', '+', and '-', got '%s'" % (field.replace("_", " ") if field != "name" else "feature name", name))
    return _selectable(item, field)

# ArtifactCategory.java, of all releases.
_CATEGORIES = "static_library pic_static_library alwayslink_static_library alwayslink_pic_static_library dynamic_library executable interface_library pic_file included_file_list serialized_diagnostics_file object_file pic_object_file cpp_module cpp_modules_info cpp_modules_ddi cpp_modules_modmap cpp_modules_modmap_input generated_assembly processed_header generated_header preprocessed_c_source preprocessed_cpp_source coverage_data_file clif_output_proto".split(" ")

def _named_patterns(patterns):
    result = {}
    for pattern in _check_structs(patterns, "artifact_name_pattern"):
        category = _field(pattern, "category_name", "")
        _check_texts("the structure", category_name = category)
        if not model.is_unknown(category) and category not in _CATEGORIES:
            fail("Artifact category %s not recognized." % category)
        result[category] = (_field(pattern, "prefix", ""), _field(pattern, "extension", ""))
    return result

def _create_cc_toolchain_config_info_of_4(
        ctx,
        toolchain_identifier,
        host_system_name,
        target_system_name,
        target_cpu,
        target_libc,
        compiler,
        abi_version,
        abi_libc_version,
        features = [],
        action_configs = [],
        artifact_name_patterns = [],
        cxx_builtin_include_directories = [],
        tool_paths = [],
        make_variables = [],
        builtin_sysroot = None,
        cc_target_os = None):
    _check_texts(
        "the toolchain",
        abi_libc_version = abi_libc_version,
        abi_version = abi_version,
        builtin_sysroot = builtin_sysroot,
        compiler = compiler,
        host_system_name = host_system_name,
        target_cpu = target_cpu,
        target_libc = target_libc,
        target_system_name = target_system_name,
        toolchain_identifier = toolchain_identifier,
    )
    for directory in cxx_builtin_include_directories:
        _check_texts("cxx_builtin_include_directories", directory = directory)
    return CcToolchainConfigInfo(
        _builtin_sysroot = builtin_sysroot,
        _make_variables = _texts(make_variables, "name", "value", "make_variable"),
        _compiler = compiler,
        _cpu = target_cpu,
        _features = [_named(item, "name") for item in _check_structs(features, "feature")] + [_named(item, "action_name") for item in _check_structs(action_configs, "action_config")],
        _libc = target_libc,
        _patterns = _named_patterns(artifact_name_patterns),
        _system = target_system_name,
        _tool_paths = _texts(tool_paths, "name", "path", "tool_path"),
    )

def _create_cc_toolchain_config_info_of_7(
        *,
        ctx,
        toolchain_identifier,
        target_system_name,
        target_cpu,
        target_libc,
        compiler,
        host_system_name = None,
        abi_version = None,
        abi_libc_version = None,
        **kwargs):
    return _create_cc_toolchain_config_info_of_4(
        ctx,
        toolchain_identifier,
        host_system_name,
        target_system_name,
        target_cpu,
        target_libc,
        compiler,
        abi_version,
        abi_libc_version,
        **kwargs
    )

create_cc_toolchain_config_info = _create_cc_toolchain_config_info_of_7 if bazel_at_least("5.0.0") else _create_cc_toolchain_config_info_of_4

# cc_toolchain -----------------------------------------------------------------------------------

# What a cc_toolchain_suite makes a toolchain of. To toolchain resolution it is one, too (CcToolchainAttributesProvider, a ToolchainInfo).
_ToolchainAttributesInfo = platform_common.ToolchainInfo

def _files_of(target):
    return None if not model.is_unknown(target) and not target else depset(transitive = [target if model.is_unknown(target) else target.files])

def _made_toolchain(ctx):
    """What errors call it is the suite that chooses it; that name is not told here."""
    target = ctx.attr.toolchain_config
    if model.is_unknown(target):
        return target
    config = target[CcToolchainConfigInfo]
    if model.is_unknown(config):
        return config
    use = "host" if ctx.configuration.is_tool_configuration() else "nonhost"
    unsupported = ([] if ctx.attr.supports_header_parsing else ["parse_headers"]) + ([] if ctx.attr.module_map else ["module_maps"])
    return cc_toolchain_info(
        cc_flags = config._make_variables.get("CC_FLAGS", ""),
        compiler = config._compiler,
        cpu = config._cpu,
        dynamic_runtime_lib = _files_of(ctx.attr.dynamic_runtime_lib),
        features = config._features,
        files = _files_of(ctx.attr.all_files),
        prepared = [features_of_configuration(ctx, use)],
        label = ctx.label,
        libc = config._libc,
        static_runtime_lib = _files_of(ctx.attr.static_runtime_lib),
        sysroot = config._builtin_sysroot or None,
        target_gnu_system_name = config._system,
        tool_paths = config._tool_paths,
        patterns = config._patterns,
        unsupported = unsupported,
        use = use,
    )

# What CcToolchainProviderHelper.java of 4.2.3 asks for, as a run of it showed; what later versions do was not looked at.
_TOOLS_OF_4 = ["ar", "cpp", "gcc", "gcov", "ld", "nm", "objdump", "strip"]

def _with_every_tool(toolchain):
    """The toolchain, which is refused where it does not say of every tool where it is. A suite looks at this, and a toolchain that is found by platforms."""
    if model.is_unknown(toolchain) or model.is_unknown(toolchain._tool_paths) or any([model.is_unknown(name) for name in toolchain._tool_paths]):
        return toolchain
    for name in [] if bazel_at_least("5.0.0") else _TOOLS_OF_4:
        if name not in toolchain._tool_paths:
            fail("Tool path for '%s' is missing" % name)
    return toolchain

def _cc_toolchain_impl(ctx):
    toolchain = _made_toolchain(ctx)
    if not model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        return [_ToolchainAttributesInfo(_toolchain = toolchain, _variables = _variables(ctx, toolchain)), DefaultInfo()]
    return _provided(_with_every_tool(toolchain)) + [_variables(ctx, toolchain)]

def _variables(ctx, toolchain):
    if model.is_unknown(toolchain):
        return platform_common.TemplateVariableInfo(toolchain)
    return _variables_of_machine(ctx.attr.toolchain_config[CcToolchainConfigInfo]._make_variables)

def _variables_of_machine(others):
    return platform_common.TemplateVariableInfo(dict(others, **{name: unknown_of_machine(name) for name in TOOLCHAIN_VARIABLES}))

def _provided(toolchain):
    """What a target provides that stands for a toolchain, but for make variables."""
    return toolchain_providers(toolchain) + [DefaultInfo(files = toolchain if model.is_unknown(toolchain) else toolchain.all_files)]

# Tools and what they read (CcToolchainRule.java, cc_toolchain_attrs.bzl).
_TOOLS = ["ar_files", "as_files", "compiler_files_without_includes", "coverage_files"]

_MANDATORY_TOOLS = ["all_files", "compiler_files", "dwp_files", "linker_files", "objcopy_files", "strip_files"]

_FILES = ["dynamic_runtime_lib", "libc_top", "module_map", "static_runtime_lib"]

_ATTRS = {
    "compiler": attr.string(configurable = False),
    "cpu": attr.string(configurable = False),
    "output_licenses": model.license(attr.string_list()),
    "supports_header_parsing": attr.bool(),
    "supports_param_files": attr.bool(default = True),
    "toolchain_config": attr.label(mandatory = True, providers = [CcToolchainConfigInfo]),
    "toolchain_identifier": attr.string(configurable = False),
}

def cc_toolchain_rule(cfg):
    """The rule, whose tools are built for that configuration: where it is another one the toolchain in force may be another, too, and tools may be made with C++."""
    attrs = dict(_ATTRS, **{name: attr.label(allow_files = True) for name in _FILES})
    attrs.update({name: attr.label(allow_files = True, cfg = cfg) for name in _TOOLS})
    attrs.update({name: attr.label(allow_files = True, cfg = cfg, mandatory = True) for name in _MANDATORY_TOOLS})
    if bazel_at_least("5.0.0"):
        attrs["exec_transition_for_inputs"] = attr.bool(default = True)
    return rule(implementation = _cc_toolchain_impl, attrs = attrs)

cc_toolchain = cc_toolchain_rule("exec")

# cc_toolchain_suite -----------------------------------------------------------------------------

def _chosen(ctx):
    """What the toolchain provides that the suite has for the machine in force."""
    compiler = model.option(ctx, "compiler")
    cpu = model.option(ctx, "cpu")
    key = "%s|%s" % (cpu, compiler) if compiler else cpu
    target = ctx.attr.toolchains.get(key)
    if model.is_unknown(target):
        return _provided(target) + [platform_common.TemplateVariableInfo(target)]
    by_platform = model.option(ctx, "incompatible_enable_cc_toolchain_resolution")
    provider = CcToolchainInfo if by_platform else _ToolchainAttributesInfo
    if target and provider in target:
        info = target[provider]
        if model.is_unknown(info):
            return _provided(info) + [platform_common.TemplateVariableInfo(info)]
        if by_platform:
            return _provided(_with_every_tool(info)) + [target[platform_common.TemplateVariableInfo]]
        return _provided(_with_every_tool(info._toolchain)) + [info._variables]
    fail("cc_toolchain_suite '%s' does not contain a toolchain for cpu '%s'%s" % (ctx.label, cpu, " and compiler '%s'." % compiler if compiler else ""))

def _cc_toolchain_suite_impl(ctx):
    return _chosen(ctx)

cc_toolchain_suite = rule(
    implementation = _cc_toolchain_suite_impl,
    attrs = {"toolchains": attr.string_keyed_label_dict(mandatory = True)},
)

# What stands for the toolchain in force ----------------------------------------------------------

def _own_cc_toolchain_impl(ctx):
    configured = getattr(ctx.attr, "_configured", None)
    if is_none(configured) or model.is_unknown(configured) or model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        return _provided(own_toolchain(ctx)) + [_variables_of_machine({})]
    return _provided(configured[platform_common.ToolchainInfo]) + [configured[platform_common.TemplateVariableInfo]]

own_cc_toolchain = rule(
    doc = "What --crosstool_top names by default: the toolchain that Bazel configures for the machine. Where its repository is on disk, that says what it is.",
    implementation = _own_cc_toolchain_impl,
    attrs = {} if bazel_at_least("5.0.0") else {"_configured": attr.label(default = Label("@local_config_cc//:toolchain"))},
    # It may be refused as they are who ask for it. Since Bazel 7 it is what they find.
    toolchains = [] if bazel_at_least("7.0.0") else ["@bazel_tools//tools/cpp:toolchain_type"],
)

def _cc_toolchain_alias_impl(ctx):
    if is_none(ctx.attr._toolchain):
        return _provided(toolchain_of(ctx)) + [_variables_of_machine({})]
    return model.forward(ctx.attr._toolchain)

def _cc_toolchain_alias_impl_of_7(ctx):
    toolchain = toolchain_of(ctx)
    if not model.is_unknown(toolchain) and not toolchain:
        if not ctx.attr.mandatory:
            return [DefaultInfo()]
        fail("Unable to find a CC toolchain using toolchain resolution. Target: %s" % ctx.label)
    return _provided(toolchain) + [_variables_of_machine({})]

cc_toolchain_alias = rule(
    implementation = _cc_toolchain_alias_impl,
    attrs = {
        "mandatory": attr.bool(default = True),
        "_toolchain": attr.label(default = configuration_field("cpp", "named_cc_toolchain")),
    },
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
) if not bazel_at_least("7.0.0") else rule(
    implementation = _cc_toolchain_alias_impl_of_7,
    attrs = {"mandatory": attr.bool(default = True)},
    toolchains = [config_common.toolchain_type(TOOLCHAIN_TYPE, mandatory = False)],
)

cc_host_toolchain_alias = rule(
    implementation = _cc_toolchain_alias_impl,
    attrs = {"_toolchain": attr.label(default = configuration_field("cpp", "cc_toolchain"), cfg = "host")},
)

def _cc_libc_top_alias_impl(ctx):
    return DefaultInfo()

cc_libc_top_alias = rule(implementation = _cc_libc_top_alias_impl)
