"""analysis_test of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _analysis_test = "analysis_test")

analysis_test = _analysis_test
