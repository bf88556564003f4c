"""copy_file of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _copy_file = "copy_file")

copy_file = _copy_file
