"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _diff_test = "diff_test")

diff_test = _diff_test
