"""PyRuntimeInfo of rules_python, where its source is not on disk."""

load(":defs.bzl", _PyRuntimeInfo = "PyRuntimeInfo")

PyRuntimeInfo = _PyRuntimeInfo
