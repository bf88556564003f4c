"""What rules_python asks of Bazel's Java beside the public API (Bazel: rules/python/BazelPyBuiltins.java, PyBuiltins.java, as rules_python 0.31 to 2.3 call it).

What links C++ is left out: it is Unknown, which only reaches rules that link.
"""

def _get_label_repo_runfiles_path(label):
    external = "../%s/" % label.workspace_name if label.workspace_name else ""
    return (external + label.package).rstrip("/")

def _runfiles_enabled(ctx):
    return ctx.configuration.runfiles_enabled()

def _is_tool_configuration(ctx):
    return ctx.configuration.is_tool_configuration()

def _stamp_binaries(ctx):
    return model.option(ctx, "stamp")

def _is_bzlmod_enabled(_ctx):
    # It only decides whether a zip file gets a mapping of repositories.
    return True

def _get_legacy_external_runfiles(ctx):
    return model.option(ctx, "legacy_external_runfiles")

def _merge_runfiles_with_generated_inits_empty_files_supplier(ctx, runfiles):
    return model.with_python_inits(runfiles)

def _regex_match(subject, pattern):
    # rules_python asks for words only.
    if pattern != "(?U)\\w+":
        return model.unknown("py_internal.regex_match", "py_internal.regex_match knows words only")
    return subject != "" and all([character == "_" or character.isalnum() for character in subject.elems()])

def _is_valid_shared_library_artifact(file):
    if file.extension in ["so", "dylib", "dll", "pyd", "wasm"]:
        return True
    _, so, version = file.basename.partition(".so.")
    return so != "" and version[:1].isdigit()

def _are_action_listeners_enabled(_ctx):
    # Where they are, rules_python registers one more action, which makes nothing.
    return False

def _expand_location_and_make_variables(ctx, attribute_name, expression, targets = []):
    # What is expanded goes into the environment of programs, never into runfiles; `targets` are those of `data`.
    if "$" not in expression:
        return expression
    model.expand(ctx, attribute_name.partition("[")[0])
    return model.unknown("py_internal.expand_location_and_make_variables", "'%s' is not expanded" % expression)

def _is_singleton_depset(files):
    return len(files.to_list()) == 1

def _make_runfiles_respect_legacy_external_runfiles(_ctx, runfiles):
    return model.with_copies(runfiles)

def _declare_constant_metadata_file(ctx, name, root):
    # A file of the package as any other; that it never counts as changed matters to actions alone.
    if root != ctx.bin_dir:
        return model.unknown("py_internal.declare_constant_metadata_file", "files in other directories than bin_dir are not modelled")
    return ctx.actions.declare_file(name)

def _does_nothing(*_args, **_kwargs):
    return None

def _linked(name):
    unknown = model.unknown("py_internal." + name, "py_internal.%s is not evaluated" % name)

    def call(*_args, **_kwargs):
        return unknown

    return call

py_internal = struct(
    add_py_extra_pseudo_action = _does_nothing,
    are_action_listeners_enabled = _are_action_listeners_enabled,
    cc_helper = struct(
        find_cpp_toolchain = _linked("cc_helper.find_cpp_toolchain"),
        get_static_mode_params_for_dynamic_library_libraries = _linked("cc_helper.get_static_mode_params_for_dynamic_library_libraries"),
        is_stamping_enabled = _stamp_binaries,
        is_valid_shared_library_artifact = _is_valid_shared_library_artifact,
    ),
    cc_toolchain_build_info_files = _linked("cc_toolchain_build_info_files"),
    copy_without_caching = _does_nothing,
    create_repo_mapping_manifest = _does_nothing,
    declare_constant_metadata_file = _declare_constant_metadata_file,
    declare_shareable_artifact = _linked("declare_shareable_artifact"),
    expand_location_and_make_variables = _expand_location_and_make_variables,
    get_label_repo_runfiles_path = _get_label_repo_runfiles_path,
    get_legacy_external_runfiles = _get_legacy_external_runfiles,
    get_rule_name = model.rule_class,
    is_bzlmod_enabled = _is_bzlmod_enabled,
    is_singleton_depset = _is_singleton_depset,
    is_tool_configuration = _is_tool_configuration,
    link = _linked("link"),
    linking_context_linkstamps = _linked("linking_context_linkstamps"),
    linkstamp_file = _linked("linkstamp_file"),
    make_runfiles_respect_legacy_external_runfiles = _make_runfiles_respect_legacy_external_runfiles,
    merge_runfiles_with_generated_inits_empty_files_supplier = _merge_runfiles_with_generated_inits_empty_files_supplier,
    regex_match = _regex_match,
    runfiles_enabled = _runfiles_enabled,
    share_native_deps = _linked("share_native_deps"),
    stamp_binaries = _stamp_binaries,
)
