"""pkg_tar of rules_pkg, where its source is not on disk."""

load(":rules.bzl", _pkg_tar = "pkg_tar")

pkg_tar = _pkg_tar
