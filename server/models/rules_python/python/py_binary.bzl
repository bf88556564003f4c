"""py_binary of rules_python, where its source is not on disk."""

load(":defs.bzl", _py_binary = "py_binary")

py_binary = _py_binary
