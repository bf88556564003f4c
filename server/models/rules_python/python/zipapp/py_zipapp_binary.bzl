"""py_zipapp_binary of rules_python, where its source is not on disk."""

load("//python:rules.bzl", _py_zipapp_binary = "py_zipapp_binary")

py_zipapp_binary = _py_zipapp_binary
