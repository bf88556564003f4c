"""py_zipapp_test of rules_python, where its source is not on disk."""

load("//python:rules.bzl", _py_zipapp_test = "py_zipapp_test")

py_zipapp_test = _py_zipapp_test
