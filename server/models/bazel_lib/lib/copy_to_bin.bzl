"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _copy_to_bin = "copy_to_bin")

copy_to_bin = _copy_to_bin
