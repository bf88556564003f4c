"""The launcher for Windows that Bazel's own programs depend on whatever they are built for (`$launcher`, ShBinary.java and BazelPyRuleClasses.java at 4.2.3; `_launcher`, py_executable_bazel.bzl of 7.7.1): a C++ program of Bazel's, which
asks for a toolchain on every machine. From Bazel 6 it can do without one, not without the resolution.
"""

# Programs in Python have more of them: the library that they are linked with, where they are linked at all (`_link_extra_lib`, py_executable_bazel.bzl of 7.7.1).
CPP_TOOLCHAIN = "@bazel_tools//tools/cpp:toolchain_type"

# It is a tool: that none is for the target platform says nothing.
LAUNCHER_TOOLCHAINS = [config_common.toolchain_type(CPP_TOOLCHAIN, mandatory = False)]
