"""What tools/jdk holds in the version in force, besides types of toolchains."""

load(":targets_of_4.bzl", "targets_of_4")
load(":targets_of_7.bzl", "targets_of_7")

targets = targets_of_7 if bazel_at_least("7.0.0") else targets_of_4
