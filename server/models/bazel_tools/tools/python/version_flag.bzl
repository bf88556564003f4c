"""The version of Python as a flag (Bazel: tools/python/python_version.bzl)."""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

def _version_flag_impl(ctx):
    return [config_common.FeatureFlagInfo(value = model.option(ctx, "python_version")), DefaultInfo()]

version_flag = rule(implementation = _version_flag_impl)
