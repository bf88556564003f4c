"""Build settings that only hold a value, after bazel_skylib's rules/common_settings.bzl."""

model.describe(of = "bazel_skylib", checked = ("1.0.3", "1.2.1"), verified = [])

BuildSettingInfo = provider(fields = ["value"])

def _impl(ctx):
    return BuildSettingInfo(value = ctx.build_setting_value)

def _string_impl(ctx):
    value = ctx.build_setting_value
    if len(ctx.attr.values) > 0 and value not in ctx.attr.values:
        fail("Error setting {}: invalid value '{}'. Allowed values are {}".format(ctx.label, value, ctx.attr.values))
    return BuildSettingInfo(value = value)

_MAKE_VARIABLE = {"make_variable": attr.string()}
_STRING_ATTRS = {
    "make_variable": attr.string(),
    "values": attr.string_list(),
}
_SCOPE = {"scope": attr.string()}

int_flag = rule(implementation = _impl, build_setting = config.int(flag = True), attrs = dict(_MAKE_VARIABLE, **_SCOPE))
int_setting = rule(implementation = _impl, build_setting = config.int(), attrs = dict(_MAKE_VARIABLE, **_SCOPE))
bool_flag = rule(implementation = _impl, build_setting = config.bool(flag = True), attrs = _SCOPE)
bool_setting = rule(implementation = _impl, build_setting = config.bool(), attrs = _SCOPE)
string_list_flag = rule(implementation = _impl, build_setting = config.string_list(flag = True), attrs = _SCOPE)
string_list_setting = rule(implementation = _impl, build_setting = config.string_list(), attrs = _SCOPE)
string_flag = rule(implementation = _string_impl, build_setting = config.string(flag = True), attrs = dict(_STRING_ATTRS, **_SCOPE))
string_setting = rule(implementation = _string_impl, build_setting = config.string(), attrs = dict(_STRING_ATTRS, **_SCOPE))
