"""PyInfo and PyRuntimeInfo with what their constructors take and refuse."""

def _py(**fields):
    return PyInfo(transitive_sources = depset(), **fields)

def _runtime(**fields):
    return PyRuntimeInfo(python_version = "PY3", **fields)

def _expect(info, **fields):
    for name, value in fields.items():
        if getattr(info, name) != value:
            fail("%s: %s" % (name, getattr(info, name)))

def _py_defaults(file):
    _expect(_py(), uses_shared_libraries = False, has_py2_only_sources = False, has_py3_only_sources = False)

def _py_imports_are_empty(file):
    _py().imports.to_list() or _expect(_py())

def _py_imports_of_a_list(file):
    _py(imports = ["a"])

def _py_imports_in_preorder(file):
    _py(imports = depset(["a"], order = "preorder"))

def _py_nothing(file):
    PyInfo()

def _py_of_a_list(file):
    PyInfo(transitive_sources = [file])

def _py_of_python_2_only(file):
    _expect(_py(has_py2_only_sources = True), has_py3_only_sources = True)

def _py_of_python_3_only(file):
    _expect(_py(has_py3_only_sources = True), has_py3_only_sources = True)

def _py_sources_in_preorder(file):
    PyInfo(transitive_sources = depset([file], order = "preorder"))

def _py_without_shared_libraries(file):
    _py(uses_shared_libraries = None)

def _runtime_by_path(file):
    _expect(_runtime(interpreter_path = "/x"), files = None, interpreter = None, interpreter_path = "/x")

def _runtime_by_path_and_file(file):
    _runtime(interpreter_path = "/x", interpreter = file)

def _runtime_by_path_with_files(file):
    _runtime(interpreter_path = "/x", files = depset())

def _runtime_of_an_empty_path(file):
    _runtime(interpreter_path = "")

def _runtime_of_a_file(file):
    _runtime(interpreter = file).files.to_list() or _expect(_runtime(interpreter = file), interpreter_path = None)

def _runtime_of_a_list(file):
    _runtime(interpreter = file, files = [])

def _runtime_of_nothing(file):
    _runtime()

def _runtime_of_python_4(file):
    PyRuntimeInfo(interpreter = file, python_version = "PY4")

def _runtime_of_no_version(file):
    PyRuntimeInfo(interpreter = file)

def _runtime_shebang(file):
    _expect(_runtime(interpreter = file), stub_shebang = "#!/usr/bin/env python3")

def _runtime_template(file):
    _runtime(interpreter = file, bootstrap_template = file)

def _runtime_with_coverage(file):
    _runtime(interpreter = file, coverage_tool = file, coverage_files = depset([file]))

def _runtime_with_half_a_coverage(file):
    _runtime(interpreter = file, coverage_tool = file)

INFOS = {
    "py_defaults": _py_defaults,
    "py_imports_are_empty": _py_imports_are_empty,
    "py_imports_of_a_list": _py_imports_of_a_list,
    "py_imports_in_preorder": _py_imports_in_preorder,
    "py_nothing": _py_nothing,
    "py_of_a_list": _py_of_a_list,
    "py_of_python_2_only": _py_of_python_2_only,
    "py_of_python_3_only": _py_of_python_3_only,
    "py_sources_in_preorder": _py_sources_in_preorder,
    "py_without_shared_libraries": _py_without_shared_libraries,
    "runtime_by_path": _runtime_by_path,
    "runtime_by_path_and_file": _runtime_by_path_and_file,
    "runtime_by_path_with_files": _runtime_by_path_with_files,
    "runtime_of_an_empty_path": _runtime_of_an_empty_path,
    "runtime_of_a_file": _runtime_of_a_file,
    "runtime_of_a_list": _runtime_of_a_list,
    "runtime_of_nothing": _runtime_of_nothing,
    "runtime_of_python_4": _runtime_of_python_4,
    "runtime_of_no_version": _runtime_of_no_version,
    "runtime_shebang": _runtime_shebang,
    "runtime_template": _runtime_template,
    "runtime_with_coverage": _runtime_with_coverage,
    "runtime_with_half_a_coverage": _runtime_with_half_a_coverage,
}

def _info_impl(ctx):
    INFOS[ctx.label.name](ctx.file.file)

info = rule(
    implementation = _info_impl,
    attrs = {"file": attr.label(default = "//infos:a.txt", allow_single_file = True)},
)
