"""select_file of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _select_file = "select_file")

select_file = _select_file
