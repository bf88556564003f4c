"""The names that C++ rules have left behind in Bazel 9, where rules_cc has them. As builtins_bzl/bazel/exports.bzl of Bazel 9 (2025) has it."""

def _removed_rule_failure(**_kwargs):
    fail("""
         This rule has been removed from Bazel. Please add a `load()` statement for it.
         This can also be done automatically by running:
         buildifier --lint=fix <path-to-BUILD-or-bzl-file>
         """)

cc_binary = _removed_rule_failure
cc_import = _removed_rule_failure
cc_library = _removed_rule_failure
cc_shared_library = _removed_rule_failure
cc_static_library = _removed_rule_failure
cc_test = _removed_rule_failure
cc_toolchain = _removed_rule_failure
cc_toolchain_alias = _removed_rule_failure
fdo_prefetch_hints = _removed_rule_failure
fdo_profile = _removed_rule_failure
memprof_profile = _removed_rule_failure
objc_import = _removed_rule_failure
objc_library = _removed_rule_failure
propeller_optimize = _removed_rule_failure

def cc_toolchain_suite(name, **_kwargs):
    native.filegroup(name = name)
