"""What a C++ toolchain says of the files that rules make: its features, and how it calls what it compiles and links (Bazel: rules/cpp/CcToolchainProvider.java, FeatureSelection.java, CcToolchainFeatures.java,
CcCommon.configureFeatures, ArtifactCategory.java of the 4.2.3 release; common/cc/cc_toolchain.bzl, cc_toolchain_provider_helper.bzl, tools/cpp/unix_cc_toolchain_config.bzl of 7.7.1, and runs of both).

The toolchain that Bazel configures for a Linux machine is described here; those of the workspace say the same by `cc_common.create_cc_toolchain_config_info`. Its command lines and programs depend on the machine
and are Unknown.
"""

load(":cc_info.bzl", "IS_TOLD", "is_none")

TOOLCHAIN_TYPE = Label("@bazel_tools//tools/cpp:toolchain_type")

# Since Bazel 5 a C++ toolchain is a provider of its own, which is the field `cc` of a ToolchainInfo.
_IS_OWN_PROVIDER = bazel_at_least("5.0.0")

# Since Bazel 7 the toolchain is found by platforms, Bazel's own among them.
_BY_PLATFORM = bazel_at_least("7.0.0")
_OWN_CROSSTOOL = "@@bazel_tools//tools/cpp:toolchain"

def unknown_of_machine(name):
    return model.unknown(name, "%s depends on the C++ toolchain of the machine" % name)

# Features ---------------------------------------------------------------------------------------

# What can be enabled, features and actions alike. `requires` holds alternatives: lists of names; `declared` is what the toolchain says of it, None for what is only known by name.
_Selectable = provider(fields = ["declared", "name", "enabled", "implies", "requires"])

def selectable(name, enabled = False, implies = [], requires = [], declared = None):
    return _Selectable(declared = declared, name = name, enabled = enabled, implies = implies, requires = requires)

# What every compilation asks for besides (CcCommon.DEFAULT_ACTION_CONFIGS).
_DEFAULT_ACTIONS = [
    "c-compile",
    "c++-compile",
    "c++-header-parsing",
    "c++-module-compile",
    "c++-module-codegen",
    "assemble",
    "preprocess-assemble",
    "clif-match",
    "linkstamp-compile",
    "cc-flags-make-variable",
    "c++-link-executable",
    "c++-link-dynamic-library",
    "c++-link-nodeps-dynamic-library",
    "lto-index-for-executable",
    "lto-index-for-dynamic-library",
    "lto-index-for-nodeps-dynamic-library",
    "lto-backend",
    "c++-link-static-library",
    "strip",
]

# The actions that Bazel adds to toolchains without `no_legacy_features` → what they call, by its name among the paths of tools (CppActionConfigs.getLegacyActionConfigs).
TOOLS_OF_LEGACY_ACTIONS = dict({name: "gcc" for name in _DEFAULT_ACTIONS if name not in ["cc-flags-make-variable", "clif-match"]}, **{
    "c++-link-static-library": "ar",
    "strip": "strip",
})

def _select(selectables, requested):
    """The names that are enabled (FeatureSelection.run)."""
    by_name = {item.name: item for item in selectables}
    asked_for = [name for name in requested if name in by_name]
    enabled = {}
    pending = asked_for
    for _ in selectables:
        following = []
        for name in pending:
            if name in by_name and name not in enabled:
                enabled[name] = True
                following.extend(by_name[name].implies)
        pending = following
    for _ in selectables:
        implied = {name: True for item in enabled for name in by_name[item].implies}
        unsatisfied = [name for name in enabled if not _is_satisfied(by_name[name], enabled, name in implied or name in asked_for)]
        if not unsatisfied:
            break
        for name in unsatisfied:
            enabled.pop(name)
    return enabled

def _is_satisfied(item, enabled, is_wanted):
    return is_wanted and _all_in(item.implies, enabled) and (not item.requires or any([_all_in(names, enabled) for names in item.requires]))

def _all_in(names, enabled):
    return all([name in enabled for name in names])

# Features that Bazel adds to toolchains without `no_legacy_features`, where they have none of that name; none of them says how files are called (CppActionConfigs.java).
_LEGACY_ENABLED = [
    "compiler_input_flags",
    "compiler_output_flags",
    "dependency_file",
    "include_paths",
    "includes",
    "legacy_compile_flags",
    "pic",
    "preprocessor_defines",
    "random_seed",
    "static_libgcc",
    "sysroot",
    "unfiltered_compile_flags",
    "user_compile_flags",
]
_LEGACY_DISABLED = [
    "autofdo",
    "cs_fdo_instrument",
    "cs_fdo_optimize",
    "fdo_instrument",
    "fdo_optimize",
    "fdo_prefetch_hints",
    "fully_static_link",
    "per_object_debug_info",
    "propeller_optimize",
] + (["memprof_optimize", "propeller_optimize_thinlto_compile_actions"] if bazel_at_least("7.0.0") else [])

# Actions that Bazel adds where a toolchain has none of that name → the features that they imply. Those are added, too.
_OF_COMPILATIONS = ["compiler_input_flags", "compiler_output_flags", "legacy_compile_flags", "sysroot", "unfiltered_compile_flags", "user_compile_flags"]
_OF_LINKS = [
    "fission_support",
    "legacy_link_flags",
    "libraries_to_link",
    "library_search_directories",
    "linker_param_file",
    "linkstamps",
    "output_execpath_flags",
    "runtime_library_search_directories",
    "strip_debug_symbols",
    "sysroot",
    "user_link_flags",
] + ([] if bazel_at_least("5.0.0") else ["symbol_counts"])
_OF_DYNAMIC_LINKS = _OF_LINKS + ["build_interface_libraries", "dynamic_library_linker_tool", "shared_flag"]
_LEGACY_ACTIONS = dict(
    {action: _OF_COMPILATIONS for action in _DEFAULT_ACTIONS if action in ["assemble", "c++-compile", "c++-header-parsing", "c++-module-codegen", "c++-module-compile", "c-compile", "linkstamp-compile", "lto-backend", "preprocess-assemble"]},
    **{
        "c++-link-dynamic-library": _OF_DYNAMIC_LINKS,
        "c++-link-executable": _OF_LINKS + ["force_pic_flags"],
        "c++-link-nodeps-dynamic-library": _OF_DYNAMIC_LINKS,
        "c++-link-static-library": ["archiver_flags", "linker_param_file"],
        "lto-index-for-dynamic-library": _OF_DYNAMIC_LINKS,
        "lto-index-for-executable": _OF_LINKS + ["force_pic_flags"],
        "lto-index-for-nodeps-dynamic-library": _OF_DYNAMIC_LINKS,
        "strip": [],
    }
)
_IMPLIED_BY_LEGACY_ACTIONS = sorted({name: True for implied in _LEGACY_ACTIONS.values() for name in implied})

def _with_legacy(features, is_mac):
    """The features and actions of a toolchain together with what Bazel adds, and the names of which is not known here whether they are enabled."""
    names = [item.name for item in features]
    if "no_legacy_features" in names:
        return features, []
    coverage = [] if "coverage" in names else [selectable("coverage")] + [selectable(name, requires = [["coverage"]]) for name in ["gcc_coverage_map_format", "llvm_coverage_map_format"]]
    added = [selectable(name, enabled = True) for name in _LEGACY_ENABLED] + [selectable(name) for name in _LEGACY_DISABLED] + coverage
    implied = [selectable(name) for name in _IMPLIED_BY_LEGACY_ACTIONS if name not in _LEGACY_ENABLED]
    if is_mac or not _IS_OWN_PROVIDER and [name for name in names if name in _DEFAULT_ACTIONS]:
        # What is added differs, or was not looked at for Bazel 4.
        return features, [item.name for item in added + implied if item.name not in names]
    actions = [selectable(name, implies = _LEGACY_ACTIONS[name]) for name in _LEGACY_ACTIONS if name not in names]
    return features + [item for item in added + implied if item.name not in names] + actions, []

def _by_default(features, never, of_configuration):
    return [name for name in of_configuration + _DEFAULT_ACTIONS + [item.name for item in features if item.enabled] if name not in never]

# `_has_every_action`: whether Bazel has added what the toolchain says nothing of.
FeatureConfiguration = provider(fields = ["_actions", "_enabled", "_features", "_has_every_action", "_link_options", "_tool_paths", "_unsure", "_pic_for_dynamic_libraries", "_pic_for_binaries"])

def configure_features(ctx, toolchain, requested, unsupported):
    """The features in force for a target (CcCommon.configureFeaturesOrThrowEvalException)."""
    for value in [toolchain, requested, unsupported]:
        if model.is_unknown(value):
            return value
    if not hasattr(toolchain, "_features"):
        return model.unknown("cc_toolchain", "the features of this C++ toolchain are not known")
    force_pic = model.option(ctx, "force_pic")
    if force_pic and "supports_pic" in unsupported:
        fail("PIC compilation is requested but the toolchain does not support it (feature named 'supports_pic' is not enabled)")
    of_configuration = features_of_configuration(ctx, toolchain._use)
    prepared = None if requested or unsupported or force_pic else toolchain._prepared.get(tuple(of_configuration))
    never = unsupported + toolchain._unsupported
    wanted = [name for name in requested if name not in never] + (["supports_pic"] if force_pic else [])
    enabled = prepared or _select(toolchain._features, wanted + _by_default(toolchain._features, never, of_configuration))
    for name in unsupported:
        if name in enabled:
            fail("The C++ toolchain '%s' unconditionally implies feature '%s', which is unsupported by this rule. This is most likely a misconfiguration in the C++ toolchain." % (toolchain._label, name))
    uses_pic = force_pic or "supports_pic" in enabled
    mode = model.option(ctx, "compilation_mode")
    return FeatureConfiguration(
        _actions = toolchain._actions,
        _enabled = enabled,
        _features = toolchain._features,
        _has_every_action = toolchain._has_every_action,
        _link_options = _link_options(ctx, mode, force_pic),
        _tool_paths = toolchain._tool_paths,
        _unsure = [name for name in toolchain._unsure if name not in never],
        _pic_for_binaries = force_pic or (uses_pic and mode != "opt"),
        _pic_for_dynamic_libraries = uses_pic,
    )

def _link_options(ctx, mode, force_pic):
    """What options say of links (CppConfiguration.java). Those of the target count, not those that the toolchain is made under."""
    fission = model.option(ctx, "fission")
    strip = model.option(ctx, "strip")
    return struct(
        force_pic = force_pic,
        strips = strip == "always" or (strip == "sometimes" and mode == "fastbuild"),
        uses_fission = "yes" in fission or mode in fission,
    )

def features_of_configuration(ctx, use):
    """What the configuration asks for. `use` is "host" of a toolchain that is made for tools, also where a target has it."""
    uses = [] if model.option(ctx, "incompatible_dont_enable_host_nonhost_crosstool_features") else [use]
    coverage = ["coverage"] if model.option(ctx, "collect_code_coverage") else []
    return [model.option(ctx, "compilation_mode")] + uses + coverage

def is_enabled(configuration, name):
    """Whether a feature is in force; an action of that name is none (FeatureConfiguration.isEnabled)."""
    return _is_in_force(configuration, name, False)

def is_action_enabled(configuration, name):
    return _is_in_force(configuration, name, True)

def _is_in_force(configuration, name, action):
    if model.is_unknown(configuration):
        return configuration
    if name in configuration._unsure:
        return unknown_of_machine("the feature " + name)
    return name in configuration._enabled and (name in configuration._actions) == action

def is_action(item):
    """Of what can be enabled."""
    return hasattr(item.declared, "action_name") if item.declared else item.name in _LEGACY_ACTIONS

def check_action(configuration, name):
    """A toolchain that Bazel adds nothing to must say how everything is done that a target does."""
    if not model.is_unknown(configuration) and not configuration._has_every_action and name not in configuration._enabled:
        fail("Expected action_config for '%s' to be configured" % name)

def uses_pic_for_dynamic_libraries(configuration):
    return configuration if model.is_unknown(configuration) else configuration._pic_for_dynamic_libraries

def uses_pic_for_binaries(configuration):
    return configuration if model.is_unknown(configuration) else configuration._pic_for_binaries

# Names ------------------------------------------------------------------------------------------

# Category → prefix and extension, where a toolchain has no pattern of its own.
_PATTERNS = {
    "alwayslink_static_library": ("lib", ".lo"),
    "dynamic_library": ("lib", ".so"),
    "executable": ("", ""),
    "interface_library": ("lib", ".ifso"),
    "object_file": ("", ".o"),
    "pic_file": ("", ".pic"),
    "static_library": ("lib", ".a"),
}

def artifact_name(toolchain, category, name):
    """How the toolchain calls a file (CcToolchainFeatures.getArtifactNameForCategory)."""
    if model.is_unknown(toolchain):
        return toolchain
    prefix, extension = toolchain._patterns.get(category) or _PATTERNS[category]
    directory, slash, base = name.rpartition("/")
    return directory + slash + prefix + base + extension

# Toolchains -------------------------------------------------------------------------------------

# The fields that tell where a tool is → what the toolchain calls it.
_TOOLS = {
    "ar_executable": "ar",
    "compiler_executable": "gcc",
    "ld_executable": "ld",
    "nm_executable": "nm",
    "objcopy_executable": "objcopy",
    "objdump_executable": "objdump",
    "preprocessor_executable": "cpp",
    "strip_executable": "strip",
}

def known_path(name, path):
    """Where a tool is; one within the toolchain's package has a path that is not told here."""
    return path if path and not model.is_unknown(path) and path.startswith("/") else unknown_of_machine(name)

def _executable(field, tool, tool_paths):
    """It is empty for a toolchain that does not name the tool; what Bazel has configured names all."""
    if tool_paths and not model.is_unknown(tool_paths) and tool not in tool_paths:
        return ""
    return known_path(field, tool_paths.get(tool))

# What no file follows from; methods of Bazel's CcToolchainProvider since 5 that its own rules call.
_METHODS = [
    "ar_files",
    "as_files",
    "build_info_files",
    "compiler_files",
    "coverage_files",
    "dwp_files",
    "fdo_context",
    "get_abi",
    "get_abi_glibc_version",
    "get_additional_make_variables",
    "get_all_files_including_libc",
    "get_artifact_name_for_category",
    "get_build_variables",
    "get_crosstool_top_path",
    "legacy_cc_flags_make_variable",
    "linker_files",
    "objcopy_files",
    "runtime_sysroot",
    "solib_dir",
    "strip_files",
    "tool_path",
]

CcToolchainInfo = model.by_identity(provider()) if _IS_OWN_PROVIDER else platform_common.ToolchainInfo

def toolchain_providers(toolchain):
    """How a target provides a C++ toolchain."""
    if not _IS_OWN_PROVIDER:
        return [toolchain]
    wrapped = platform_common.ToolchainInfo(cc = toolchain, cc_provider_in_toolchain = True)
    return [wrapped] if model.is_unknown(toolchain) else [toolchain, wrapped]

def _needs_pic_for_dynamic_libraries(feature_configuration):
    return uses_pic_for_dynamic_libraries(feature_configuration)

def _method_of_machine(name):
    def method(*_args, **_kwargs):
        return unknown_of_machine("CcToolchainInfo." + name)

    return method

def _runtime(name, lib):
    def files_of(feature_configuration):
        links = is_enabled(feature_configuration, "static_link_cpp_runtimes")
        if model.is_unknown(links):
            return links
        if not links:
            return depset()
        if is_none(lib):
            fail("Toolchain supports embedded runtimes, but didn't provide %s attribute." % name)
        return lib

    return files_of

def cc_toolchain_info(
        label,
        files,
        cpu,
        features,
        prepared,
        use = "nonhost",
        unsupported = [],
        unsure = [],
        patterns = {},
        dynamic_runtime_lib = None,
        static_runtime_lib = None,
        cc_flags = "",
        tool_paths = {},
        **known):
    """A CcToolchainInfo, which is a ToolchainInfo in Bazel 4. Fields with underscores are ours.

    Args:
      label: what errors call it.
      files: all its files.
      cpu: its target_cpu.
      features: selectables.
      prepared: what the configurations ask for that most targets are in; which features are in force there, is found once.
      use: "host" where it is made for tools.
      unsupported: features that no target gets.
      unsure: features of which is not known whether the toolchain has them.
      patterns: category of files → (prefix, extension), where it is not the usual one.
      dynamic_runtime_lib: depset of the shared libraries of the C++ runtime, None if it has none.
      static_runtime_lib: the same for static ones.
      cc_flags: what its make variable CC_FLAGS says.
      tool_paths: name of a tool → where it is.
      **known: fields that do not depend on the machine.
    """
    fields = {name: unknown_of_machine(name) for name in ["built_in_include_directories", "compiler", "libc", "target_gnu_system_name"]}
    fields.update({field: _executable(field, tool, tool_paths) for field, tool in _TOOLS.items()})
    if _IS_OWN_PROVIDER:
        fields.update({name: _method_of_machine(name) for name in _METHODS})
        fields.update({name: unknown_of_machine(name) for name in ["dynamic_runtime_solib_dir", "toolchain_id"]})
        fields["gcov_executable"] = _executable("gcov_executable", "gcov", tool_paths)
    has_every_action = not any([item.name == "no_legacy_features" for item in features])
    features, legacy = _with_legacy(features, known.get("libc") == "macosx")
    return CcToolchainInfo(
        all_files = files,
        cpu = cpu,
        dynamic_runtime_lib = _runtime("dynamic_runtime_lib", dynamic_runtime_lib),
        needs_pic_for_dynamic_libraries = _needs_pic_for_dynamic_libraries,
        static_runtime_lib = _runtime("static_runtime_lib", static_runtime_lib),
        _actions = [item.name for item in features if is_action(item)],
        _cc_flags = cc_flags,
        _features = features,
        _label = label,
        _has_every_action = has_every_action,
        _patterns = patterns,
        _prepared = {tuple(wanted): _select(features, _by_default(features, unsupported, wanted)) for wanted in prepared},
        _tool_paths = tool_paths,
        _unsupported = unsupported,
        _unsure = unsure + legacy,
        _use = use,
        **dict(fields, **known)
    )

# The features of the toolchain that Bazel configures on Linux (tools/cpp/unix_cc_toolchain_config.bzl), and those that are there or not by the compiler and linker it finds.
_ON_LINUX = ["default_compile_flags", "default_link_flags", "dependency_file", "include_paths", "includes", "pic", "preprocessor_defines", "random_seed", "static_libgcc", "supports_dynamic_linker", "supports_pic", "sysroot", "unfiltered_compile_flags", "user_compile_flags"]
_OFF_ON_LINUX = ["autofdo", "coverage", "cs_fdo_instrument", "cs_fdo_optimize", "dbg", "fdo_instrument", "fdo_optimize", "fdo_prefetch_hints", "opt", "thin_lto"]
_ON_SINCE_7 = ["per_object_debug_info"]
_UNSURE_ON_LINUX = ["layering_check", "module_maps", "supports_start_end_lib", "use_module_maps"]

def _on_linux(cpu):
    return cc_toolchain_info(
        cpu = cpu,
        features = [selectable(name, enabled = True) for name in _ON_LINUX] + [selectable(name) for name in _OFF_ON_LINUX] + [selectable(name, enabled = _BY_PLATFORM) for name in _ON_SINCE_7],
        files = depset([unknown_of_machine("cc_toolchain.all_files")]),
        prepared = [[mode] for mode in ["fastbuild", "dbg", "opt"]],
        label = "@local_config_cc//:toolchain",
        sysroot = None,
        unsure = _UNSURE_ON_LINUX,
        unsupported = ["parse_headers"],
    )

_OWN_TOOLCHAINS = {cpu: _on_linux(cpu) for cpu in ["aarch64", "arm", "k8", "piii", "ppc", "s390x"]}

def own_toolchain(ctx):
    """The toolchain that Bazel configures for the machine; an Unknown where that is no Linux, or where rules are made for another cpu."""
    if model.host_os(ctx) != "linux":
        return unknown_of_machine("cc_toolchain")
    cpu = model.option(ctx, "host_cpu")
    by_platform = model.option(ctx, "incompatible_enable_cc_toolchain_resolution")
    if cpu not in _OWN_TOOLCHAINS or not by_platform and cpu != model.option(ctx, "cpu"):
        return model.unknown("cc_toolchain", "what Bazel's own C++ toolchain does for the cpu %s is not known" % model.option(ctx, "cpu"))
    return _OWN_TOOLCHAINS[cpu]

# Where Bazel registers its own toolchain: the model's stand-in, and the repositories that it makes.
_OWN_DEFINITION = Label("@bazel_tools//tools/cpp:own_toolchain_definition")
_OWN_REPOSITORIES = ["bazel_tools~cc_configure_extension~local_config_cc_toolchains", "local_config_cc_toolchains"]

def workspace_toolchain(ctx):
    """The label of the C++ toolchain that stands before Bazel's own; None where that one is in force, an Unknown where that cannot be told. What Bazel has configured on this machine stands before the model of it."""
    if model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        label = model.registered_toolchain(ctx, "@bazel_tools//tools/cpp:toolchain_type")
        if model.is_unknown(label) or not _BY_PLATFORM:
            return label
        if label == None:
            return model.unknown("C++ toolchain", "no C++ toolchain is known that fits the target platform")
        return None if label == _OWN_DEFINITION or not IS_TOLD and label.workspace_name in _OWN_REPOSITORIES else label
    crosstool = model.option(ctx, "crosstool_top")
    return None if crosstool == _OWN_CROSSTOOL else crosstool

def _found(info, label):
    """The C++ toolchain that a registered one provides."""
    toolchain = info.cc if not model.is_unknown(info) and hasattr(info, "cc") else info
    if model.is_unknown(toolchain) or hasattr(toolchain, "_patterns"):
        return toolchain
    return model.unknown("C++ toolchain", "what %s provides is no C++ toolchain that is known of" % label)

# How rules find the toolchain of the workspace (CppHelper.getToolchainUsingDefaultCcToolchainAttribute).
TOOLCHAIN_ATTRIBUTE = attr.label(default = configuration_field("cpp", "workspace_cc_toolchain"))

# Programs in Python and Java depend on it, too, and are refused where it is (PyRuleClasses.PyBinaryBaseRule, BazelJavaRuleClasses.BaseJavaBinaryRule).
TOOLCHAIN_OF_PROGRAMS = {} if bazel_at_least("7.0.0") else {"_cc_toolchain": TOOLCHAIN_ATTRIBUTE}

def toolchain_of(ctx):
    """The C++ toolchain of a rule that has TOOLCHAIN_ATTRIBUTE as `_cc_toolchain`, an Unknown where it is not known."""
    label = workspace_toolchain(ctx)
    if model.is_unknown(label):
        return label
    if label == None:
        return own_toolchain(ctx)
    if not IS_TOLD:
        return model.unknown("C++ toolchain", "how C++ libraries are called is known for Bazel's own C++ toolchain only, not for %s" % label)
    if model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        return _found(ctx.toolchains[TOOLCHAIN_TYPE], label)
    if _IS_OWN_PROVIDER:
        return model.unknown("C++ toolchain", "the toolchain that --crosstool_top names is not looked at for this Bazel")
    target = ctx.attr._cc_toolchain
    if model.is_unknown(target):
        return target
    return target[CcToolchainInfo]
