"""pkg_zip of rules_pkg, where its source is not on disk."""

load(":rules.bzl", _pkg_zip = "pkg_zip")

pkg_zip = _pkg_zip
