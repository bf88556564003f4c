"""Rules whose attributes say what they take."""

AInfo = provider(fields = ["x"])
BInfo = provider(fields = ["x"])

def _nothing_impl(_ctx):
    return []

nothing = rule(implementation = _nothing_impl)

def _a_impl(_ctx):
    return [AInfo(x = 1)]

a = rule(implementation = _a_impl)

def _b_impl(_ctx):
    return [BInfo(x = 1)]

b = rule(implementation = _b_impl)

def _both_impl(_ctx):
    return [AInfo(x = 1), BInfo(x = 1)]

both = rule(implementation = _both_impl)

def _legacy_impl(_ctx):
    return struct(legacy = 1)

legacy = rule(implementation = _legacy_impl)

def _adding_impl(_target, _ctx):
    return [BInfo(x = 2)]

_adding = aspect(implementation = _adding_impl)

def _two_modes_impl(_settings, _attr):
    return {mode: {"//command_line_option:compilation_mode": mode} for mode in ["dbg", "opt"]}

_two_modes = transition(implementation = _two_modes_impl, inputs = [], outputs = ["//command_line_option:compilation_mode"])

def _taking(**attrs):
    return rule(implementation = _nothing_impl, attrs = attrs)

takes_a = _taking(dep = attr.label(providers = [AInfo]), deps = attr.label_list(providers = [AInfo]))
takes_a_or_b = _taking(deps = attr.label_list(providers = [[AInfo], [BInfo]]))
takes_a_and_b = _taking(deps = attr.label_list(providers = [AInfo, BInfo]))
takes_a_and_files = _taking(deps = attr.label_list(allow_files = True, providers = [AInfo]))
takes_a_and_text = _taking(deps = attr.label_list(allow_files = [".txt"], providers = [AInfo]))
takes_legacy = _taking(deps = attr.label_list(providers = ["legacy"]))
takes_keys = _taking(deps = attr.label_keyed_string_dict(providers = [AInfo]))
takes_any_provider = _taking(
    anything = attr.label_list(providers = [[]]),
    default_info = attr.label_list(allow_files = True, providers = [DefaultInfo]),
    groups = attr.label_list(providers = [OutputGroupInfo]),
)
takes_rules = _taking(deps = attr.label_list(allow_rules = ["a", "filegroup"]), files = attr.label_list(allow_files = True, allow_rules = ["a"]))
takes_rules_or_a = _taking(deps = attr.label_list(allow_rules = ["filegroup"], providers = [AInfo]))
takes_added = _taking(deps = attr.label_list(aspects = [_adding], providers = [BInfo]))
takes_not_added = _taking(deps = attr.label_list(aspects = [_adding], providers = [AInfo]))

takes_no_files = _taking(deps = attr.label_list())
takes_no_extension = _taking(deps = attr.label_list(allow_files = []))
takes_suffix = _taking(deps = attr.label_list(allow_files = ["txt"]))
takes_extensions = _taking(deps = attr.label_list(allow_files = [".a", ".b", ".txt"]))
takes_text = _taking(
    any = attr.label(allow_files = True),
    deps = attr.label_list(allow_files = [".txt"]),
    one = attr.label(allow_single_file = [".txt"]),
    single = attr.label(allow_single_file = True),
)
takes_executables = _taking(
    file = attr.label(allow_files = True, cfg = "exec", executable = True),
    tool = attr.label(cfg = "host", executable = True),
)
takes_some = _taking(deps = attr.label_list(allow_empty = False))
takes_split = _taking(
    deps = attr.label_list(cfg = _two_modes, providers = [BInfo]),
    one = attr.label(allow_single_file = True, cfg = _two_modes),
    _allowlist_function_transition = attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
)

hidden_file = _taking(_dep = attr.label(default = "//dependencies:text.txt"))
hidden_single_file = _taking(_dep = attr.label(allow_single_file = True, default = "//dependencies:text.txt"))
hidden_provider = _taking(_dep = attr.label(default = "//dependencies:a", providers = [BInfo]))
hidden_executable = _taking(_dep = attr.label(cfg = "exec", default = "//dependencies:a", executable = True))

def _legacy_python_impl(_ctx):
    return struct(py = struct(transitive_sources = depset()))

legacy_python = rule(implementation = _legacy_python_impl)
