"""cc_toolchain, cc_toolchain_suite and what configures them, as far as runfiles go: nothing of them is carried (rules/cpp/CcToolchain.java, CcToolchainSuite.java, cc_common.create_cc_toolchain_config_info)."""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

CcToolchainConfigInfo = provider(doc = "What a C++ toolchain is made of.", fields = [])

def _create_cc_toolchain_config_info(**_kwargs):
    return CcToolchainConfigInfo()

cc_common = struct(create_cc_toolchain_config_info = _create_cc_toolchain_config_info)

def _not_modelled(ctx):
    return model.unknown(model.rule_class(ctx), "what %s provides is not modelled" % model.rule_class(ctx))

def _cc_toolchain_impl(ctx):
    return [_not_modelled(ctx), DefaultInfo()]

_FILES = [
    "ar_files",
    "as_files",
    "compiler_files_without_includes",
    "coverage_files",
    "dynamic_runtime_lib",
    "libc_top",
    "module_map",
    "static_runtime_lib",
]

_MANDATORY_FILES = [
    "all_files",
    "compiler_files",
    "dwp_files",
    "linker_files",
    "objcopy_files",
    "strip_files",
]

_ATTRS = {
    "cpu": attr.string(),
    "exec_transition_for_inputs": attr.bool(),
    "output_licenses": attr.string_list(),
    "supports_header_parsing": attr.bool(),
    "supports_param_files": attr.bool(default = True),
    "toolchain_config": attr.label(mandatory = True, providers = [CcToolchainConfigInfo]),
    "toolchain_identifier": attr.string(),
}

cc_toolchain = rule(
    implementation = _cc_toolchain_impl,
    attrs = dict(
        {name: attr.label(allow_files = True) for name in _FILES},
        **dict({name: attr.label(allow_files = True, mandatory = True) for name in _MANDATORY_FILES}, **_ATTRS)
    ),
)

cc_toolchain_suite = rule(
    implementation = _not_modelled,
    attrs = {"toolchains": attr.string_keyed_label_dict(mandatory = True)},
)
