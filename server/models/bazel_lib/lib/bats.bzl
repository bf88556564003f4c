"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _bats_test = "bats_test")

bats_test = _bats_test
