"""java_binary and java_test; java.bzl says what was read."""

load("@@_builtins//:cc_toolchain_info.bzl", "TOOLCHAIN_OF_PROGRAMS")
load(
    "@@_builtins//:java_content.bzl",
    "CODE_ATTRS",
    "JAVA_TOOLCHAIN",
    "OF_PROGRAMS",
    "attribute_error",
    "check_deps",
    "check_runtime_deps",
    "dependency_runfiles",
    "linked_attribute",
    "merged_runfiles",
    "own_jars",
    "source_jars",
    "targets_of",
)
load("@@_builtins//:java_info.bzl", "IN_STARLARK", "JavaInfo", "jars_of", "java_info", "output_jar_of")
load("@@_builtins//:java_of_7.bzl", "program_of_7")
load("@@_builtins//:java_output_groups.bzl", "output_groups")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

_KNOWN_SOURCE_ROOTS = ["java", "javatests", "src", "testsrc"]

def _has_source_root(path):
    return any([segment in _KNOWN_SOURCE_ROOTS for segment in path.split("/")])

def _has_primary_class(ctx):
    """Whether the name of the main class follows from where the sources are (JavaCommon.determinePrimaryClass)."""
    for file in ctx.files.srcs:
        if file.basename == ctx.label.name + ".java":
            return _has_source_root(file.short_path[:-len(".java")])
    return _has_source_root(ctx.label.package + "/" + ctx.label.name)

def _check_main_class(ctx):
    has_test_runner = ctx.attr.use_testrunner
    if model.is_unknown(ctx.attr.srcs) or model.is_unknown(ctx.files.srcs):
        return
    if not ctx.attr.create_executable:
        return
    if not (ctx.attr.main_class or has_test_runner or _has_primary_class(ctx)):
        if not ctx.files.srcs:
            fail("need at least one of 'main_class' or Java source files")
        fail("main_class was not provided and cannot be inferred: source path doesn't include a known root (%s)" % ", ".join(_KNOWN_SOURCE_ROOTS))
    test_class = getattr(ctx.attr, "test_class", "")
    if has_test_runner and not test_class and not _has_primary_class(ctx):
        fail("cannot determine junit.framework.Test class (Found no source file '%s.java' and package name doesn't include 'java' or 'javatests'. You might want to rename the rule or add a 'test_class' attribute.)" % ctx.label.name)
    if not has_test_runner and test_class:
        attribute_error(ctx, "test_class", "this attribute is only meaningful to BazelTestRunner, but you are not using it (use_testrunner = 0)")

def _launcher(ctx):
    """The program that starts the JVM in place of the JDK's own (JavaHelper.launcherForTarget)."""
    if not ctx.attr.create_executable or not ctx.attr.use_launcher:
        return None
    return ctx.attr.launcher or ctx.attr._java_launcher

def _time_zones(ctx):
    """The jar with time zones that a Java toolchain may add to programs; Bazel's own adds none."""
    toolchain = ctx.attr._java_toolchain
    if not model.is_unknown(toolchain):
        toolchain = toolchain[platform_common.ToolchainInfo]
    return [toolchain] if model.is_unknown(toolchain) else toolchain.timezone_data

def _program(ctx, test_support):
    if model.host_os(ctx) == "windows":
        return model.unknown("java_binary on Windows", "the launcher of java_binary on Windows is not modelled")
    if model.option(ctx, "legacy_bazel_java_test"):
        return model.unknown("--legacy_bazel_java_test", "programs under --legacy_bazel_java_test are not modelled")
    if model.option(ctx, "collect_code_coverage"):
        return model.unknown("java_binary with coverage", "what java_binary adds for coverage is not modelled")
    check_deps(ctx)
    check_runtime_deps(ctx)
    model.expand(ctx, "jvm_flags")
    launcher = _launcher(ctx)
    class_jar = ctx.outputs.class_jar
    is_executable = ctx.attr.create_executable
    executable = ctx.outputs.executable if is_executable else None
    files = depset([class_jar] + ([executable] if is_executable else []))
    own = own_jars(ctx, class_jar) or ([class_jar] if _time_zones(ctx) else [])
    class_path = depset(own, transitive = [
        jars_of(targets_of(ctx, ["runtime_deps"])),
        jars_of(targets_of(ctx, ["deps"]) + test_support + ([launcher] if launcher else [])),
    ], order = "preorder")
    launcher_runfiles = [model.collect(ctx, default = ["launcher" if ctx.attr.launcher else "_java_launcher"])] if launcher else []
    runfiles = merged_runfiles(
        ctx,
        [model.runfiles_of(files)] +
        launcher_runfiles +
        [model.runfiles_of(jars_of(test_support))] +
        dependency_runfiles(ctx, ["runtime_deps"]) +
        [model.runfiles_of(class_path), model.runfiles_of(ctx.attr._jvm.files)] +
        [model.runfiles_of(depset(own))],
    )
    info = java_info(
        outputs = [output_jar_of(class_jar, [ctx.outputs.source_jar])],
        runtime_output_jars = own,
        runtime = depset(order = "preorder"),
        source_jars = [ctx.outputs.source_jar],
        transitive_source_jars = source_jars(ctx, ctx.outputs.source_jar, ["deps", "runtime_deps"]),
        is_library = False,
    )
    return [
        info,
        output_groups(info, depset([class_jar])),
        DefaultInfo(
            files = files,
            default_runfiles = runfiles,
            data_runfiles = runfiles if is_executable else ctx.runfiles(),
            executable = executable if is_executable else model.no_executable,
        ),
    ]

def _java_binary_impl(ctx):
    _check_main_class(ctx)
    return _program(ctx, [ctx.attr._test_support] if ctx.attr._test_support else [])

_TEST_RUNNER = Label("@bazel_tools//tools/jdk:TestRunner")

def _test_support(create_executable, use_testrunner):
    return _TEST_RUNNER if create_executable and use_testrunner else None

# Since Bazel 7 the JDK is found by its type.
_JVM = {} if IN_STARLARK else {"_jvm": attr.label(default = "@bazel_tools//tools/jdk:current_java_runtime")}

_PROGRAM_ATTRS = dict(
    dict(dict(CODE_ATTRS, **_JVM), **TOOLCHAIN_OF_PROGRAMS),
    classpath_resources = attr.label_list(allow_files = True),
    create_executable = attr.bool(configurable = False, default = True),
    deploy_manifest_lines = attr.string_list(),
    env = attr.string_dict(),
    jvm_flags = attr.string_list(),
    launcher = attr.label(),
    main_class = attr.string(),
    neverlink = attr.bool(),
    proguard_specs = attr.label_list(allow_files = True),
    runtime_deps = linked_attribute(files = True),
    use_launcher = attr.bool(default = True),
    _java_launcher = attr.label(default = configuration_field("java", "launcher")),
    _java_toolchain = JAVA_TOOLCHAIN,
    _test_support = attr.label(default = _test_support),
)

# Since Bazel 7 another target makes the deploy jar (java_binary_wrapper.bzl).
_PROGRAM_OUTPUTS = dict({} if IN_STARLARK else {"deploy_jar": "%{name}_deploy.jar"}, **{
    "class_jar": "%{name}.jar",
    "deploy_source_jar": "%{name}_deploy-src.jar",
    "source_jar": "%{name}-src.jar",
})

java_binary = rule(
    implementation = program_of_7 if IN_STARLARK else _java_binary_impl,
    provides = [JavaInfo] if IN_STARLARK else [],
    toolchains = OF_PROGRAMS,
    attrs = dict(
        _PROGRAM_ATTRS,
        deploy_env = attr.label_list(allow_rules = ["java_binary"]),
        stamp = model.tristate(attr.int(default = -1)),
        use_testrunner = attr.bool(),
    ),
    executable = True,
    outputs = _PROGRAM_OUTPUTS,
)

java_test = rule(
    implementation = program_of_7 if IN_STARLARK else _java_binary_impl,
    provides = [JavaInfo] if IN_STARLARK else [],
    toolchains = OF_PROGRAMS,
    attrs = dict(
        _PROGRAM_ATTRS,
        env_inherit = attr.string_list(),
        stamp = model.tristate(attr.int()),
        test_class = attr.string(),
        use_testrunner = attr.bool(default = True),
    ),
    outputs = _PROGRAM_OUTPUTS,
    test = True,
)
