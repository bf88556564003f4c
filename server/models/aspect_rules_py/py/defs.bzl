"""The rules of aspect_rules_py, where its source is not on disk (aspect_rules_py: py/defs.bzl, py/private/py_library.bzl, py_binary.bzl, py_venv.bzl).

They make no empty __init__.py files. The interpreter is that of the toolchain for Bazel's own Python rules. Left out: the tools of the virtual environment, and what wheels bring.
"""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "library_impl", "output_impl", "program_impl")

model.describe(of = "aspect_rules_py", checked = ("0.7.0", "2.1.0"), verified = [])

PyInfo = provider(fields = ["transitive_sources", "imports", "uses_shared_libraries", "has_py2_only_sources", "has_py3_only_sources"])
PyRuntimeInfo = provider(fields = ["interpreter", "interpreter_path", "files", "python_version"])
PyWheelsInfo = provider(fields = ["files"])
PyLayerTierInfo = provider(fields = ["groups"])

_library = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)
_TOOLCHAIN_TYPE = "@bazel_tools//tools/python:toolchain_type"
_TOOLCHAINS = [config_common.toolchain_type(_TOOLCHAIN_TYPE, mandatory = False)]

def _interpreter_runfiles(ctx):
    """None where it is the machine's."""
    toolchain = ctx.toolchains[_TOOLCHAIN_TYPE]
    if model.is_unknown(toolchain):
        return model.unknown_runfiles(toolchain)
    runtime = toolchain.py3_runtime if toolchain != None else None
    if model.is_unknown(runtime):
        return model.unknown_runfiles(runtime)
    if runtime == None or runtime.interpreter_path:
        return None
    return ctx.runfiles([runtime.interpreter], transitive_files = runtime.files)

def _program_impl(ctx):
    return program_impl(ctx, _interpreter_runfiles(ctx))

_binary = rule(implementation = _program_impl, attrs = PROGRAM_ATTRS, toolchains = _TOOLCHAINS, executable = True)
_test = rule(implementation = _program_impl, attrs = PROGRAM_ATTRS, toolchains = _TOOLCHAINS, test = True)
_files = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)

def py_library(name, srcs = [], deps = [], data = [], **kwargs):
    _library(name = name, srcs = srcs, deps = deps, data = data, **common(kwargs))

def py_binary(name, srcs = [], deps = [], data = [], **kwargs):
    _binary(name = name, srcs = srcs, deps = deps, data = data, **common(kwargs, "env"))

def py_test(name, srcs = [], deps = [], data = [], **kwargs):
    _test(name = name, srcs = srcs, deps = deps, data = data, **common(kwargs, "env"))

def py_venv_binary(**kwargs):
    py_binary(**kwargs)

def py_venv_test(**kwargs):
    py_test(**kwargs)

def py_pytest_test(**kwargs):
    py_test(**kwargs)

def py_unittest_test(**kwargs):
    py_test(**kwargs)

def py_venv(name, srcs = [], deps = [], data = [], **kwargs):
    _binary(name = name, srcs = srcs, deps = deps, data = data, **common(kwargs))

def py_venv_link(name, **kwargs):
    _binary(name = name, **common(kwargs))

def py_pytest_main(name, deps = [], data = [], **kwargs):
    _library(name = name, deps = deps, data = data, **common(kwargs))

def py_unpacked_wheel(name, src = None, **kwargs):
    _files(name = name, srcs = [src] if src else [], directory = name, **common(kwargs))

def py_pex_binary(name, binary, **kwargs):
    _files(name = name, file = name + ".pex", **common(kwargs))

def py_image_layer(name, **kwargs):
    _files(name = name, **common(kwargs))

def py_layer_tier(name, **kwargs):
    _files(name = name, **common(kwargs))
