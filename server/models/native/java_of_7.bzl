"""What Java rules do since they are Bazel's own in Starlark (builtins_bzl/common/java and bazel/java of 7.7.1). The rules are in java.bzl."""

load("@@_builtins//:cc_info.bzl", "CcInfo")
load("@@_builtins//:java_info.bzl", "JavaInfo", "JavaPluginInfo", "info_of", "jars_of", "java_info_of")
load("@@_builtins//:java_info_of_7.bzl", "compiled_fields", "fields_of_merge", "fields_of_program")
load("@@_builtins//:java_output_groups.bzl", "output_groups")

_TOOLCHAIN_TYPE = "@bazel_tools//tools/jdk:toolchain_type"
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

def _has(files, extensions):
    """Whether one of the files is of a kind; Unknown where that is not known."""
    result = False
    for file in _list(files):
        if model.is_unknown(file):
            result = file
        elif extensions == None or file.extension in extensions:
            return True
    return result

def _own_jars(class_jar, has_sources, has_resources):
    """The jar, where something is compiled or packed into it."""
    for has in [has_sources, has_resources]:
        if not model.is_unknown(has) and has:
            return [class_jar]
    return [has for has in [has_sources, has_resources] if model.is_unknown(has)][:1]

def _infos(targets, provider):
    """The instances that targets have, an Unknown for each target that may have one."""
    infos = []
    for target in _list(targets):
        has = target if model.is_unknown(target) else provider in target
        if model.is_unknown(has):
            infos.append(has)
        elif has:
            infos.append(target[provider])
    return infos

def _linked(targets):
    """collect_deps: what dependencies have to link, after the jars among the files of those that say nothing of it."""
    jars = []
    for target in _list(targets):
        info = info_of(target)
        if not model.is_unknown(info) and not (info and info._is_library):
            jars.extend(_list(target.files.to_list()))
    of_jars = [jar if model.is_unknown(jar) else JavaInfo(output_jar = jar, compile_jar = jar) for jar in jars if model.is_unknown(jar) or jar.extension == "jar"]
    return of_jars + _infos(targets, JavaInfo)

def java_toolchain_of(ctx):
    toolchain = ctx.toolchains[_TOOLCHAIN_TYPE]
    return toolchain if model.is_unknown(toolchain) else toolchain.java

def _javac_options(ctx):
    return [option if model.is_unknown(option) else ctx.expand_location(option) for option in _list(ctx.attr.javacopts)]

def _plugins_of_flag(ctx):
    """A stand-in for the plugins of --plugin."""
    labels = model.option(ctx, "plugin")
    if not model.is_unknown(labels) and labels:
        return [model.unknown("--plugin", "plugins of --plugin are not modelled")]
    return [labels] if model.is_unknown(labels) else []

def _compiled(ctx, deps, runtime_deps = [], exports = [], exported_plugins = [], for_dependents = True):
    """The fields of the JavaInfo, and the jar where anything is in it (basic_java_library.bzl)."""
    has_sources = _has(ctx.files.srcs, ["java", "srcjar"])
    own = _own_jars(ctx.outputs.class_jar, has_sources, _has_resources(ctx))
    return compiled_fields(
        ctx,
        ctx.outputs.class_jar,
        java_toolchain_of(ctx),
        has_sources,
        own,
        output_source_jar = ctx.outputs.source_jar,
        javac_opts = _javac_options(ctx),
        deps = _linked(deps),
        runtime_deps = _linked(runtime_deps),
        exports = _linked(exports),
        plugins = _infos(ctx.attr.plugins, JavaPluginInfo) + _plugins_of_flag(ctx),
        exported_plugins = _infos(exported_plugins, JavaPluginInfo),
        neverlink = ctx.attr.neverlink,
        for_dependents = for_dependents,
        add_exports = _list(ctx.attr.add_exports),
        add_opens = _list(ctx.attr.add_opens),
    ), own

def _has_resources(ctx):
    among_sources = _has(ctx.files.srcs, ["properties"])
    resources = _has(ctx.files.resources, None)
    for has in [among_sources, resources]:
        if not model.is_unknown(has) and has:
            return True
    return among_sources if model.is_unknown(among_sources) else resources

def _check_deps(ctx):
    if not model.is_unknown(ctx.attr.srcs) and not model.is_unknown(ctx.attr.deps) and not ctx.attr.srcs and ctx.attr.deps:
        fail("deps not allowed without srcs; move to runtime_deps?")

def library_of_7(ctx):
    _check_deps(ctx)
    fields, own = _compiled(ctx, ctx.attr.deps, ctx.attr.runtime_deps, ctx.attr.exports, ctx.attr.exported_plugins)
    info = java_info_of(fields)
    return [
        info,
        output_groups(info, depset([ctx.outputs.class_jar])),
        DefaultInfo(
            files = depset([ctx.outputs.class_jar]),
            runfiles = _library_runfiles(ctx, own, ctx.attr.neverlink, ctx.attr.exports, ctx.attr.runtime_deps),
        ),
    ]

def plugin_of_7(ctx):
    fields, own = _compiled(ctx, ctx.attr.deps)
    processor = ctx.attr.processor_class
    info = java_info_of(fields)
    return [
        output_groups(info, depset([ctx.outputs.class_jar])),
        JavaPluginInfo(
            runtime_deps = [info],
            processor_class = processor if model.is_unknown(processor) or processor else None,
            data = _list(ctx.files.data),
            generates_api = ctx.attr.generates_api,
        ),
        DefaultInfo(files = depset([ctx.outputs.class_jar]), runfiles = _library_runfiles(ctx, own, ctx.attr.neverlink)),
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
    deps = _list(ctx.attr.deps)
    exports = _list(ctx.attr.exports)
    runtime_deps = _list(ctx.attr.runtime_deps)
    of_runtime_deps = [target if model.is_unknown(target) else target.files for target in runtime_deps]
    if ctx.attr.neverlink:
        runfiles = ctx.runfiles()
    else:
        files = depset(jars, transitive = of_runtime_deps)
        runfiles = _merged_default(ctx.runfiles(transitive_files = files, collect_default = True), exports)
    common = dict(
        deps = _infos(deps + exports, JavaInfo),
        runtime_deps = _infos(runtime_deps, JavaInfo),
        neverlink = ctx.attr.neverlink,
        exports = _infos(exports, JavaInfo),
        add_exports = _list(ctx.attr.add_exports),
        add_opens = _list(ctx.attr.add_opens),
    )
    if jars:
        fields = fields_of_merge([JavaInfo(
            output_jar = jar,
            compile_jar = interface_jar(ctx, jar, _path_with_repository),
            source_jar = ctx.file.srcjar,
            **common
        ) for jar in jars])
    else:
        # An empty source is compiled (_create_java_info_with_dummy_output_file of java_import.bzl).
        dummy = ctx.actions.declare_file(ctx.label.name + "_dummy.jar")
        fields = compiled_fields(ctx, dummy, java_toolchain_of(ctx), True, [dummy], **common)
    info = java_info_of(fields)
    sources = depset([ctx.file.srcjar] if ctx.file.srcjar else [])
    groups = OutputGroupInfo(_source_jars = sources, _direct_source_jars = sources)
    return [info, groups, DefaultInfo(files = depset(jars), runfiles = runfiles)]

def _path_with_repository(jar):
    return jar.short_path.removeprefix("../")

def interface_jar(ctx, jar, path_of):
    """The jar that dependents of a given one are compiled with; `path_of` tells of a jar what the new one's path is made of."""
    with_ijars = model.option(ctx, "use_ijars")
    if model.is_unknown(jar) or model.is_unknown(with_ijars):
        return jar if model.is_unknown(jar) else with_ijars
    if not with_ijars:
        return jar
    return ctx.actions.declare_file("_ijar/%s/%s-ijar.jar" % (ctx.label.name, path_of(jar)[:-len(jar.extension) - 1]))

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
    return None

def program_of_7(ctx):
    unknown = _not_modelled(ctx)
    if unknown:
        return unknown
    _check_deps(ctx)
    _check_classes(ctx)
    model.expand(ctx, "jvm_flags", targets = ["data"])
    is_executable = ctx.attr.create_executable
    test_support = [ctx.attr._test_support] if is_executable and ctx.attr.use_testrunner else []
    class_jar = ctx.outputs.class_jar
    executable = ctx.outputs.executable if is_executable else None
    runtime_deps = _list(ctx.attr.runtime_deps)
    deps = _list(ctx.attr.deps)
    files = depset(([executable] if is_executable else []) + [class_jar])
    compiled_support = [] if model.option(ctx, "explicit_java_test_deps") else test_support
    class_path = depset([class_jar], transitive = [jars_of(runtime_deps + deps + compiled_support)], order = "preorder")
    runfiles = ctx.runfiles(transitive_files = depset(transitive = [files, class_path]), collect_default = True)
    launcher = _launcher(ctx)
    runfiles = _merged_default(runfiles, [launcher] if launcher else [])
    runfiles = _merged_default(runfiles, runtime_deps)
    if is_executable:
        runfiles = runfiles.merge(_runtime(ctx))
    runfiles = _merged_default(runfiles, test_support)
    fields, _ = _compiled(ctx, deps + compiled_support, runtime_deps + test_support, for_dependents = False)
    info = java_info_of(fields_of_program(fields))
    groups = output_groups(java_info_of(fields), depset([class_jar]))
    return [
        info,
        groups,
        DefaultInfo(files = files, runfiles = runfiles, executable = executable if is_executable else model.no_executable),
    ]

def _runtime(ctx):
    """The files of the JDK that the program runs on."""
    toolchain = ctx.toolchains[RUNTIME_TYPE]
    runtime = toolchain if model.is_unknown(toolchain) else toolchain.java_runtime
    return model.unknown_runfiles(runtime) if model.is_unknown(runtime) else ctx.runfiles(transitive_files = runtime.files)
