"""cc_common of Bazel 4.2, of 7.7 and 8, which have the same functions and parameters (common/cc/cc_common.bzl of 7.7.1, and at a point on the way to 8 where CcInfo is Starlark), and what is left of it in 9.

Other versions have other functions and parameters; there it is Unknown.
"""

load("@@_builtins//:cc_common_of_4.bzl", "cc_common_of_4")
load("@@_builtins//:cc_common_of_7.bzl", "cc_common_of_7")
load("@@_builtins//:cc_common_of_9.bzl", "cc_common_of_9")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "9.1.0"), verified = ["4.2.3", "7.7.1"])

cc_common = cc_common_of_9 if bazel_at_least("9.0.0") else cc_common_of_7 if bazel_at_least("7.0.0") else cc_common_of_4
