"""The platform of the machine that runs Bazel (Bazel: rules/platform/LocalConfigPlatformFunction.java)."""

model.describe(of = "bazel", checked = ("4.2.3", "9.1.0"), verified = ["4.2.3"])

_OS = {"linux": "linux", "macos": "macos", "windows": "windows"}
_CPU = {"aarch64": "aarch64", "x86_64": "x86_64"}

def _host_platform_impl(ctx):
    values = [getattr(ctx.attr, "_" + _OS[model.host_os(ctx)]), getattr(ctx.attr, "_" + _CPU[model.host_cpu(ctx)])]
    infos = [value[platform_common.ConstraintValueInfo] for value in values]
    constraints = {info.constraint_setting: model.label_text(info.label) for info in infos}
    return [platform_common.PlatformInfo(label = ctx.label, constraints = constraints, flags = [])]

platform = rule(
    implementation = _host_platform_impl,
    attrs = {
        "_aarch64": attr.label(default = "@platforms//cpu:aarch64"),
        "_linux": attr.label(default = "@platforms//os:linux"),
        "_macos": attr.label(default = "@platforms//os:macos"),
        "_windows": attr.label(default = "@platforms//os:windows"),
        "_x86_64": attr.label(default = "@platforms//cpu:x86_64"),
    },
)
