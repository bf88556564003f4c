"""write_file of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _write_file = "write_file")

write_file = _write_file
