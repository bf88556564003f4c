"""What tools/jdk holds in the version in force, besides types of toolchains."""

load(":targets_of_4.bzl", "targets_of_4")
load(":targets_of_7.bzl", "targets_of_7")

def targets():
    if bazel_at_least("7.0.0"):
        targets_of_7()
    else:
        targets_of_4()

    # A program of Python that every java_toolchain depends on.
    native.py_binary(
        name = "proguard_whitelister",
        srcs = ["proguard_whitelister.py"],
    )
