"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _output_files = "output_files")

output_files = _output_files
