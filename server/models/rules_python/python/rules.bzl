"""The rules of rules_python that Bazel never had, where its source is not on disk (rules_python: python/private/py_console_script_binary.bzl, pypi/pip_compile.bzl, py_wheel.bzl, current_py_toolchain.bzl).

Left out: the interpreter, and the files of wheels.
"""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "library_impl", "output_impl", "program_impl", "without_test")

model.describe(of = "rules_python", checked = ("0.30.0", "2.3.2"), verified = [])

_files = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)
_group = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)
_binary = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, executable = True)
_test = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, test = True)

def py_console_script_binary(name, pkg, script = None, **kwargs):
    entry_point = name + "_entry_point.py"
    _files(name = name + "_gen__", out = entry_point, **without_test(common(kwargs)))
    _binary(name = name, srcs = [entry_point], deps = [pkg], data = kwargs.get("data", []), **common(kwargs))

def compile_pip_requirements(name, src = None, srcs = None, requirements_in = None, requirements_txt = None, data = [], **kwargs):
    sources = srcs or [src or requirements_in or "requirements.in"]
    locked = [requirements_txt] if requirements_txt and requirements_txt not in sources else []
    _binary(name = name + ".update", data = data + sources + locked, **without_test(common(kwargs)))
    _test(name = name + ".test", data = data + sources + locked, **common(kwargs))
    _files(name = name, srcs = sources, file = (requirements_txt or name + ".txt") + ".out", **without_test(common(kwargs)))

def current_py_toolchain(name, **kwargs):
    _group(name = name, **common(kwargs))

def py_wheel(name, distribution = "", version = "", python_tag = "py3", abi = "none", platform = "any", deps = [], **kwargs):
    _files(name = name, srcs = deps, file = "%s-%s-%s-%s-%s.whl" % (distribution, version, python_tag, abi, platform), **common(kwargs))
    _files(name = name + ".dist", directory = name + "_dist", **common(kwargs))

def py_package(name, deps = [], packages = [], **kwargs):
    _group(name = name, deps = deps, **common(kwargs))

def current_interpreter_executable(name, **kwargs):
    _binary(name = name, **common(kwargs))

def whl_filegroup(name, whl = None, **kwargs):
    _files(name = name, directory = name, **common(kwargs))

def package_annotation(**kwargs):
    return json.encode(kwargs)
