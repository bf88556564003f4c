"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _copy_file = "copy_file")

copy_file = _copy_file
