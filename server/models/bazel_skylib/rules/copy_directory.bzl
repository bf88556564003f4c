"""copy_directory of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _copy_directory = "copy_directory")

copy_directory = _copy_directory
