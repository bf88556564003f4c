"""The make variable CC_FLAGS (Bazel: tools/cpp/cc_flags_supplier_lib.bzl): the flags depend on the machine."""

def build_cc_flags(_ctx, _cc_toolchain, _action_name):
    return model.unknown("CC_FLAGS", "the flags of the C++ toolchain depend on the machine")
