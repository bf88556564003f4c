"""The repository rule for jars. It is recorded when a WORKSPACE file calls it, never run.

Mirrors Bazel's tools/build_defs/repo/java.bzl, 4.0 to 9.1.
"""

def _fetch(_repository_ctx):
    fail("repositories are not fetched")

java_import_external = repository_rule(implementation = _fetch)
