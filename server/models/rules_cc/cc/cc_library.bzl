"""cc_library of rules_cc, where its source is not on disk: as Bazel's own rule behaves, an estimate outside of the versions that one was checked for."""

load("@@_builtins//:cc_library.bzl", _cc_library = "cc_library")

cc_library = _cc_library
