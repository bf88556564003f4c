"""The constraint values of the machine that runs Bazel, as the toolchains that C++ and Java repositories make load them (Bazel: rules/platform/LocalConfigPlatformFunction.java, and what @platforms//host makes since 7.1)."""

_CPU = {"aarch64": "aarch64", "amd64": "x86_64"}
_OS = {"linux": "linux", "mac": "osx", "windows": "windows"}

HOST_CONSTRAINTS = [
    "@platforms//cpu:" + _CPU[host_machine.arch],
    "@platforms//os:" + _OS[host_machine.name.split(" ")[0]],
]
