"""cc_common of Bazel 4.2 and 7.7. Other versions have other functions and parameters; there it is Unknown."""

load("@@_builtins//:cc_common_of_4.bzl", "cc_common_of_4")
load("@@_builtins//:cc_common_of_7.bzl", "cc_common_of_7")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

cc_common = cc_common_of_7 if bazel_at_least("7.0.0") else cc_common_of_4
