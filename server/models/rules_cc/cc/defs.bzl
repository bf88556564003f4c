"""The rules of rules_cc, where its source is not on disk."""

load("@@_builtins//:cc_binary.bzl", _cc_binary = "cc_binary", _cc_test = "cc_test")
load("@@_builtins//:cc_import.bzl", _cc_import = "cc_import")
load("@@_builtins//:cc_library.bzl", _cc_library = "cc_library")
load("@@_builtins//:cc_shared_library.bzl", _cc_shared_library = "cc_shared_library")
load("@@_builtins//:cc_toolchain.bzl", _cc_toolchain = "cc_toolchain", _cc_toolchain_suite = "cc_toolchain_suite")

cc_binary = _cc_binary
cc_import = _cc_import
cc_library = _cc_library
cc_test = _cc_test
cc_shared_library = _cc_shared_library
cc_toolchain = _cc_toolchain
cc_toolchain_suite = _cc_toolchain_suite
