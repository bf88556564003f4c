"""The rules of bazel_skylib that make files and programs, where its source is not on disk (bazel_skylib: rules/private/write_file_private.bzl, copy_file_private.bzl, rules/native_binary.bzl, diff_test.bzl, build_test.bzl …)."""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "library_impl", "output_impl", "program_impl")

model.describe(of = "bazel_skylib", checked = ("1.0.3", "1.9.1"), verified = [])

_group = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)
_files = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)
_binary = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, executable = True)
_test = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, test = True)

def _made_impl(ctx):
    # These rules put what they make into their runfiles, executable or not.
    out = ctx.outputs.out
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]), executable = out if ctx.attr.is_executable else None)]

_MADE_ATTRS = {"is_executable": attr.bool(), "out": attr.output(), "src": attr.label(allow_single_file = True)}

# Bazel runs a copy that was marked as executable; otherwise it is a file like others.
_executable_file = rule(implementation = _made_impl, attrs = _MADE_ATTRS, executable = True)
_file = rule(implementation = _made_impl, attrs = _MADE_ATTRS)

def write_file(name, out, content = [], is_executable = False, newline = "auto", **kwargs):
    make = _executable_file if is_executable else _file
    make(name = name, out = out, is_executable = is_executable, **common(kwargs))

def copy_file(name, src, out, is_executable = False, allow_symlink = False, **kwargs):
    make = _executable_file if is_executable else _file
    make(name = name, src = src, out = out, is_executable = is_executable, **common(kwargs))

def copy_directory(name, src, out, **kwargs):
    _files(name = name, srcs = [src], directory = out, **common(kwargs))

def expand_template(name, template, out, **kwargs):
    _files(name = name, srcs = [template], out = out, **common(kwargs))

def run_binary(name, tool, srcs = [], outs = [], **kwargs):
    _files(name = name, srcs = srcs, outs = outs, **common(kwargs))

def select_file(name, srcs, subpath, **kwargs):
    _group(name = name, srcs = [srcs], **common(kwargs))

def native_binary(name, src, out = None, data = [], **kwargs):
    _binary(name = name, data = data, deps = [src], executable_name = out or name + ".exe", **common(kwargs))

def native_test(name, src, out = None, data = [], **kwargs):
    _test(name = name, data = data, deps = [src], executable_name = out or name + ".exe", **common(kwargs))

def diff_test(name, file1, file2, **kwargs):
    _test(name = name, srcs = [], data = [file1, file2] if file1 != file2 else [file1], executable_name = name + "-test.sh", **common(kwargs))

def build_test(name, targets, **kwargs):
    _test(name = name, executable_name = name + ".sh", **common(kwargs))

def analysis_test(name, targets, **kwargs):
    _test(name = name, **common(kwargs))
