"""py_runtime of rules_python, where its source is not on disk."""

load(":defs.bzl", _py_runtime = "py_runtime")

py_runtime = _py_runtime
