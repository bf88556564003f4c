"""What rules_cc asks of Bazel's Java in Bazel 9, where C++ is Starlark of its own (Bazel: common/cc/cc_common.bzl of 9, whose `internal_DO_NOT_USE` hands out `cc_internal`, as rules_cc calls it from 0.2 on).

That is what providers are made of, so that rules which only pass `CcInfo` on are known: Python, shell, packaging. What compiles, links and knows toolchains is Unknown.
"""

def _freeze(value):
    return value

def _check_private_api(allowlist = [], depth = 1):
    # Bazel's own rulesets ask for themselves; whoever else asks would be refused.
    return None

def _create_header_info(
        *,
        header_module = None,
        pic_header_module = None,
        modular_public_headers = [],
        modular_private_headers = [],
        textual_headers = [],
        separate_module_headers = [],
        separate_module = None,
        separate_pic_module = None):
    return struct(
        header_module = header_module,
        modular_private_headers = modular_private_headers,
        modular_public_headers = modular_public_headers,
        pic_header_module = pic_header_module,
        separate_module = separate_module,
        separate_module_headers = separate_module_headers,
        separate_pic_module = separate_pic_module,
        textual_headers = textual_headers,
    )

def _create_header_info_with_deps(*, header_info, deps = [], merged_deps = []):
    # What dependencies add are modules, for compilations alone.
    return header_info

def _is_tree_artifact(file):
    return file.is_directory

_OF_ACTIONS = [
    "absolute_symlink",
    "actions2ctx_cheat",
    "cc_toolchain_features",
    "cc_toolchain_variables",
    "collect_per_file_lto_backend_opts",
    "combine_cc_toolchain_variables",
    "create_cc_compile_action",
    "create_cc_compile_action_template",
    "create_lto_backend_action",
    "create_lto_backend_action_template",
    "declare_compile_output_file",
    "declare_other_output_file",
    "dynamic_library_soname",
    "dynamic_library_symlink",
    "exec_os",
    "expand_and_tokenize",
    "get_artifact_name_extension_for_category",
    "get_artifact_name_for_category",
    "get_link_args",
    "maybe_hash_preserve_extension",
    "per_file_copts",
    "rule_class",
    "solib_symlink_action",
    "wrap_link_actions",
]

_cc_internal = struct(
    check_private_api = _check_private_api,
    check_toplevel = _freeze,
    create_header_info = _create_header_info,
    create_header_info_with_deps = _create_header_info_with_deps,
    freeze = _freeze,
    intern_seq = _freeze,
    intern_string_sequence_variable_value = _freeze,
    is_tree_artifact = _is_tree_artifact,
    **{name: model.unknown("cc_internal." + name, "cc_internal.%s is not evaluated" % name) for name in _OF_ACTIONS}
)

cc_common_of_9 = struct(internal_DO_NOT_USE = lambda: _cc_internal)
