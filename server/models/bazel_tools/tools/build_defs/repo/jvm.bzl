"""Repositories for artifacts of Maven. They are recorded when a WORKSPACE file declares them, never fetched.

Mirrors Bazel's tools/build_defs/repo/jvm.bzl, 4.0 to 9.1.
"""

load(":java.bzl", "java_import_external")

def jvm_maven_import_external(name, artifact = None, **kwargs):
    java_import_external(name = name, artifact = artifact, **kwargs)

def jvm_import_external(name, **kwargs):
    java_import_external(name = name, **kwargs)
