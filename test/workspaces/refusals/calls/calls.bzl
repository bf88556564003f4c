"""What implementations may and may not do with Bazel's API: one function a target, named as the target."""

def _file(ctx, name = "other"):
    return ctx.actions.declare_file(ctx.label.name + "." + name)

def _length(value):
    return -len(value)

# Actions: types of arguments, and what Bazel looks at besides. -------------------------------------------------------

def _write_a_number(ctx, f):
    ctx.actions.write(f, 1)

def _write_to_a_name(ctx, _f):
    ctx.actions.write("name", "")

def _write_args(ctx, f):
    ctx.actions.write(f, ctx.actions.args())

def _run_with_one_output(ctx, f):
    ctx.actions.run(outputs = f, executable = "program")

def _run_without_outputs(ctx, f):
    ctx.actions.write(f, "")
    ctx.actions.run(outputs = [], executable = "program")

def _run_a_target(ctx, f):
    ctx.actions.run(outputs = [f], executable = ctx.attr.tool)

def _run_what_a_target_brings(ctx, f):
    ctx.actions.run(outputs = [f], executable = ctx.attr.tool.files_to_run, tools = [ctx.executable.tool])

def _run_with_targets(ctx, f):
    ctx.actions.run(outputs = [f], executable = "program", inputs = [ctx.attr.tool])

def _run_with_a_depset_of_names(ctx, f):
    ctx.actions.run(outputs = [f], executable = "program", inputs = depset(["name"]))

def _run_with_a_list_of_depsets(ctx, f):
    ctx.actions.run(outputs = [f], executable = "program", tools = [depset([ctx.executable.tool])])

def _run_with_numbers(ctx, f):
    ctx.actions.run(outputs = [f], executable = "program", arguments = [1])

def _run_in_an_environment_of_numbers(ctx, f):
    ctx.actions.run(outputs = [f], executable = "program", env = {"A": 1})

def _run_with_a_mnemonic_of_two_words(ctx, f):
    ctx.actions.run(outputs = [f], executable = "program", mnemonic = "Two Words")

def _run_for_an_exec_group(ctx, f):
    ctx.actions.run(outputs = [f], executable = "program", exec_group = "group")

def _run_shell_words(ctx, f):
    ctx.actions.run_shell(outputs = [f], command = ["touch", "file"])

def _symlink_to_nothing(ctx, f):
    ctx.actions.symlink(output = f)

def _symlink_to_a_path(ctx, f):
    ctx.actions.symlink(output = f, target_path = "path")

def _declare_a_symlink(ctx, f):
    ctx.actions.write(f, "")
    ctx.actions.declare_symlink("link")

def _expand_a_template_by_position(ctx, f):
    ctx.actions.expand_template(ctx.file.file, f, {})

def _expand_a_template_with_numbers(ctx, f):
    ctx.actions.expand_template(template = ctx.file.file, output = f, substitutions = {"a": 1})

def _do_nothing_with_a_file(ctx, f):
    ctx.actions.write(f, "")
    ctx.actions.do_nothing(mnemonic = "Nothing", inputs = f)

def _template_dict(ctx, f):
    ctx.actions.write(f, "")
    ctx.actions.template_dict()

# What two actions make. ----------------------------------------------------------------------------------------------

def _write_the_same_twice(ctx, f):
    ctx.actions.write(f, "text")
    ctx.actions.write(f, "text")

def _write_two_texts(ctx, f):
    ctx.actions.write(f, "text")
    ctx.actions.write(f, "another")

def _write_and_run(ctx, f):
    ctx.actions.write(f, "text")
    ctx.actions.run(outputs = [f], executable = "program")

def _write_args_and_text(ctx, f):
    ctx.actions.write(f, "text")
    ctx.actions.write(f, ctx.actions.args())

def _run_the_same_twice(ctx, f):
    for _ in range(2):
        ctx.actions.run(outputs = [f], executable = "program", arguments = ["a"], progress_message = "running")

def _run_two_commands(ctx, f):
    for argument in ["a", "b"]:
        ctx.actions.run(outputs = [f], executable = "program", arguments = [argument])

def _run_with_inputs_in_another_order(ctx, f):
    a, b = _file(ctx, "a"), _file(ctx, "b")
    ctx.actions.write(a, "")
    ctx.actions.write(b, "")
    ctx.actions.run(outputs = [f], executable = "program", inputs = [a, b])
    ctx.actions.run(outputs = [f], executable = "program", inputs = depset([b, a]))

def _declare_a_file_and_a_directory(ctx, f):
    ctx.actions.write(f, "")
    ctx.actions.declare_directory(ctx.label.name + ".out")

def _declare_above(ctx, f):
    ctx.actions.write(f, "")
    ctx.actions.write(ctx.actions.declare_file("below/../" + ctx.label.name), "")

# Arguments. ----------------------------------------------------------------------------------------------------------

def _add_a_list(ctx, f):
    ctx.actions.write(f, ctx.actions.args().add(["a"]))

def _add_with_two_places(ctx, f):
    ctx.actions.write(f, ctx.actions.args().add("a", format = "%s%s"))

def _add_with_a_percent_sign(ctx, f):
    ctx.actions.write(f, ctx.actions.args().add("a", format = "%%%s"))

def _add_all_of_a_text(ctx, f):
    ctx.actions.write(f, ctx.actions.args().add_all("a"))

def _add_all_by_a_number(ctx, f):
    ctx.actions.write(f, ctx.actions.args().add_all(["a"], map_each = 1))

def _add_all(ctx, f):
    args = ctx.actions.args().add_all("--a", ["a"], before_each = "-b", omit_if_empty = False)
    ctx.actions.write(f, args.add_all(depset(["a"]), terminate_with = "."))

def _add_joined_by_nothing(ctx, f):
    ctx.actions.write(f, ctx.actions.args().add_joined(["a"]))

def _use_param_file_without_place(ctx, f):
    ctx.actions.write(f, ctx.actions.args().use_param_file("file"))

def _set_a_format_of_nothing(ctx, f):
    ctx.actions.write(f, ctx.actions.args().set_param_file_format("format"))

# The context. --------------------------------------------------------------------------------------------------------

def _ask_for_the_rule(ctx, f):
    ctx.actions.write(f, str(ctx.rule))

def _ask_for_exec_groups(ctx, f):
    ctx.actions.write(f, str(ctx.exec_groups))

def _ask_for_a_setting(ctx, f):
    ctx.actions.write(f, str(ctx.build_setting_value))

def _ask_for_an_undeclared_fragment(ctx, f):
    ctx.actions.write(f, str(ctx.fragments.cpp))

def _ask_for_the_platform(ctx, f):
    ctx.actions.write(f, str(ctx.fragments.platform))

def _ask_for_another_fragment_of_tools(ctx, f):
    ctx.actions.write(f, str(ctx.host_fragments.cpp))

def _ask_for_the_abi(ctx, f):
    ctx.actions.write(f, ctx.var["ABI"])

def _ask_whether_a_file_is_a_symlink(ctx, f):
    ctx.actions.write(f, str(f.is_symlink))

def _ask_for_the_repository_of_a_label(ctx, f):
    ctx.actions.write(f, ctx.label.repo_name)

def _ask_for_output_groups_of_a_file(ctx, f):
    ctx.actions.write(f, str(ctx.attr.file.output_groups))

def _ask_for_output_groups_of_a_rule(ctx, f):
    ctx.actions.write(f, str(ctx.attr.tool.output_groups))

def _expand_location_of_a_number(ctx, f):
    ctx.actions.write(f, ctx.expand_location("$(location a)", [1]))

def _expand_location_to_short_paths(ctx, f):
    ctx.actions.write(f, ctx.expand_location("", [], short_paths = True))

def _expand_make_variables_by_name(ctx, f):
    ctx.actions.write(f, ctx.expand_make_variables(attribute_name = "a", command = "", additional_substitutions = {}))

def _resolve_a_number(ctx, f):
    ctx.actions.write(f, str(ctx.resolve_tools(tools = [1])))

def _tokenize_half_a_quotation(ctx, f):
    ctx.actions.write(f, str(ctx.tokenize("a 'b")))

def _runfiles_of_names(ctx, f):
    ctx.actions.write(f, "")
    ctx.runfiles(transitive_files = depset(["name"]))

def _runfiles_collected_by_number(ctx, f):
    ctx.actions.write(f, "")
    ctx.runfiles(collect_data = 1)

def _runfiles_with_a_depset_of_symlinks(ctx, f):
    ctx.actions.write(f, "")
    ctx.runfiles(symlinks = depset())

# The language. -------------------------------------------------------------------------------------------------------

def _union_of_dicts(ctx, f):
    ctx.actions.write(f, str({"a": 1} | {"b": 2}))

def _decode_with_default(ctx, f):
    ctx.actions.write(f, str(json.decode("{", default = None)))

def _greatest_by_key(ctx, f):
    ctx.actions.write(f, max("a", "bc", key = _length) + min(["a", "bc"], key = _length))

def _depset_of_a_depset(ctx, f):
    ctx.actions.write(f, str(depset(depset(["a"]))))

def _depset_of_a_depset_and_others(ctx, f):
    ctx.actions.write(f, str(depset(depset(["a"]), transitive = [depset(["b"])])))

def _depset_of_a_depset_in_another_order(ctx, f):
    ctx.actions.write(f, str(depset(depset(["a"], order = "preorder"), order = "postorder")))

def _depset_of_a_dict(ctx, f):
    ctx.actions.write(f, str(depset({"a": 1})))

def _depset_of_depset_as_items(ctx, f):
    ctx.actions.write(f, str(depset(items = depset(["a"]))))

def _depset_of_direct_depset(ctx, f):
    ctx.actions.write(f, str(depset(direct = depset(["a"]))))

def _depset_of_direct_elements_and_items(ctx, f):
    ctx.actions.write(f, str(depset(direct = ["a"], items = ["b"])))

def _depset_of_elements_and_items(ctx, f):
    ctx.actions.write(f, str(depset(["a"], items = ["b"])))

def _depset_of_items_and_others(ctx, f):
    ctx.actions.write(f, str(depset(items = ["a"], transitive = [depset(["b"])])))

def _depset_of_no_items(ctx, f):
    ctx.actions.write(f, str(depset(items = None)))

def _depset_of_items(ctx, f):
    ctx.actions.write(f, str(depset(items = ["a"])))

def _depset_of_two_types(ctx, f):
    ctx.actions.write(f, str(depset(["a"], transitive = [depset([1])])))

def _label_of_a_label(ctx, f):
    ctx.actions.write(f, str(Label(ctx.label)))

CALLS = {
    "add_a_list": _add_a_list,
    "add_all": _add_all,
    "add_all_by_a_number": _add_all_by_a_number,
    "add_all_of_a_text": _add_all_of_a_text,
    "add_joined_by_nothing": _add_joined_by_nothing,
    "add_with_a_percent_sign": _add_with_a_percent_sign,
    "add_with_two_places": _add_with_two_places,
    "ask_for_a_setting": _ask_for_a_setting,
    "ask_for_an_undeclared_fragment": _ask_for_an_undeclared_fragment,
    "ask_for_another_fragment_of_tools": _ask_for_another_fragment_of_tools,
    "ask_for_exec_groups": _ask_for_exec_groups,
    "ask_for_output_groups_of_a_file": _ask_for_output_groups_of_a_file,
    "ask_for_output_groups_of_a_rule": _ask_for_output_groups_of_a_rule,
    "ask_for_the_abi": _ask_for_the_abi,
    "ask_for_the_platform": _ask_for_the_platform,
    "ask_for_the_repository_of_a_label": _ask_for_the_repository_of_a_label,
    "ask_for_the_rule": _ask_for_the_rule,
    "ask_whether_a_file_is_a_symlink": _ask_whether_a_file_is_a_symlink,
    "declare_a_file_and_a_directory": _declare_a_file_and_a_directory,
    "declare_a_symlink": _declare_a_symlink,
    "declare_above": _declare_above,
    "decode_with_default": _decode_with_default,
    "depset_of_a_depset": _depset_of_a_depset,
    "depset_of_a_depset_and_others": _depset_of_a_depset_and_others,
    "depset_of_a_depset_in_another_order": _depset_of_a_depset_in_another_order,
    "depset_of_a_dict": _depset_of_a_dict,
    "depset_of_depset_as_items": _depset_of_depset_as_items,
    "depset_of_direct_depset": _depset_of_direct_depset,
    "depset_of_direct_elements_and_items": _depset_of_direct_elements_and_items,
    "depset_of_elements_and_items": _depset_of_elements_and_items,
    "depset_of_items_and_others": _depset_of_items_and_others,
    "depset_of_no_items": _depset_of_no_items,
    "depset_of_items": _depset_of_items,
    "depset_of_two_types": _depset_of_two_types,
    "do_nothing_with_a_file": _do_nothing_with_a_file,
    "expand_a_template_by_position": _expand_a_template_by_position,
    "expand_a_template_with_numbers": _expand_a_template_with_numbers,
    "expand_location_of_a_number": _expand_location_of_a_number,
    "expand_location_to_short_paths": _expand_location_to_short_paths,
    "expand_make_variables_by_name": _expand_make_variables_by_name,
    "greatest_by_key": _greatest_by_key,
    "label_of_a_label": _label_of_a_label,
    "resolve_a_number": _resolve_a_number,
    "run_a_target": _run_a_target,
    "run_for_an_exec_group": _run_for_an_exec_group,
    "run_in_an_environment_of_numbers": _run_in_an_environment_of_numbers,
    "run_shell_words": _run_shell_words,
    "run_the_same_twice": _run_the_same_twice,
    "run_two_commands": _run_two_commands,
    "run_what_a_target_brings": _run_what_a_target_brings,
    "run_with_a_depset_of_names": _run_with_a_depset_of_names,
    "run_with_a_list_of_depsets": _run_with_a_list_of_depsets,
    "run_with_a_mnemonic_of_two_words": _run_with_a_mnemonic_of_two_words,
    "run_with_inputs_in_another_order": _run_with_inputs_in_another_order,
    "run_with_numbers": _run_with_numbers,
    "run_with_one_output": _run_with_one_output,
    "run_with_targets": _run_with_targets,
    "run_without_outputs": _run_without_outputs,
    "runfiles_collected_by_number": _runfiles_collected_by_number,
    "runfiles_of_names": _runfiles_of_names,
    "runfiles_with_a_depset_of_symlinks": _runfiles_with_a_depset_of_symlinks,
    "set_a_format_of_nothing": _set_a_format_of_nothing,
    "symlink_to_a_path": _symlink_to_a_path,
    "symlink_to_nothing": _symlink_to_nothing,
    "template_dict": _template_dict,
    "tokenize_half_a_quotation": _tokenize_half_a_quotation,
    "union_of_dicts": _union_of_dicts,
    "use_param_file_without_place": _use_param_file_without_place,
    "write_a_number": _write_a_number,
    "write_and_run": _write_and_run,
    "write_args": _write_args,
    "write_args_and_text": _write_args_and_text,
    "write_the_same_twice": _write_the_same_twice,
    "write_to_a_name": _write_to_a_name,
    "write_two_texts": _write_two_texts,
}

def _call_impl(ctx):
    f = _file(ctx, "out")
    CALLS[ctx.label.name](ctx, f)
    return [DefaultInfo(files = depset([f]))]

call = rule(
    implementation = _call_impl,
    attrs = {
        "file": attr.label(default = "//calls:a.txt", allow_single_file = True),
        "tool": attr.label(default = "//calls:tool", cfg = "host", executable = True),
    },
)
