"""Repositories for artifacts of Maven. They are recorded when a WORKSPACE file declares them, never fetched.

Mirrors Bazel's tools/build_defs/repo/jvm.bzl, 4.0 to 9.1.
"""

# Loaded as Bazel loads them: starlark_doc_extract wants to be told of all.
load(":cache.bzl", _id = "DEFAULT_CANONICAL_ID_ENV")
load(":utils.bzl", _maybe = "maybe")

def _fetch(_repository_ctx):
    fail("repositories are not fetched")

_jvm_import_external = repository_rule(implementation = _fetch)

def jvm_maven_import_external(name, artifact = None, **kwargs):
    _jvm_import_external(name = name, artifact = artifact, **kwargs)

def jvm_import_external(name, **kwargs):
    _jvm_import_external(name = name, **kwargs)
