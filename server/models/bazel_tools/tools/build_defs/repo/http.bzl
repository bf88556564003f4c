"""The repository rules that fetch archives and files. They are recorded when a WORKSPACE file calls them, never run.

Mirrors the rules' names in Bazel's tools/build_defs/repo/http.bzl, 4.0 to 9.1. Their attributes are taken as they are given.
"""

# Loaded as Bazel loads them: starlark_doc_extract wants to be told of all.
load(":cache.bzl", _id = "DEFAULT_CANONICAL_ID_ENV")
load(":utils.bzl", _maybe = "maybe")

def _fetch(_repository_ctx):
    fail("repositories are not fetched")

http_archive = repository_rule(implementation = _fetch)

http_file = repository_rule(implementation = _fetch)

http_jar = repository_rule(implementation = _fetch)
