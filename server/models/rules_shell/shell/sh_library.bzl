"""sh_library of rules_shell, where its source is not on disk: as Bazel's own rule behaves, an estimate outside of the versions that one was checked for."""

load("@@_builtins//:sh.bzl", _sh_library = "sh_library")

sh_library = _sh_library
