"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _params_file = "params_file")

params_file = _params_file
