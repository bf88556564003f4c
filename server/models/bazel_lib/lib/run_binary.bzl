"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _run_binary = "run_binary")

run_binary = _run_binary
