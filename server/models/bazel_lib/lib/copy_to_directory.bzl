"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _copy_to_directory = "copy_to_directory")

copy_to_directory = _copy_to_directory
