"""The repository rules that clone git repositories. They are recorded when a WORKSPACE file calls them, never run.

Mirrors the rules' names in Bazel's tools/build_defs/repo/git.bzl, 4.0 to 9.1.
"""

# Loaded as Bazel loads them: starlark_doc_extract wants to be told of all.
load(":git_worker.bzl", _worker = "git_repo")
load(":utils.bzl", _maybe = "maybe")

def _fetch(_repository_ctx):
    fail("repositories are not fetched")

git_repository = repository_rule(implementation = _fetch)

new_git_repository = repository_rule(implementation = _fetch)
