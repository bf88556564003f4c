"""cc_toolchain with tools that are built as it is itself (common/cc/cc_toolchain_target.bzl of 7.7.1)."""

load("@@_builtins//:cc_toolchain.bzl", "cc_toolchain_rule")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "8.7.0"), verified = ["4.2.3", "7.7.1"])

cc_toolchain = cc_toolchain_rule("target")
