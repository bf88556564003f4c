"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _copy_directory = "copy_directory")

copy_directory = _copy_directory
