"""The launcher for Windows that Bazel's own programs depend on whatever they are built for (`$launcher`, ShBinary.java and BazelPyRuleClasses.java at 4.2.3; `_launcher`, py_executable_bazel.bzl of 7.7.1): a C++ program of Bazel's, which
asks for a toolchain on every machine. For Bazel 4 that is the host's; which one that is it may not be known, and it is taken to have a toolchain.
"""

load(":cc_toolchain_info.bzl", "TOOLCHAIN_ATTRIBUTE")

# Programs in Python have more of them: the library that they are linked with, where they are linked at all (`_link_extra_lib`, py_executable_bazel.bzl of 7.7.1).
CPP_TOOLCHAIN = "@bazel_tools//tools/cpp:toolchain_type"

LAUNCHER = {
    "_launcher": attr.label(cfg = "exec" if bazel_at_least("5.0.0") else "host", default = Label("@bazel_tools//tools/launcher:launcher")),
}

# Whoever has the launcher as data gets a program of C++.
_PROGRAM = model.unknown("launcher", "the files of Bazel's launcher for Windows are not modelled")

def _launcher_impl(ctx):
    toolchain = ctx.toolchains[CPP_TOOLCHAIN]
    if not model.is_unknown(toolchain) and toolchain == None:
        fail("No matching toolchains found for types %s." % CPP_TOOLCHAIN)
    return [DefaultInfo(files = depset([_PROGRAM]), runfiles = model.unknown_runfiles(_PROGRAM))]

launcher = rule(
    implementation = _launcher_impl,
    attrs = {} if bazel_at_least("5.0.0") else {"_cc_toolchain": TOOLCHAIN_ATTRIBUTE},
    toolchains = [config_common.toolchain_type(CPP_TOOLCHAIN, mandatory = bazel_at_least("5.0.0"))],
)
