"""The configuration of a C++ toolchain that nobody uses."""

def _configuration_impl(ctx):
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "unknown",
        abi_version = "unknown",
        compiler = "gcc",
        host_system_name = "local",
        target_cpu = "k8",
        target_libc = "unknown",
        target_system_name = "local",
        toolchain_identifier = "mine",
    )

configuration = rule(
    implementation = _configuration_impl,
    provides = [CcToolchainConfigInfo],
)
