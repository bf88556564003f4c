"""py_console_script_binary of rules_python, where its source is not on disk."""

load("//python:rules.bzl", _py_console_script_binary = "py_console_script_binary")

py_console_script_binary = _py_console_script_binary
