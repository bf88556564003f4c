"""cc_import of rules_cc, where its source is not on disk."""

load("@@_builtins//:cc_import.bzl", _cc_import = "cc_import")

cc_import = _cc_import
