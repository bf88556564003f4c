"""Bazel's tools/platforms: constraints under the names that they had before @platforms, until Bazel 6 took the package away. Platforms that describe the host by themselves are left out."""

_CPUS = ["aarch64", "arm", "cpu", "mips64", "ppc", "riscv64", "s390x", "x86_32", "x86_64"]
_SYSTEMS = ["android", "freebsd", "ios", "linux", "openbsd", "os", "osx", "windows"]

def names():
    if bazel_at_least("6.0.0"):
        fail("no such package '@bazel_tools//platforms'")
    for name in _CPUS:
        native.alias(name = name, actual = "@platforms//cpu:" + name)
    for name in _SYSTEMS:
        native.alias(name = name, actual = "@platforms//os:" + name)
    native.platform(name = "default_platform")
