"""pkg_rpm of rules_pkg, where its source is not on disk."""

load(":rules.bzl", _pkg_rpm = "pkg_rpm")

pkg_rpm = _pkg_rpm
