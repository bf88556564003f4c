"""Build settings, and the transitions that set them."""

def _setting_impl(_ctx):
    return []

string_setting = rule(
    implementation = _setting_impl,
    build_setting = config.string(flag = True),
)

bool_setting = rule(
    implementation = _setting_impl,
    build_setting = config.bool(flag = True),
)

def _sweet_impl(_settings, attr):
    return {"//:sweetness": attr.sweetness}

sweet_transition = transition(
    implementation = _sweet_impl,
    inputs = [],
    outputs = ["//:sweetness"],
)

def _optimized_impl(_settings, _attr):
    return {"//command_line_option:compilation_mode": "opt"}

optimized_transition = transition(
    implementation = _optimized_impl,
    inputs = [],
    outputs = ["//command_line_option:compilation_mode"],
)

def _keep_impl(settings, _attr):
    return {"//:sweetness": settings["//:sweetness"]}

keep_transition = transition(
    implementation = _keep_impl,
    inputs = ["//:sweetness"],
    outputs = ["//:sweetness"],
)

def _both_modes_impl(_settings, _attr):
    # A list has no names: its configurations are told apart by their position. (No value is the one in force: where another attribute names the same
    # target, Bazel 4.2.3 crashes on a split that leaves one of its configurations as it was.)
    return [{"//command_line_option:compilation_mode": mode} for mode in ["opt", "dbg"]]

both_modes_transition = transition(
    implementation = _both_modes_impl,
    inputs = [],
    outputs = ["//command_line_option:compilation_mode"],
)

def _sweet_split_impl(_settings, _attr):
    return {sweetness: {"//:sweetness": sweetness} for sweetness in ["mild", "medium", "extreme"]}

sweet_split_transition = transition(
    implementation = _sweet_split_impl,
    inputs = [],
    outputs = ["//:sweetness"],
)
