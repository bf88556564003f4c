"""cc_binary of rules_cc, where its source is not on disk: as Bazel's own rule behaves, an estimate outside of the versions that one was checked for."""

load("@@_builtins//:cc_binary.bzl", _cc_binary = "cc_binary")

cc_binary = _cc_binary
