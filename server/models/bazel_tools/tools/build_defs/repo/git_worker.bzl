"""What clones repositories, as Bazel's tools/build_defs/repo/git_worker.bzl (4.0 to 9.1) has it. Nothing runs it."""

def git_repo(_ctx, _directory):
    fail("repositories are not fetched")
