"""The launcher for Windows that Bazel's own programs depend on whatever they are built for (`$launcher`, ShBinary.java and BazelPyRuleClasses.java at 4.2.3; `_launcher`, py_executable_bazel.bzl of 7.7.1): a C++ program of Bazel's, which
asks for a toolchain on every machine.
"""

# Programs in Python have more of them: the library that they are linked with, where they are linked at all (`_link_extra_lib`, py_executable_bazel.bzl of 7.7.1).
CPP_TOOLCHAIN = "@bazel_tools//tools/cpp:toolchain_type"

LAUNCHER = {
    "_launcher": attr.label(cfg = "exec", default = Label("@bazel_tools//tools/launcher:launcher")),
}
