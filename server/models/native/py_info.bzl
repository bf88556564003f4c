"""PyInfo and PyRuntimeInfo, as their constructors complete and refuse what they are given.

Read and run, by release:
- 4.2.3: runs of it (PyInfo.java, PyRuntimeInfo.java).
- 7: common/python/providers.bzl of 7.7.1, whose `has_py3_only_sources` is what `has_py2_only_sources` is.
"""

model.describe(of = "bazel", checked = ("4.2.3", "7.7.1"), verified = ["4.2.3", "7.7.1"])

_IN_STARLARK = bazel_at_least("7.0.0")

def _check_type(name, wanted, value):
    if not model.is_unknown(value) and type(value) != wanted:
        fail("parameter '%s' got value of type '%s', want '%s'" % (name, type(value), wanted))

def _init_py_info(
        *,
        transitive_sources,
        uses_shared_libraries = False,
        imports = depset(order = "default" if _IN_STARLARK else "postorder"),
        has_py2_only_sources = False,
        has_py3_only_sources = False):
    _check_type("transitive_sources", "depset", transitive_sources)

    # An order that cannot be merged into a postorder is refused.
    depset(transitive = [transitive_sources], order = "postorder")
    _check_type("uses_shared_libraries", "bool", uses_shared_libraries)
    _check_type("imports", "depset", imports)
    _check_type("has_py2_only_sources", "bool", has_py2_only_sources)
    _check_type("has_py3_only_sources", "bool", has_py3_only_sources)
    return {
        "has_py2_only_sources": has_py2_only_sources,
        "has_py3_only_sources": has_py2_only_sources if _IN_STARLARK else has_py3_only_sources,
        "imports": imports,
        "transitive_sources": transitive_sources,
        "uses_shared_libraries": uses_shared_libraries,
    }

PyInfo, _new_py_info = provider(
    fields = ["transitive_sources", "uses_shared_libraries", "imports", "has_py2_only_sources", "has_py3_only_sources"],
    init = _init_py_info,
)

def _is_given(value):
    """An interpreter's path may be empty as the Java had it."""
    return bool(value) if _IN_STARLARK else value != None

def _check_runtime(interpreter_path, interpreter, files, python_version):
    if model.is_unknown(interpreter_path) or model.is_unknown(interpreter) or model.is_unknown(files) or model.is_unknown(python_version):
        return
    if _is_given(interpreter_path) == _is_given(interpreter):
        fail("exactly one of interpreter or interpreter_path must be specified")
    if _is_given(interpreter_path) and files != None:
        fail("cannot specify 'files' if 'interpreter_path' is given")
    if python_version not in ["PY2", "PY3"]:
        fail("invalid python_version: '%s'; must be one of [\"PY2\", \"PY3\"]" % python_version)
    if files != None:
        _check_type("files", "depset", files)

def _files_of_runtime(interpreter, files):
    """There are files where an interpreter is among them."""
    if model.is_unknown(interpreter):
        return interpreter
    return _or_default(files, depset()) if interpreter else None

def _or_default(value, default):
    return value if model.is_unknown(value) or value else default

# `PyRuntimeInfoApi.DEFAULT_STUB_SHEBANG`
DEFAULT_SHEBANG = "#!/usr/bin/env python3" if _IN_STARLARK else "#!/usr/bin/env python"

def _init_py_runtime_info_of_java(
        *,
        python_version,
        interpreter_path = None,
        interpreter = None,
        files = None,
        stub_shebang = DEFAULT_SHEBANG):
    _check_runtime(interpreter_path, interpreter, files, python_version)
    return {
        "files": _files_of_runtime(interpreter, files),
        "interpreter": interpreter,
        "interpreter_path": interpreter_path,
        "python_version": python_version,
        "stub_shebang": stub_shebang,
    }

def _init_py_runtime_info(
        *,
        python_version,
        interpreter_path = None,
        interpreter = None,
        files = None,
        coverage_tool = None,
        coverage_files = None,
        stub_shebang = None,
        bootstrap_template = None):
    _check_runtime(interpreter_path, interpreter, files, python_version)
    if not model.is_unknown(coverage_tool) and not model.is_unknown(coverage_files) and bool(coverage_tool) != bool(coverage_files):
        fail("coverage_tool and coverage_files must both be set or neither must be set, got coverage_tool=%s, coverage_files=%s" % (coverage_tool, coverage_files))
    return {
        "bootstrap_template": bootstrap_template,
        "coverage_files": _or_default(coverage_files, depset()),
        "coverage_tool": coverage_tool,
        "files": _files_of_runtime(interpreter, files),
        "interpreter": interpreter,
        "interpreter_path": interpreter_path,
        "python_version": python_version,
        "stub_shebang": _or_default(stub_shebang, DEFAULT_SHEBANG),
    }

RUNTIME_FIELDS = ["interpreter_path", "interpreter", "files", "python_version", "stub_shebang"] + (
    ["coverage_tool", "coverage_files", "bootstrap_template"] if _IN_STARLARK else []
)

PyRuntimeInfo, new_py_runtime_info = provider(
    fields = RUNTIME_FIELDS,
    init = _init_py_runtime_info if _IN_STARLARK else _init_py_runtime_info_of_java,
)
