"""What is left of the Java rules in Bazel 9, where rules_java has them: rules without attributes of their own, which Bazel refuses to analyse (analysis/BaseRuleClasses.EmptyRule, bazel/rules/JavaRules.java of 2025)."""

def _gone(name, file):
    def implementation(_ctx):
        fail("The %s rule has been removed, add the following to your BUILD/bzl file:\n\nload(\"@rules_java//%s:%s.bzl\", \"%s\")" % (name, file, name, name))

    return rule(implementation = implementation, test = name.endswith("_test"))

java_binary = _gone("java_binary", "java")
java_import = _gone("java_import", "java")
java_library = _gone("java_library", "java")
java_package_configuration = _gone("java_package_configuration", "java/toolchains")
java_plugin = _gone("java_plugin", "java")
java_runtime = _gone("java_runtime", "java/toolchains")
java_test = _gone("java_test", "java")
java_toolchain = _gone("java_toolchain", "java/toolchains")
