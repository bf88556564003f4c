"""py_library of rules_python, where its source is not on disk."""

load(":defs.bzl", _py_library = "py_library")

py_library = _py_library
