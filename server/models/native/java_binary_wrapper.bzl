"""java_binary as BUILD files see it since Bazel 7: a macro that makes the deploy jar by a target of its own (common/java/java_binary_wrapper.bzl, java_binary_deploy_jar.bzl of 7.7.1).

The rule itself is in java.bzl, which comes before this file.
"""

load("@@_builtins//:java_binary.bzl", rule_java_binary = "java_binary")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

_SUFFIX = "_deployjars_internal_rule"

def _deploy_jars_impl(ctx):
    return [DefaultInfo(files = depset([ctx.outputs.deployjar, ctx.outputs.unstrippeddeployjar]))]

def _deploy_jars_outputs(binary):
    return {
        "deployjar": binary.name + "_deploy.jar",
        "unstrippeddeployjar": binary.name + "_deploy.jar.unstripped",
    }

_deploy_jars = rule(
    implementation = _deploy_jars_impl,
    attrs = {
        "binary": attr.label(mandatory = True),
        "_java_toolchain": attr.label(default = "@bazel_tools//tools/jdk:current_java_toolchain"),
    },
    outputs = _deploy_jars_outputs,
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

_HANDED_ON = ["compatible_with", "restricted_to", "tags", "target_compatible_with", "testonly", "visibility"]

def _java_binary_macro(**kwargs):
    rule_java_binary(**kwargs)
    tags = kwargs.get("tags") or []
    if "nodeployjar" in tags:
        return
    handed_on = {name: kwargs[name] for name in _HANDED_ON if name in kwargs}
    _deploy_jars(
        **dict(
            handed_on,
            name = kwargs["name"] + _SUFFIX,
            binary = kwargs["name"],
            tags = tags + ([] if "manual" in tags else ["manual"]),
        )
    )

java_binary = _java_binary_macro if bazel_at_least("7.0.0") else rule_java_binary
