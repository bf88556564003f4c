"""cc_toolchain as BUILD files see it: it may say for what its tools are built (common/cc/cc_toolchain_wrapper.bzl of 7.7.1). 4.2.3 has no such attribute; of the versions between none was read.

Files whose names come later say what a name means.
"""

load("@@_builtins//:cc_toolchain.bzl", rule_cc_toolchain = "cc_toolchain")
load("@@_builtins//:cc_toolchain_of_target.bzl", cc_toolchain_of_target = "cc_toolchain")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "8.7.0"), verified = ["4.2.3", "7.7.1"])

def _cc_toolchain_macro(**kwargs):
    (rule_cc_toolchain if kwargs.get("exec_transition_for_inputs", True) else cc_toolchain_of_target)(**kwargs)

cc_toolchain = _cc_toolchain_macro if bazel_at_least("5.0.0") else rule_cc_toolchain
