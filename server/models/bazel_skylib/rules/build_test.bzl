"""build_test of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _build_test = "build_test")

build_test = _build_test
