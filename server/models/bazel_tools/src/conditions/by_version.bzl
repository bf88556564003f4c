"""Settings of src/conditions that versions define otherwise, or lack."""

def conditions_by_version():
    if not bazel_at_least("7.0.0"):
        [native.config_setting(
            name = "linux_" + cpu,
            values = {"cpu": cpu},
        ) for cpu in ["mips64", "riscv64"]]
        return

    native.config_setting(
        name = "linux",
        constraint_values = ["@platforms//os:linux"],
    )

    [native.config_setting(
        name = "linux_" + cpu,
        constraint_values = ["@platforms//cpu:" + cpu, "@platforms//os:linux"],
    ) for cpu in ["loongarch64", "mips64", "riscv64"]]

    [native.config_setting(
        name = name,
        constraint_values = ["@platforms//cpu:" + cpu, "@platforms//os:windows"],
    ) for name, cpu in [
        ("windows_arm64", "arm64"),
        ("windows_x64", "x86_64"),
    ]]
