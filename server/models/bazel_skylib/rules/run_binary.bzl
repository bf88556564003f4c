"""run_binary of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _run_binary = "run_binary")

run_binary = _run_binary
