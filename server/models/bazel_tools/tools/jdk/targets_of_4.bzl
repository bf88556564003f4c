"""What tools/jdk holds before Bazel 7 (read in 4.2): which JDK and Java toolchain the java_* rules use. The JDK of the machine is @local_jdk, tools and the test runner lie in @remote_java_tools_*."""

load(
    ":java_toolchain_alias.bzl",
    "java_host_runtime_alias",
    java_resolved_runtime_alias = "java_runtime_alias",
    java_resolved_toolchain_alias = "java_toolchain_alias",
)

def _by_os(name, windows = "windows"):
    """What the native interface has of the operating system."""
    choices = {"//src/conditions:" + os: [name % os] for os in ["darwin", "freebsd", "openbsd"]}
    choices["//src/conditions:windows"] = [name % windows]
    choices["//conditions:default"] = []
    for cpu in ["aarch64", "ppc", "s390x", "x86_64"]:
        choices["//src/conditions:linux_" + cpu] = [name % "linux"]
    return select(choices)

def targets_of_4():
    # What --javabase and --java_toolchain name.
    native.java_runtime_alias(name = "legacy_current_java_runtime")

    native.java_toolchain_alias(name = "legacy_current_java_toolchain")

    java_resolved_runtime_alias(name = "current_java_runtime")

    java_host_runtime_alias(name = "current_host_java_runtime")

    java_resolved_toolchain_alias(name = "current_java_toolchain")

    native.alias(
        name = "java_runtime_alias",
        actual = ":current_java_runtime",
    )

    native.java_runtime(
        name = "absolute_javabase",
        java_home = "$(ABSOLUTE_JAVABASE)",
    )

    [native.alias(
        name = name,
        actual = "@local_jdk//:" + name,
    ) for name in [
        "bootclasspath",
        "jar",
        "java",
        "javac",
        "javadoc",
        "jdk",
        "jre",
    ]]

    native.alias(
        name = "host_jdk",
        actual = ":remote_jdk11",
    )

    native.alias(
        name = "remote_jdk11",
        actual = select(
            {
                "//src/conditions:darwin_arm64": "@remotejdk11_macos_aarch64//:jdk",
                "//src/conditions:darwin_x86_64": "@remotejdk11_macos//:jdk",
                "//src/conditions:linux_aarch64": "@remotejdk11_linux_aarch64//:jdk",
                "//src/conditions:linux_s390x": "@remotejdk11_linux_s390x//:jdk",
                "//src/conditions:linux_x86_64": "@remotejdk11_linux//:jdk",
                "//src/conditions:windows": "@remotejdk11_win//:jdk",
            },
            no_match_error = "Could not find a JDK for host execution environment, please explicitly provide one using `--host_javabase.`",
        ),
    )

    # Headers of the Java native interface, copied out of the JDK.

    [native.genrule(
        name = "gen_" + path,
        srcs = [":current_java_runtime"],
        outs = [path],
        cmd = "",
    ) for path in [
        "include/jni.h",
        "include/darwin/jni_md.h",
        "include/freebsd/jni_md.h",
        "include/linux/jni_md.h",
        "include/openbsd/jni_md.h",
        "include/win32/jni_md.h",
    ]]

    native.filegroup(
        name = "jni_header",
        srcs = ["include/jni.h"],
    )

    [native.filegroup(
        name = "jni_md_header-" + os,
        srcs = ["include/%s/jni_md.h" % ("win32" if os == "windows" else os)],
    ) for os in [
        "darwin",
        "freebsd",
        "linux",
        "openbsd",
        "windows",
    ]]

    native.cc_library(
        name = "jni",
        hdrs = [":jni_header"] + _by_os(":jni_md_header-%s"),
        includes = ["include"] + _by_os("include/%s", windows = "win32"),
    )

    # What the repository of Java tools for the machine holds.

    [native.filegroup(
        name = name,
        srcs = select({
            "//src/conditions:darwin": ["@remote_java_tools_darwin//:" + target],
            "//src/conditions:windows": ["@remote_java_tools_windows//:" + target],
            "//conditions:default": ["@remote_java_tools_linux//:" + target],
        }),
    ) for name, target in [
        ("GenClass_deploy.jar", "java_tools/GenClass_deploy.jar"),
        ("JacocoCoverageFilegroup", "java_tools/JacocoCoverage_jarjar_deploy.jar"),
        ("JavaBuilder_deploy.jar", "java_tools/JavaBuilder_deploy.jar"),
        ("TestRunner_deploy.jar", "java_tools/Runner_deploy.jar"),
        ("bazel-singlejar_deploy.jar", "java_tools/bazel-singlejar_deploy.jar"),
        ("genclass", "GenClass"),
        ("ijar", "ijar"),
        ("java_compiler_jar", "java_compiler_jar"),
        ("javabuilder", "JavaBuilder"),
        ("javac_jar", "javac_jar"),
        ("jdk_compiler_jar", "jdk_compiler_jar"),
        ("singlejar", "singlejar"),
        ("turbine", "Turbine"),
        ("turbine_deploy.jar", "java_tools/turbine_deploy.jar"),
        ("turbine_direct", "TurbineDirect"),
        ("turbine_direct_binary_deploy.jar", "java_tools/turbine_direct_binary_deploy.jar"),
        ("vanillajavabuilder", "VanillaJavaBuilder"),
    ]]

    [native.java_import(
        name = name,
        jars = select({
            "//src/conditions:darwin": ["@remote_java_tools_darwin//:" + jar],
            "//src/conditions:windows": ["@remote_java_tools_windows//:" + jar],
            "//conditions:default": ["@remote_java_tools_linux//:" + jar],
        }),
    ) for name, jar in [
        ("JacocoCoverage", "java_tools/JacocoCoverage_jarjar_deploy.jar"),
        ("JacocoCoverageRunner", "java_tools/JacocoCoverage_jarjar_deploy.jar"),
        ("TestRunner", "java_tools/Runner_deploy.jar"),
    ]]

    native.alias(
        name = "proguard",
        actual = select({
            "//src/conditions:darwin": "@remote_java_tools_darwin//:proguard",
            "//src/conditions:windows": "@remote_java_tools_windows//:proguard",
            "//conditions:default": "@remote_java_tools_linux//:proguard",
        }),
    )

    # Toolchains. Only what they add to programs counts here, and these add nothing. Bazel's have a header compiler; no tool is modelled, so none is to be missed.

    [native.java_toolchain(
        name = name,
        forcibly_disable_header_compilation = True,
    ) for name in [
        "legacy_toolchain",
        "toolchain_hostjdk8",
        "toolchain_java10",
        "toolchain_java11",
        "toolchain_java8",
        "toolchain_java9",
        "toolchain_vanilla",
    ]]

    [native.alias(
        name = name,
        actual = select({
            "//src/conditions:darwin": "@remote_java_tools_darwin//:toolchain",
            "//src/conditions:linux_x86_64": "@remote_java_tools_linux//:toolchain",
            "//src/conditions:windows": "@remote_java_tools_windows//:toolchain",
            "//conditions:default": ":legacy_toolchain",
        }),
    ) for name in [
        "remote_toolchain",
        "toolchain",
    ]]

    native.genrule(
        name = "gen_platformclasspath",
        outs = ["platformclasspath.jar"],
        cmd = "",
    )

    native.filegroup(
        name = "platformclasspath",
        srcs = ["platformclasspath.jar"],
    )
