"""The rule that brings the make variable CC_FLAGS (Bazel: tools/cpp/cc_flags_supplier.bzl)."""

# Loaded as Bazel loads them: starlark_doc_extract wants to be told of all.
load("//tools/build_defs/cc:action_names.bzl", _names = "ALL_CC_COMPILE_ACTION_NAMES")
load(":cc_flags_supplier_lib.bzl", "build_cc_flags")
load(":toolchain_utils.bzl", _found = "find_cpp_toolchain")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

def _cc_flags_supplier_impl(ctx):
    return [platform_common.TemplateVariableInfo({"CC_FLAGS": build_cc_flags(ctx, None, "cc-flags-make-variable")}), DefaultInfo()]

cc_flags_supplier = rule(implementation = _cc_flags_supplier_impl)
