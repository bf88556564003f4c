"""A C++ toolchain that says how it calls its tools, in every way that there is."""

load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "action_config",
    "env_entry",
    "env_set",
    "feature",
    "flag_group",
    "flag_set",
    "tool",
    "tool_path",
    "variable_with_value",
    "with_feature_set",
)

_COMPILES = ["c-compile", "c++-compile", "preprocess-assemble"]
_LINKS = ["c++-link-executable", "c++-link-dynamic-library"]
_TOOLS = ["ar", "cpp", "gcc", "gcov", "ld", "nm", "objdump", "strip"]

def _flags(name, actions, groups, enabled = True, with_features = []):
    return feature(
        name = name,
        enabled = enabled,
        flag_sets = [flag_set(actions = actions, flag_groups = groups, with_features = with_features)],
    )

def _over(variable, *flags):
    return flag_group(
        expand_if_available = variable,
        flags = list(flags),
        iterate_over = variable,
    )

def _where(variable):
    return flag_group(
        expand_if_available = variable,
        flags = ["-where_" + variable],
    )

_FEATURES = [
    _flags("late", _COMPILES, [flag_group(flags = ["-late"])]),
    _flags("default_compile_flags", _COMPILES, [flag_group(flags = ["-default", "100%%"])]),
    _flags("given_defines", _COMPILES, [_over("preprocessor_defines", "-D", "%{preprocessor_defines}")]),
    _flags("given_directories", _COMPILES, [
        _over("include_paths", "-I%{include_paths}"),
        _over("quote_include_paths", "-iquote", "%{quote_include_paths}"),
        _over("system_include_paths", "-isystem", "%{system_include_paths}"),
        _over("framework_include_paths", "-F%{framework_include_paths}"),
    ]),
    _flags("given_flags", _COMPILES, [_over("user_compile_flags", "%{user_compile_flags}")]),
    _flags("pic_or_not", _COMPILES, [
        flag_group(
            expand_if_available = "pic",
            flags = ["-fPIC"],
        ),
        flag_group(
            expand_if_not_available = "pic",
            flags = ["-fno-PIC"],
        ),
    ]),
    _flags("only_optimised", _COMPILES, [flag_group(flags = ["-O2"])], with_features = [with_feature_set(
        features = ["opt"],
        not_features = ["slow"],
    )]),
    _flags("slow", _COMPILES, [flag_group(flags = ["-slow"])], enabled = False),
    _flags("linked", _LINKS, [
        _over("library_search_directories", "-L%{library_search_directories}"),
        flag_group(
            expand_if_available = "runtime_library_search_directories",
            flag_groups = [
                flag_group(
                    expand_if_true = "is_cc_test",
                    flags = ["-rpath=test/%{runtime_library_search_directories}"],
                ),
                flag_group(
                    expand_if_false = "is_cc_test",
                    flags = ["-rpath=%{runtime_library_search_directories}"],
                ),
            ],
            iterate_over = "runtime_library_search_directories",
        ),
        flag_group(
            expand_if_equal = variable_with_value(
                name = "output_execpath",
                value = "out",
            ),
            flags = ["-into-out"],
        ),
        _over("user_link_flags", "%{user_link_flags}"),
        _where("force_pic"),
        _where("is_using_fission"),
        _where("strip_debug_symbols"),
    ]),
    feature(
        name = "environment",
        enabled = True,
        env_sets = [
            env_set(
                actions = _COMPILES,
                env_entries = [env_entry(
                    key = "WHICH",
                    value = "compile",
                )],
            ),
            env_set(
                actions = ["c-compile"],
                env_entries = [env_entry(
                    key = "SLOW",
                    value = "1",
                )],
                with_features = [with_feature_set(features = ["slow"])],
            ),
        ],
    ),
    feature(name = "no_legacy_features"),
    feature(
        name = "supports_pic",
        enabled = True,
    ),
    feature(
        name = "per_object_debug_info",
        enabled = True,
    ),
    feature(name = "opt"),
    feature(name = "dbg"),
    feature(name = "fastbuild"),
    feature(name = "host"),
    feature(name = "nonhost"),
]

_ACTIONS = [
    action_config(
        action_name = "objc-compile",
        enabled = True,
        flag_sets = [flag_set(flag_groups = [flag_group(flags = ["-own"])])],
        implies = ["slow"],
        tools = [tool(path = "/tools/objc")],
    ),
    action_config(
        action_name = "clif-match",
        tools = [
            tool(
                path = "/tools/slow",
                with_features = [with_feature_set(features = ["slow"])],
            ),
            tool(path = "/tools/quick"),
        ],
    ),
]

def _configuration_impl(ctx):
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "unknown",
        abi_version = "unknown",
        action_configs = _ACTIONS,
        compiler = "script",
        features = _FEATURES,
        host_system_name = "local",
        target_cpu = "another",
        target_libc = "unknown",
        target_system_name = "local",
        tool_paths = [tool_path(name = name, path = "/tools/" + name) for name in _TOOLS],
        toolchain_identifier = ctx.label.name,
    )

_configuration = rule(
    implementation = _configuration_impl,
    provides = [CcToolchainConfigInfo],
)

def toolchain(name):
    """A toolchain that --extra_toolchains can put into force."""
    _configuration(name = name + "_configuration")
    native.cc_toolchain(
        name = name + "_toolchain",
        all_files = "empty",
        ar_files = "empty",
        as_files = "empty",
        compiler_files = "empty",
        dwp_files = "empty",
        linker_files = "empty",
        objcopy_files = "empty",
        strip_files = "empty",
        toolchain_config = name + "_configuration",
    )
    native.toolchain(
        name = name,
        toolchain = name + "_toolchain",
        toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
    )
