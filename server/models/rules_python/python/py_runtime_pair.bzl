"""py_runtime_pair of rules_python, where its source is not on disk."""

load(":defs.bzl", _py_runtime_pair = "py_runtime_pair")

py_runtime_pair = _py_runtime_pair
