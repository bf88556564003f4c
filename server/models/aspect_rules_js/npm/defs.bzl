"""Packages of aspect_rules_js, where its source is not on disk (aspect_rules_js: npm/private/npm_package.bzl, npm_link_package.bzl)."""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "common", "library_impl", "output_impl")

model.describe(of = "aspect_rules_js", checked = ("1.0.0", "3.0.0"), verified = [])

_package = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)
_link = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)

def npm_package(name, srcs = [], out = None, **kwargs):
    _package(name = name, srcs = srcs, directory = out or name, **common(kwargs))

def npm_link_package(name, src = None, **kwargs):
    _link(name = name, srcs = [src] if src else [], **common(kwargs))

def stamped_package_json(name, **kwargs):
    _package(name = name, out = kwargs.get("out") or "package.json", **common(kwargs))
