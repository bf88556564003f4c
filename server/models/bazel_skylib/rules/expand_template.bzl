"""expand_template of bazel_skylib, where its source is not on disk."""

load(":files.bzl", _expand_template = "expand_template")

expand_template = _expand_template
