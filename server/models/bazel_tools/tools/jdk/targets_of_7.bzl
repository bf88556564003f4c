"""What tools/jdk holds since Bazel 7 (read in 7.7.1): other names of what rules_java has, and of the tools that it downloads."""

_OF_RULES_JAVA = [
    "current_host_java_runtime",
    "current_java_runtime",
    "current_java_toolchain",
    "ijar",
    "java_runtime_alias",
    "jni",
    "jni_header",
    "jni_md_header-darwin",
    "jni_md_header-freebsd",
    "jni_md_header-linux",
    "jni_md_header-openbsd",
    "jni_md_header-windows",
    "platformclasspath",
    "remote_jdk11",
    "remote_toolchain",
    "remotejdk_17",
    "singlejar",
    "toolchain",
]

_TOOLS = {
    "GenClass_deploy.jar": "GenClass",
    "JacocoCoverage": "jacoco_coverage_runner",
    "JacocoCoverageRunner": "jacoco_coverage_runner",
    "JavaBuilder_deploy.jar": "JavaBuilder",
    "TestRunner_deploy.jar": "Runner",
    "genclass": "GenClass",
    "javabuilder": "JavaBuilder",
    "proguard": "proguard",
    "turbine_direct": "TurbineDirect",
    "turbine_direct_binary_deploy.jar": "TurbineDirect",
    "vanillajavabuilder": "VanillaJavaBuilder",
}

def targets_of_7():
    native.toolchain_type(name = "bootstrap_runtime_toolchain_type")
    toolchains = ["toolchain_java%d" % version for version in (8, 9, 10, 11)] + ["toolchain_jdk_%d" % version for version in (14, 15, 16, 17, 21)]
    for name in _OF_RULES_JAVA + toolchains + [name + "_definition" for name in toolchains]:
        native.alias(
            name = name,
            actual = "@rules_java//toolchains:" + name,
        )
    for name, tool in _TOOLS.items():
        native.alias(
            name = name,
            actual = "@remote_java_tools//:" + tool,
        )
    for name in ["jdk", "jre"]:
        native.alias(
            name = name,
            actual = "@local_jdk//:" + name,
        )
    native.alias(
        name = "host_jdk",
        actual = ":remote_jdk11",
    )
    native.java_import(
        name = "TestRunner",
        jars = ["@remote_java_tools//:Runner"],
    )
