"""The rules of rules_python that Bazel never had, where its source is not on disk (rules_python: python/private/py_console_script_binary.bzl, pypi/pip_compile.bzl, py_wheel.bzl, current_py_toolchain.bzl, zipapp/py_zipapp_rule.bzl).

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

def _zipapp_impl(ctx):
    """One file in place of the program's runfiles; `executable = False` makes it a plain archive. The files of Windows are left out."""
    archive = ctx.actions.declare_file(ctx.label.name + (".pyz" if ctx.attr.executable else ".zip"))
    ctx.actions.write(archive, "", is_executable = True)
    executable = archive
    if not ctx.attr.executable:
        executable = ctx.actions.declare_file(ctx.label.name + "-not-executable")
        ctx.actions.write(executable, "", is_executable = True)
    return [DefaultInfo(files = depset([archive]), runfiles = ctx.runfiles([archive]), executable = executable)]

_ZIPAPP_ATTRS = {
    "binary": attr.label(mandatory = True),
    "executable": attr.bool(default = True),
}
_zipapp_binary = rule(implementation = _zipapp_impl, attrs = _ZIPAPP_ATTRS, executable = True)
_zipapp_test = rule(implementation = _zipapp_impl, attrs = _ZIPAPP_ATTRS, test = True)

def py_zipapp_binary(name, binary, **kwargs):
    _zipapp_binary(name = name, binary = binary, **without_test(common(kwargs, "executable")))

def py_zipapp_test(name, binary, **kwargs):
    _zipapp_test(name = name, binary = binary, **common(kwargs, "executable"))
