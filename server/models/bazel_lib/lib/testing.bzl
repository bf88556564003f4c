"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _assert_archive_contains = "assert_archive_contains", _assert_contains = "assert_contains", _assert_directory_contains = "assert_directory_contains", _assert_outputs = "assert_outputs")

assert_contains = _assert_contains
assert_outputs = _assert_outputs
assert_archive_contains = _assert_archive_contains
assert_directory_contains = _assert_directory_contains
