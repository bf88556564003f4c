"""Selects on several conditions at once, after bazel_skylib's lib/selects.bzl."""

def _with_or_dict(input_dict):
    output = {}
    for key, value in input_dict.items():
        for condition in (key if type(key) == "tuple" else (key,)):
            if condition in output:
                fail("key %s appears multiple times" % condition)
            output[condition] = value
    return output

def _with_or(input_dict, no_match_error = ""):
    return select(_with_or_dict(input_dict), no_match_error = no_match_error)

def _config_setting_group(name, match_any = [], match_all = [], visibility = None):
    if (not match_any) == (not match_all):
        fail("config_setting_group: either match_any or match_all must be given, and not both")
    settings = match_any or match_all

    # A chain of aliases: each link asks one condition and goes to the next link.
    for index in range(max(len(settings) - 1, 1)):
        setting = settings[index]
        is_last = index >= len(settings) - 2
        following = settings[-1] if is_last else "%s_%d" % (name, index + 2)
        if len(settings) == 1:
            actual = setting
        elif match_any:
            actual = select({setting: setting, "//conditions:default": following})
        else:
            actual = select({setting: following, "//conditions:default": setting})
        native.alias(
            name = name if index == 0 else "%s_%d" % (name, index + 1),
            actual = actual,
            visibility = visibility,
        )

selects = struct(
    with_or = _with_or,
    with_or_dict = _with_or_dict,
    config_setting_group = _config_setting_group,
)
