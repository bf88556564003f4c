"""PyInfo of rules_python, where its source is not on disk."""

load(":defs.bzl", _PyInfo = "PyInfo")

PyInfo = _PyInfo
