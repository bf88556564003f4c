"""py_binary, py_library and py_test of rules_python, where its source is not on disk: as Bazel's own rules behave. An estimate: releases from 0.31 on Bazel 7 bring their own bootstrap files."""

load("@@_builtins//:py_info.bzl", _PyInfo = "PyInfo", _PyRuntimeInfo = "PyRuntimeInfo")
load("@@_builtins//:py.bzl", _py_binary = "py_binary", _py_library = "py_library", _py_runtime = "py_runtime", _py_test = "py_test")
load("@bazel_tools//tools/python:toolchain.bzl", _py_runtime_pair = "py_runtime_pair")
load(":rules.bzl", _current_py_toolchain = "current_py_toolchain")

PyInfo = _PyInfo
PyRuntimeInfo = _PyRuntimeInfo
current_py_toolchain = _current_py_toolchain
py_runtime = _py_runtime
py_runtime_pair = _py_runtime_pair

# Attributes that came with rules_python, and say nothing of runfiles.
_ITS_OWN = ["config_settings", "env_inherit", "experimental_pyc_collection", "interpreter_args", "main_module", "precompile", "precompile_invalidation_mode", "precompile_optimize_level", "precompile_source_retention", "pyc_collection", "pyi_deps", "pyi_srcs"]

def _with_bazels_attributes(attributes):
    return {name: value for name, value in attributes.items() if name not in _ITS_OWN}

def _program_attributes(attributes):
    """Bazel's attributes of a program; a version of Python other than PY2 and PY3, which rules_python takes since 0.39, says which interpreter it wants."""
    version = attributes.get("python_version")
    if version in (None, "PY2", "PY3"):
        return _with_bazels_attributes(attributes)
    others = {name: value for name, value in attributes.items() if name != "python_version"}
    return dict(_with_bazels_attributes(others), interpreter_version = version)

def py_binary(**kwargs):
    _py_binary(**_program_attributes(kwargs))

def py_library(**kwargs):
    _py_library(**_with_bazels_attributes(kwargs))

def py_test(**kwargs):
    _py_test(**_program_attributes(kwargs))
