"""Transitions on build settings that are none, and values of other types."""

def _setting_impl(_ctx):
    return []

string_setting = rule(implementation = _setting_impl, build_setting = config.string())
bool_setting = rule(implementation = _setting_impl, build_setting = config.bool())
list_setting = rule(implementation = _setting_impl, build_setting = config.string_list())

VALUES = {
    "a_list": ["x", "y"],
    "a_number": 1,
    "a_string": "x",
    "true": True,
}

def _set_impl(_settings, attr):
    return {setting: VALUES[value] for setting, value in attr.settings.items()}

def _holder_impl(_ctx):
    return []

def _holder(outputs, inputs = []):
    """A rule whose dependency has other settings."""
    return rule(
        implementation = _holder_impl,
        attrs = {
            "dep": attr.label(
                cfg = transition(
                    implementation = _set_impl,
                    inputs = inputs,
                    outputs = outputs,
                ),
                allow_files = True,
            ),
            "settings": attr.string_dict(),
            "_allowlist_function_transition": attr.label(
                default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
            ),
        },
    )

sets_string = _holder(["//settings:string"])
sets_alias = _holder(["//settings:alias"])
sets_nothing = _holder(["//settings:nothing"])
sets_nowhere = _holder(["//settings/nowhere:string"])
sets_group = _holder(["//settings:group"])
sets_file = _holder(["//settings:BUILD.bazel"])
sets_selecting = _holder(["//settings:selecting"])
sets_string_and_alias = _holder(["//settings:string", "//settings:alias"])
sets_bool = _holder(["//settings:bool"])
sets_list = _holder(["//settings:list"])
sets_define = _holder(["//command_line_option:define"])
sets_no_option = _holder(["//command_line_option:no_such_option"])
reads_define = _holder(
    ["//settings:string"],
    inputs = ["//command_line_option:define"],
)
reads_no_option = _holder(
    ["//settings:string"],
    inputs = ["//command_line_option:no_such_option"],
)
reads_nothing = _holder(
    ["//settings:string"],
    inputs = ["//settings:nothing"],
)
