"""native_binary and native_test of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _native_binary = "native_binary", _native_test = "native_test")

native_binary = _native_binary
native_test = _native_test
