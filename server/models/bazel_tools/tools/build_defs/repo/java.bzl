"""The rule for jars.

Mirrors Bazel's tools/build_defs/repo/java.bzl, 4.0 to 9.1.
"""

load(":jvm.bzl", "jvm_import_external")

def java_import_external(name, **kwargs):
    jvm_import_external(name = name, **kwargs)
