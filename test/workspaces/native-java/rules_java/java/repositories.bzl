"""What Bazel 7 calls behind every WORKSPACE file. Here the file itself has defined all that is needed."""

def rules_java_dependencies():
    pass

def rules_java_toolchains():
    native.register_toolchains(
        "//toolchains:all",
        "@local_jdk//:runtime_toolchain_definition",
        "@local_jdk//:bootstrap_runtime_toolchain_definition",
    )
