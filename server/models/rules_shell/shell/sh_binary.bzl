"""sh_binary of rules_shell, where its source is not on disk: as Bazel's own rule behaves, an estimate outside of the versions that one was checked for."""

load("@@_builtins//:sh.bzl", _sh_binary = "sh_binary")

sh_binary = _sh_binary
