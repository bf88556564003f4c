"""The rules of aspect_rules_js, where its source is not on disk (aspect_rules_js: js/defs.bzl, js/private/js_binary.bzl, js_library.bzl, js_run_binary.bzl).

A program is a launcher in a directory of its own, with its entry point and data copied to the output tree. Left out: the Node.js toolchain, and the patches that come with the launcher.
"""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "library_impl", "output_impl", "program_impl")

model.describe(of = "aspect_rules_js", checked = ("1.0.0", "3.0.0"), verified = [])

JsInfo = provider(fields = ["target", "sources", "types", "transitive_sources", "transitive_types", "npm_sources", "npm_package_store_infos"])

_library = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)
_files = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)
_binary = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, executable = True)
_test = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, test = True)

def _program(program, name, entry_point, data, kwargs):
    program(name = name, srcs = [entry_point], data = data, executable_name = "%s_/%s" % (name, name), **common(kwargs, "env"))

def js_binary(name, entry_point, data = [], **kwargs):
    _program(_binary, name, entry_point, data, kwargs)

def js_test(name, entry_point, data = [], **kwargs):
    _program(_test, name, entry_point, data, kwargs)

def js_run_devserver(name, tool = None, data = [], **kwargs):
    _binary(name = name, data = data + ([tool] if tool else []), executable_name = "%s_/%s" % (name, name), **common(kwargs))

def js_library(name, srcs = [], deps = [], data = [], types = [], **kwargs):
    _library(name = name, srcs = srcs, deps = deps, data = data, **common(kwargs))

def js_run_binary(name, srcs = [], outs = [], out_dirs = [], stdout = None, stderr = None, exit_code_out = None, **kwargs):
    directory = out_dirs[0] if type(out_dirs) == "list" and out_dirs else ""
    captured = [file for file in [stdout, stderr, exit_code_out] if file]
    _files(name = name, srcs = srcs, outs = outs + captured, directory = directory, **common(kwargs))

def js_image_layer(name, **kwargs):
    _files(name = name, outs = ["%s/%s.tar.gz" % (name, layer) for layer in ["node", "package_store_3p", "package_store_1p", "node_modules", "app"]], **common(kwargs))

def js_info_files(name, srcs = [], **kwargs):
    _library(name = name, srcs = srcs, **common(kwargs))
