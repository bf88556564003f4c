"""diff_test of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _diff_test = "diff_test")

diff_test = _diff_test
