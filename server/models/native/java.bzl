"""java_library, java_binary, java_test, java_import and java_plugin.

Read, by release:
- 4.2.3: rules/java/JavaLibrary.java, JavaBinary.java, JavaImport.java, JavaCommon.java, bazel/rules/java/BazelJavaSemantics.java.
- 7.7.1: see java_of_7.bzl.

A program carries its launcher script, the jars of its runtime class path, the data of everything it depends on, and the JDK's files where the JDK is part of a repository (--javabase).
"""

load("@@_builtins//:cc_info.bzl", "CcInfo")
load("@@_builtins//:java_info.bzl", "IN_STARLARK", "JavaInfo", "JavaPluginInfo", "info_of", "jars_of", "java_info", "runtime_jars")
load("@@_builtins//:java_of_7.bzl", "RUNTIME_TYPE", "import_of_7", "library_of_7", "plugin_of_7", "program_of_7")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

_KNOWN_SOURCE_ROOTS = ["java", "javatests", "src", "testsrc"]

def _attribute_error(ctx, attribute, message):
    fail("in %s attribute of %s rule %s: %s" % (attribute, model.rule_class(ctx), ctx.label, message))

def _targets(ctx, attributes):
    """All targets of the attributes; an Unknown stands for those of an attribute that is not known."""
    result = []
    for name in attributes:
        targets = getattr(ctx.attr, name, [])
        result.extend([targets] if model.is_unknown(targets) else targets)
    return result

# Runfiles ---------------------------------------------------------------------------------------

def _java_runfiles(targets):
    """The JavaRunfilesProviders of targets: java_proto_library has its runfiles there and not in its DefaultInfo."""
    result = []
    for target in targets:
        info = info_of(target)
        if model.is_unknown(info):
            result.append(model.unknown_runfiles(info))
        elif info and info._runfiles:
            result.append(info._runfiles)
    return result

def _merged(ctx, all):
    runfiles = ctx.runfiles()
    for each in all:
        runfiles = runfiles.merge(each)
    return runfiles

def _dependency_runfiles(ctx, linked):
    """Runfiles of data, srcs and deps, then those of the attributes in `linked`."""
    targets = _targets(ctx, linked)
    return [model.collect(ctx, data = ["data"], default = [name for name in ["srcs", "deps"] if hasattr(ctx.attr, name)])] + \
           _java_runfiles(_targets(ctx, ["srcs", "deps"])) + \
           [model.collect(ctx, default = linked)] + \
           _java_runfiles(targets)

# Content of a library ---------------------------------------------------------------------------

_SOURCES = (".java", ".srcjar", ".properties")

def _own_jars(ctx, class_jar):
    """The jar, if there is anything in it; an Unknown where that is not known."""
    attributes = [name for name in ["resources", "resource_jars", "classpath_resources"] if hasattr(ctx.attr, name)]
    unknown = None
    for name in ["srcs"] + attributes:
        for target in _targets(ctx, [name]):
            files = target if model.is_unknown(target) else target.files.to_list()
            if model.is_unknown(files):
                unknown = files
            elif any([name != "srcs" or file.basename.endswith(_SOURCES) for file in files]):
                return [class_jar]
    return [unknown] if unknown else []

def _check_deps(ctx):
    if not ctx.attr.srcs and ctx.attr.deps:
        _attribute_error(ctx, "deps", "deps not allowed without srcs; move to runtime_deps?")

def _check_runtime_deps(ctx):
    for target in _targets(ctx, ["runtime_deps"]):
        info = info_of(target)
        if info and not model.is_unknown(info) and info._neverlink:
            _attribute_error(ctx, "runtime_deps", "neverlink dep %s not allowed in runtime deps" % target.label)

def _source_jars(ctx, source_jar, attributes):
    infos = [info_of(target) for target in _targets(ctx, attributes)]
    return depset([source_jar], transitive = [info if model.is_unknown(info) else info.transitive_source_jars for info in infos if info])

# Libraries --------------------------------------------------------------------------------------

def _library(ctx):
    class_jar = ctx.outputs.class_jar
    own = _own_jars(ctx, class_jar)
    linked = [name for name in ["runtime_deps", "exports"] if hasattr(ctx.attr, name)]
    if ctx.attr.neverlink:
        runfiles = ctx.runfiles()
    else:
        runfiles = _merged(ctx, _dependency_runfiles(ctx, linked) + [model.runfiles_of(depset(own))])
    info = java_info(
        output_jars = [class_jar],
        runtime_output_jars = own,
        runtime = runtime_jars(
            own,
            exports = [jars_of(_targets(ctx, ["exports"]))],
            deps = [jars_of(_targets(ctx, ["deps"]))],
            runtime_deps = [jars_of(_targets(ctx, ["runtime_deps"]))],
            neverlink = ctx.attr.neverlink,
        ),
        source_jars = [ctx.outputs.source_jar],
        transitive_source_jars = _source_jars(ctx, ctx.outputs.source_jar, ["deps", "runtime_deps", "exports"]),
        neverlink = ctx.attr.neverlink,
    )
    files = depset([class_jar])
    return [info, DefaultInfo(files = files, default_runfiles = runfiles, data_runfiles = runfiles)]

def _java_library_impl(ctx):
    _check_deps(ctx)
    _check_runtime_deps(ctx)
    return _library(ctx)

# What code may depend on (JavaRuleClasses.ALLOWED_RULES_IN_DEPS, ALLOWED_RULES_IN_DEPS_WITH_WARNING).
_LINKED_RULES = [
    "cc_binary",
    "cc_library",
    "genrule",
    "genproto",
    "java_import",
    "java_library",
    "java_proto_library",
    "java_lite_proto_library",
    "proto_library",
    "sh_binary",
    "sh_library",
]

_LIBRARIES = [[CcInfo], [JavaInfo]]

def _linked(files = False, providers = _LIBRARIES if IN_STARLARK else [[JavaInfo]]):
    return attr.label_list(
        allow_files = [".jar"] if files else False,
        allow_rules = _LINKED_RULES,
        flags = ["SKIP_ANALYSIS_TIME_FILETYPE_CHECK"],
        providers = providers,
    )

def _plugins(files = False):
    if IN_STARLARK:
        return attr.label_list(allow_files = files, providers = [JavaPluginInfo], cfg = "exec")
    return attr.label_list(allow_files = files, allow_rules = ["java_plugin"], cfg = "exec")

# Attributes of later versions are known, too, so that their BUILD files can be read.
_CODE_ATTRS = {
    "add_exports": attr.string_list(),
    "add_opens": attr.string_list(),
    "bootclasspath": attr.label(),
    "data": attr.label_list(allow_files = True),
    "deps": _linked(files = True, providers = _LIBRARIES),
    "javabuilder_jvm_flags": attr.string_list(),
    "javacopts": attr.string_list(),
    "plugins": _plugins(files = True),
    "resource_jars": attr.label_list(allow_files = [".jar"]),
    "resource_strip_prefix": attr.string(),
    "resources": attr.label_list(allow_files = True),
    "srcs": attr.label_list(allow_files = list(_SOURCES)),
}

_LIBRARY_OUTPUTS = {
    "class_jar": "lib%{name}.jar",
    "source_jar": "lib%{name}-src.jar",
}

# Whatever compiles or reads Java asks for a Java toolchain.
_JAVA_TOOLCHAIN = attr.label(default = "@bazel_tools//tools/jdk:current_java_toolchain")

_PLUGIN_ATTRS = dict(
    _CODE_ATTRS,
    neverlink = attr.bool(),
    proguard_specs = attr.label_list(allow_files = True),
    _java_toolchain = _JAVA_TOOLCHAIN,
)

# Before Bazel 7 whatever may hold native code asks for a C++ toolchain; since then programs do.
_CPP_TOOLCHAIN = ["@bazel_tools//tools/cpp:toolchain_type"]
_COMPILING = ["@bazel_tools//tools/jdk:toolchain_type"]
_OF_LIBRARIES = _COMPILING if IN_STARLARK else _CPP_TOOLCHAIN
_OF_OTHERS = _COMPILING if IN_STARLARK else []
_OF_PROGRAMS = _COMPILING + _CPP_TOOLCHAIN + [RUNTIME_TYPE] if IN_STARLARK else _CPP_TOOLCHAIN

java_library = rule(
    implementation = library_of_7 if IN_STARLARK else _java_library_impl,
    toolchains = _OF_LIBRARIES,
    attrs = dict(
        _PLUGIN_ATTRS,
        exported_plugins = _plugins(),
        exports = _linked(),
        runtime_deps = _linked(files = True),
    ),
    outputs = _LIBRARY_OUTPUTS,
)

java_plugin = rule(
    implementation = plugin_of_7 if IN_STARLARK else _library,
    toolchains = _OF_OTHERS,
    attrs = dict(
        _PLUGIN_ATTRS,
        generates_api = attr.bool(),
        output_licenses = attr.string_list(),
        processor_class = attr.string(),
    ),
    outputs = _LIBRARY_OUTPUTS,
)

def _given_jars(ctx):
    jars = []
    for target in _targets(ctx, ["jars"]):
        info = info_of(target)
        if info and not model.is_unknown(info):
            _attribute_error(ctx, "jars", "should not refer to Java rules")
        files = target if model.is_unknown(target) else target.files.to_list()
        for file in [files] if model.is_unknown(files) else files:
            if model.is_unknown(file):
                jars.append(file)
            elif not file.basename.endswith(".jar"):
                _attribute_error(ctx, "jars", "%s is not a .jar file" % file.basename)
            elif file in [jar for jar in jars if not model.is_unknown(jar)]:
                _attribute_error(ctx, "jars", "%s is a duplicate" % file.basename)
            else:
                jars.append(file)
    return jars

def _java_import_impl(ctx):
    jars = _given_jars(ctx)
    targets = _targets(ctx, ["deps", "exports"])
    if ctx.attr.neverlink:
        runfiles = ctx.runfiles()
    else:
        # Data of runtime_deps stays behind; their jars come by the class path.
        runfiles = _merged(
            ctx,
            [model.collect(ctx, default = ["deps", "exports"]), model.collect(ctx, data = ["data"], default = ["deps"])] +
            _java_runfiles(targets) +
            [model.runfiles_of(depset(jars))],
        )
    info = java_info(
        output_jars = jars,
        runtime_output_jars = jars,
        runtime = runtime_jars(
            jars,
            exports = [jars_of(_targets(ctx, ["exports"]))],
            deps = [jars_of(targets)],
            runtime_deps = [jars_of(_targets(ctx, ["runtime_deps"]))],
            neverlink = ctx.attr.neverlink,
        ),
        source_jars = [ctx.file.srcjar] if ctx.file.srcjar else [],
        neverlink = ctx.attr.neverlink,
    )
    return [info, DefaultInfo(files = depset(jars), default_runfiles = runfiles, data_runfiles = runfiles)]

def _imported(files = False):
    return attr.label_list(
        allow_files = [".jar"] if files else False,
        allow_rules = ["java_library", "java_import", "cc_library", "cc_binary"],
        flags = ["SKIP_ANALYSIS_TIME_FILETYPE_CHECK"],
        providers = [JavaInfo],
    )

java_import = rule(
    implementation = import_of_7 if IN_STARLARK else _java_import_impl,
    toolchains = _OF_OTHERS,
    attrs = {
        "add_exports": attr.string_list(),
        "add_opens": attr.string_list(),
        "constraints": attr.string_list(),
        "data": attr.label_list(allow_files = True),
        "deps": _imported(),
        "exports": _imported(),
        "jars": attr.label_list(allow_files = [".jar"], mandatory = True),
        "neverlink": attr.bool(),
        "proguard_specs": attr.label_list(allow_files = True),
        "runtime_deps": _imported(files = True),
        "srcjar": attr.label(allow_single_file = [".srcjar", ".jar"]),
        "_java_toolchain": _JAVA_TOOLCHAIN,
    },
)

# Programs ---------------------------------------------------------------------------------------

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
        _attribute_error(ctx, "test_class", "this attribute is only meaningful to BazelTestRunner, but you are not using it (use_testrunner = 0)")

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
    _check_deps(ctx)
    _check_runtime_deps(ctx)
    launcher = _launcher(ctx)
    class_jar = ctx.outputs.class_jar
    is_executable = ctx.attr.create_executable
    executable = ctx.outputs.executable if is_executable else None
    files = depset([class_jar] + ([executable] if is_executable else []))
    own = _own_jars(ctx, class_jar) or ([class_jar] if _time_zones(ctx) else [])
    class_path = depset(own, transitive = [
        jars_of(_targets(ctx, ["runtime_deps"])),
        jars_of(_targets(ctx, ["deps"]) + test_support + ([launcher] if launcher else [])),
    ], order = "preorder")
    launcher_runfiles = [model.collect(ctx, default = ["launcher" if ctx.attr.launcher else "_java_launcher"])] if launcher else []
    runfiles = _merged(
        ctx,
        [model.runfiles_of(files)] +
        launcher_runfiles +
        [model.runfiles_of(jars_of(test_support))] +
        _dependency_runfiles(ctx, ["runtime_deps"]) +
        [model.runfiles_of(class_path), model.runfiles_of(ctx.attr._jvm.files)] +
        [model.runfiles_of(depset(own))],
    )
    info = java_info(
        output_jars = [class_jar],
        runtime_output_jars = own,
        runtime = depset(order = "preorder"),
        source_jars = [ctx.outputs.source_jar],
        transitive_source_jars = _source_jars(ctx, ctx.outputs.source_jar, ["deps", "runtime_deps"]),
        is_library = False,
    )
    return [
        info,
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
    dict(_CODE_ATTRS, **_JVM),
    classpath_resources = attr.label_list(allow_files = True),
    create_executable = attr.bool(default = True),
    deploy_manifest_lines = attr.string_list(),
    env = attr.string_dict(),
    jvm_flags = attr.string_list(),
    launcher = attr.label(),
    main_class = attr.string(),
    neverlink = attr.bool(),
    proguard_specs = attr.label_list(allow_files = True),
    runtime_deps = _linked(files = True),
    use_launcher = attr.bool(default = True),
    _java_launcher = attr.label(default = configuration_field("java", "launcher")),
    _java_toolchain = _JAVA_TOOLCHAIN,
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
    toolchains = _OF_PROGRAMS,
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
    toolchains = _OF_PROGRAMS,
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
