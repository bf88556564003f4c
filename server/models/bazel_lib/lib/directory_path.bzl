"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _DirectoryPathInfo = "DirectoryPathInfo", _directory_path = "directory_path")

directory_path = _directory_path
DirectoryPathInfo = _DirectoryPathInfo
