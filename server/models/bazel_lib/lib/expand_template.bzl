"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _expand_template = "expand_template")

expand_template = _expand_template
