"""pkg_install of rules_pkg, where its source is not on disk."""

load(":rules.bzl", _pkg_install = "pkg_install")

pkg_install = _pkg_install
