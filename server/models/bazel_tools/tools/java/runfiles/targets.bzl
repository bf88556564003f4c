"""The Java library that finds runfiles: since Bazel 7 (asked of 7.7.1) with an annotation that code may name its repository by."""

_SOURCES = [
    "Runfiles.java",
    "Util.java",
]

def _of_4():
    native.java_library(name = "runfiles", srcs = _SOURCES)

def _of_7():
    native.exports_files(
        [
            "AutoBazelRepository.java",
            "AutoBazelRepositoryProcessor.java",
        ],
        visibility = ["//visibility:private"],
    )
    native.java_library(
        name = "runfiles",
        srcs = _SOURCES,
        exported_plugins = [":auto_bazel_repository_processor"],
        exports = [":auto_bazel_repository"],
    )
    native.java_library(
        name = "auto_bazel_repository",
        srcs = ["AutoBazelRepository.java"],
        visibility = ["//visibility:private"],
    )
    native.java_plugin(
        name = "auto_bazel_repository_processor",
        srcs = ["AutoBazelRepositoryProcessor.java"],
        processor_class = "com.google.devtools.build.runfiles.AutoBazelRepositoryProcessor",
        visibility = ["//visibility:private"],
    )

targets = _of_7 if bazel_at_least("7.0.0") else _of_4
