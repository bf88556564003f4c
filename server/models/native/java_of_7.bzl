"""What Java rules do since they are Bazel's own in Starlark (builtins_bzl/common/java and bazel/java of 7.7.1). The rules are in java.bzl."""

load("@@_builtins//:cc_info.bzl", "CcInfo")
load("@@_builtins//:java_info.bzl", "JavaInfo", "JavaPluginInfo", "info_of", "java_info", "jars_of", "runtime_jars")

RUNTIME_TYPE = "@bazel_tools//tools/jdk:runtime_toolchain_type"

_KNOWN_SOURCE_ROOTS = ["java", "javatests", "src", "testsrc"]

def _list(targets):
    """The targets of an attribute; an Unknown stands for those of one that is not known."""
    return [targets] if model.is_unknown(targets) else list(targets)

def _merged_default(runfiles, targets):
    for target in targets:
        runfiles = runfiles.merge(model.unknown_runfiles(target) if model.is_unknown(target) else target[DefaultInfo].default_runfiles)
    return runfiles

def _library_runfiles(ctx, own, neverlink, *others):
    """What construct_defaultinfo of basic_java_library.bzl makes."""
    if neverlink:
        return ctx.runfiles()
    runfiles = ctx.runfiles(transitive_files = depset(own), collect_default = True)
    for targets in others:
        runfiles = _merged_default(runfiles, _list(targets))
    return runfiles

def _own_jars(ctx, class_jar):
    """The jar, where something is compiled or packed into it."""
    unknown = None
    for files, extensions in [(ctx.files.srcs, ["java", "srcjar", "properties"]), (ctx.files.resources, None)]:
        for file in _list(files):
            if model.is_unknown(file):
                unknown = file
            elif extensions == None or file.extension in extensions:
                return [class_jar]
    return [unknown] if unknown else []

def _source_jars(source_jar, targets):
    infos = [info_of(target) for target in targets]
    return depset([source_jar], transitive = [info if model.is_unknown(info) else info.transitive_source_jars for info in infos if info])

def _compiled(ctx, own, runtime_deps = [], exports = []):
    deps = _list(ctx.attr.deps)
    return java_info(
        output_jars = [ctx.outputs.class_jar],
        runtime_output_jars = own,
        runtime = runtime_jars(
            own,
            exports = [jars_of(exports)],
            deps = [jars_of(deps)],
            runtime_deps = [jars_of(runtime_deps)],
            neverlink = ctx.attr.neverlink,
        ),
        source_jars = [ctx.outputs.source_jar],
        transitive_source_jars = _source_jars(ctx.outputs.source_jar, _list(runtime_deps) + _list(exports) + deps),
        neverlink = ctx.attr.neverlink,
    )

def _check_deps(ctx):
    if not model.is_unknown(ctx.attr.srcs) and not model.is_unknown(ctx.attr.deps) and not ctx.attr.srcs and ctx.attr.deps:
        fail("deps not allowed without srcs; move to runtime_deps?")

def library_of_7(ctx):
    _check_deps(ctx)
    class_jar = ctx.outputs.class_jar
    own = _own_jars(ctx, class_jar)
    return [
        _compiled(ctx, own, ctx.attr.runtime_deps, ctx.attr.exports),
        DefaultInfo(
            files = depset([class_jar]),
            runfiles = _library_runfiles(ctx, own, ctx.attr.neverlink, ctx.attr.exports, ctx.attr.runtime_deps),
        ),
    ]

def _of_plugin(name):
    return model.unknown("JavaPluginInfo." + name, "what only compilations read of a java_plugin is not modelled")

def plugin_of_7(ctx):
    class_jar = ctx.outputs.class_jar
    own = _own_jars(ctx, class_jar)
    return [
        JavaPluginInfo(
            api_generating_plugins = _of_plugin("api_generating_plugins"),
            java_outputs = _of_plugin("java_outputs"),
            plugins = _of_plugin("plugins"),
        ),
        DefaultInfo(files = depset([class_jar]), runfiles = _library_runfiles(ctx, own, ctx.attr.neverlink)),
    ]

def _given_jars(ctx):
    jars = []
    for target in _list(ctx.attr.jars):
        info = info_of(target)
        if info and not model.is_unknown(info):
            fail("'jars' attribute cannot contain labels of Java targets")
        files = target if model.is_unknown(target) else target.files.to_list()
        for file in _list(files):
            known = [jar for jar in jars if not model.is_unknown(jar)]
            if not model.is_unknown(file) and file in known:
                fail("in jars attribute of java_import rule //%s:%s: %s is a duplicate" % (ctx.label.package, ctx.label.name, file.basename))
            jars.append(file)
    return jars

def import_of_7(ctx):
    jars = _given_jars(ctx)
    if not jars:
        return model.unknown("java_import without jars", "what java_import makes where it is given no jars is not modelled")
    deps = _list(ctx.attr.deps)
    exports = _list(ctx.attr.exports)
    runtime_deps = _list(ctx.attr.runtime_deps)
    of_runtime_deps = [target if model.is_unknown(target) else target.files for target in runtime_deps]
    if ctx.attr.neverlink:
        runfiles = ctx.runfiles()
    else:
        files = depset(jars, transitive = of_runtime_deps)
        runfiles = _merged_default(ctx.runfiles(transitive_files = files, collect_default = True), exports)
    info = java_info(
        output_jars = jars,
        runtime_output_jars = jars,
        runtime = runtime_jars(
            jars,
            exports = [_linked_jars(exports)],
            deps = [_linked_jars(deps + exports)],
            runtime_deps = [_linked_jars(runtime_deps)],
            neverlink = ctx.attr.neverlink,
        ),
        source_jars = [ctx.file.srcjar] if ctx.file.srcjar else [],
        neverlink = ctx.attr.neverlink,
    )
    return [info, DefaultInfo(files = depset(jars), runfiles = runfiles)]

def _linked_jars(targets):
    """Of those that say what they link: jars among the files of others do not count here."""
    infos = [info_of(target) for target in targets]
    return depset(transitive = [info if model.is_unknown(info) else info.transitive_runtime_jars for info in infos if info], order = "preorder")

# Programs ---------------------------------------------------------------------------------------

def _has_source_root(path):
    return any([segment in _KNOWN_SOURCE_ROOTS for segment in path.split("/")])

def _has_primary_class(ctx):
    for file in ctx.files.srcs:
        if file.basename == ctx.label.name + ".java":
            return _has_source_root(file.path[:-len(".java")])
    return _has_source_root(ctx.label.package + "/" + ctx.label.name)

def _check_classes(ctx):
    """The main class, and that of tests (_check_and_get_main_class and _bazel_base_binary_impl of bazel_java_binary.bzl)."""
    if model.is_unknown(ctx.attr.srcs) or model.is_unknown(ctx.files.srcs):
        return
    has_test_runner = ctx.attr.use_testrunner
    if not ctx.attr.create_executable:
        if ctx.attr.main_class:
            fail("main class must not be specified when executable is not created")
    elif not ctx.attr.main_class and not has_test_runner and not _has_primary_class(ctx):
        if not ctx.attr.srcs:
            fail("need at least one of 'main_class' or Java source files")
        fail("main_class was not provided and cannot be inferred: source path doesn't include a known root (%s)" % ", ".join(_KNOWN_SOURCE_ROOTS))
    if has_test_runner and not getattr(ctx.attr, "test_class", "") and not _has_primary_class(ctx):
        fail("cannot determine test class. You might want to rename the  rule or add a 'test_class' attribute.")

def _launcher(ctx):
    """A C++ program that starts the JVM in place of the JDK's own, None where there is none."""
    if not ctx.attr.create_executable or not ctx.attr.use_launcher:
        return None
    launcher = ctx.attr.launcher or ctx.attr._java_launcher
    if not launcher or model.is_unknown(launcher):
        return launcher
    if model.rule_class(launcher) != "cc_binary":
        return model.unknown("launcher", "which programs can launch a JVM is known of cc_binary only") if CcInfo in launcher else None
    return launcher

def _not_modelled(ctx):
    if model.host_os(ctx) == "windows":
        return model.unknown("java_binary on Windows", "the launcher of java_binary on Windows is not modelled")
    if model.option(ctx, "collect_code_coverage"):
        return model.unknown("java_binary with coverage", "what java_binary adds for coverage is not modelled")
    if model.option(ctx, "explicit_java_test_deps"):
        return model.unknown("--explicit_java_test_deps", "programs under --explicit_java_test_deps are not modelled")
    return None

def program_of_7(ctx):
    unknown = _not_modelled(ctx)
    if unknown:
        return unknown
    _check_deps(ctx)
    _check_classes(ctx)
    is_executable = ctx.attr.create_executable
    test_support = [ctx.attr._test_support] if is_executable and ctx.attr.use_testrunner else []
    class_jar = ctx.outputs.class_jar
    executable = ctx.outputs.executable if is_executable else None
    runtime_deps = _list(ctx.attr.runtime_deps)
    deps = _list(ctx.attr.deps)
    files = depset(([executable] if is_executable else []) + [class_jar])
    class_path = depset([class_jar], transitive = [jars_of(runtime_deps + deps + test_support)], order = "preorder")
    runfiles = ctx.runfiles(transitive_files = depset(transitive = [files, class_path]), collect_default = True)
    launcher = _launcher(ctx)
    runfiles = _merged_default(runfiles, [launcher] if launcher else [])
    runfiles = _merged_default(runfiles, runtime_deps)
    if is_executable:
        runfiles = runfiles.merge(_runtime(ctx))
    runfiles = _merged_default(runfiles, test_support)
    info = java_info(
        output_jars = [class_jar],
        runtime_output_jars = [],
        runtime = depset(order = "preorder"),
        source_jars = [ctx.outputs.source_jar],
        transitive_source_jars = _source_jars(ctx.outputs.source_jar, runtime_deps + deps),
        is_library = False,
    )
    return [
        info,
        DefaultInfo(files = files, runfiles = runfiles, executable = executable if is_executable else model.no_executable),
    ]

def _runtime(ctx):
    """The files of the JDK that the program runs on."""
    toolchain = ctx.toolchains[RUNTIME_TYPE]
    runtime = toolchain if model.is_unknown(toolchain) else toolchain.java_runtime
    return model.unknown_runfiles(runtime) if model.is_unknown(runtime) else ctx.runfiles(transitive_files = runtime.files)
