"""The toolchain of rules_nodejs, where its source is not on disk (rules_nodejs: nodejs/toolchain.bzl)."""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "common", "library_impl")

model.describe(of = "rules_nodejs", checked = ("5.0.0", "6.7.0"), verified = [])

_group = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)

def nodejs_toolchain(name, node = None, npm_srcs = [], **kwargs):
    _group(name = name, srcs = ([node] if node else []) + npm_srcs, **common(kwargs))

node_toolchain = nodejs_toolchain
