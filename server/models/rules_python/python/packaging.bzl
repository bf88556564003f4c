"""Wheels of rules_python, where its source is not on disk."""

load(":rules.bzl", _py_package = "py_package", _py_wheel = "py_wheel")

py_package = _py_package
py_wheel = _py_wheel
