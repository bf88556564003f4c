"""py_test of rules_python, where its source is not on disk."""

load(":defs.bzl", _py_test = "py_test")

py_test = _py_test
