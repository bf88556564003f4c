"""The rules for repositories that are directories on disk, which are loaded from here since Bazel 7.1 and built in before.

Mirrors Bazel's tools/build_defs/repo/local.bzl, 7.1 to 9.1.
"""

def _fetch(_repository_ctx):
    fail("repositories are not fetched")

local_repository = repository_rule(implementation = _fetch)

new_local_repository = repository_rule(implementation = _fetch)
