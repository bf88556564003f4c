"""current_py_toolchain of rules_python, where its source is not on disk."""

load(":rules.bzl", _current_py_toolchain = "current_py_toolchain")

current_py_toolchain = _current_py_toolchain
