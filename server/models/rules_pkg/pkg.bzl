"""The packages of rules_pkg, where its source is not on disk."""

load("//pkg:rules.bzl", _pkg_deb = "pkg_deb", _pkg_tar = "pkg_tar", _pkg_zip = "pkg_zip")

pkg_deb = _pkg_deb
pkg_tar = _pkg_tar
pkg_zip = _pkg_zip
