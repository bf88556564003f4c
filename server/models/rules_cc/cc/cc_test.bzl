"""cc_test of rules_cc, where its source is not on disk: as Bazel's own rule behaves, an estimate outside of the versions that one was checked for."""

load("@@_builtins//:cc_binary.bzl", _cc_test = "cc_test")

cc_test = _cc_test
