"""The rules of rules_go, where its source is not on disk (rules_go: go/private/rules/binary.bzl, library.bzl, test.bzl, source.bzl).

A program lies in a directory of its own, `name_/name`; Go links statically, so only data is there when it runs. Left out: nogo, cgo's shared libraries, and other link modes than the default.
"""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "linked_library_impl", "linked_program_impl", "output_impl")

model.describe(of = "rules_go", checked = ("0.40.0", "0.62.0"), verified = [])

GoInfo = provider(doc = "What a Go library is compiled from.")
GoLibrary = GoInfo
GoSource = GoInfo
GoArchive = provider(doc = "A compiled Go library.")
GoArchiveData = provider(doc = "A compiled Go library without its dependencies.")
GoPath = provider(doc = "A GOPATH directory.")
GoSDK = provider(doc = "A Go SDK.")

_library = rule(implementation = linked_library_impl, attrs = LIBRARY_ATTRS)
_binary = rule(implementation = linked_program_impl, attrs = PROGRAM_ATTRS, executable = True)
_test = rule(implementation = linked_program_impl, attrs = PROGRAM_ATTRS, test = True)
_files = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)

def _program(program, name, kwargs):
    executable = kwargs.get("out") or "%s_/%s" % (name, name)
    program(
        name = name,
        data = kwargs.get("data", []),
        deps = kwargs.get("embed", []) + kwargs.get("deps", []),
        executable_name = executable,
        srcs = kwargs.get("srcs", []),
        **common(kwargs, "env")
    )

def go_binary(name, **kwargs):
    _program(_binary, name, kwargs)

def go_test(name, **kwargs):
    _program(_test, name, kwargs)

def go_cross_binary(name, target, **kwargs):
    _binary(name = name, deps = [target], executable_name = "%s_/%s" % (name, name), **common(kwargs))

def go_library(name, srcs = [], deps = [], data = [], embed = [], **kwargs):
    _library(name = name, srcs = srcs, deps = embed + deps, data = data, **common(kwargs))

def go_source(name, **kwargs):
    go_library(name = name, **kwargs)

def go_tool_library(name, **kwargs):
    go_library(name = name, **kwargs)

def go_reset_target(name, dep, **kwargs):
    _library(name = name, srcs = [dep], **common(kwargs))

def go_path(name, deps = [], **kwargs):
    _files(name = name, srcs = deps, directory = name, **common(kwargs))

def gomock(name, out, **kwargs):
    _files(name = name, out = out, **common(kwargs))

def nogo(name, deps = [], **kwargs):
    _binary(name = name, deps = deps, **common(kwargs))

TOOLS_NOGO = []
