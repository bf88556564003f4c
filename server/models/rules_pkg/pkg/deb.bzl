"""pkg_deb of rules_pkg, where its source is not on disk."""

load(":rules.bzl", _pkg_deb = "pkg_deb")

pkg_deb = _pkg_deb
