"""sh_test of rules_shell, where its source is not on disk: as Bazel's own rule behaves, an estimate outside of the versions that one was checked for."""

load("@@_builtins//:sh.bzl", _sh_test = "sh_test")

sh_test = _sh_test
