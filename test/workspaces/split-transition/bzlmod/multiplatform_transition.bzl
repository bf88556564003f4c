"""A split transition: one dependency, built once for each operating system."""

PLATFORMS = {
    "linux": "//platform:linux_amd64",
    "darwin": "//platform:darwin_arm64",
    "windows": "//platform:windows_amd64",
}

def _multiplatform_transition_impl(_settings, _attr):
    return {
        os: {"//command_line_option:platforms": platform}
        for os, platform in PLATFORMS.items()
    }

multiplatform_transition = transition(
    implementation = _multiplatform_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:platforms"],
)
