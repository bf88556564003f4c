"""py_runtime_pair, as Bazel's tools/python/private/py_runtime_pair.bzl defines it."""

model.describe(of = "bazel", checked = ("4.2.3", "7.7.1"), verified = ["4.2.3"])

def _runtime(target):
    return target[PyRuntimeInfo] if target else None

def _py_runtime_pair_impl(ctx):
    return [platform_common.ToolchainInfo(
        py2_runtime = _runtime(ctx.attr.py2_runtime),
        py3_runtime = _runtime(ctx.attr.py3_runtime),
    )]

py_runtime_pair = rule(
    implementation = _py_runtime_pair_impl,
    attrs = {
        "py2_runtime": attr.label(),
        "py3_runtime": attr.label(),
    },
)

def define_autodetecting_toolchain(**_kwargs):
    """What Bazel's own BUILD file calls: the targets stand in the model's."""
