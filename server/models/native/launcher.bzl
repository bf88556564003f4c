"""The launcher for Windows that Bazel's own programs depend on whatever they are built for (`$launcher`, ShBinary.java and BazelPyRuleClasses.java at 4.2.3; `_launcher`, py_executable_bazel.bzl of 7.7.1): a C++ program of Bazel's, which
asks for a toolchain on every machine. From Bazel 6 it can do without one, not without the resolution.
"""

_CPP = "@bazel_tools//tools/cpp:toolchain_type"
_IS_REQUIRED = native.bazel_version.startswith("4.") or native.bazel_version.startswith("5.")

LAUNCHER_TOOLCHAINS = [_CPP if _IS_REQUIRED else config_common.toolchain_type(_CPP, mandatory = False)]
