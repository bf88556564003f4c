"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _platform_transition_binary = "platform_transition_binary", _platform_transition_filegroup = "platform_transition_filegroup", _platform_transition_test = "platform_transition_test")

platform_transition_filegroup = _platform_transition_filegroup
platform_transition_binary = _platform_transition_binary
platform_transition_test = _platform_transition_test
