"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _jq = "jq")

jq = _jq
