"""py_binary, py_library and py_test of rules_python, where its source is not on disk: as Bazel's own rules behave. An estimate: releases from 0.31 on Bazel 7 bring their own bootstrap files."""

load("@@_builtins//:py.bzl", _py_binary = "py_binary", _py_library = "py_library", _py_runtime = "py_runtime", _py_test = "py_test")

py_binary = _py_binary
py_library = _py_library
py_runtime = _py_runtime
py_test = _py_test
