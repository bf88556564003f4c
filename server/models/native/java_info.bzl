"""JavaInfo and java_common: what runfiles need of them are the jars of the runtime class path.

Read, by release:
- 4.2.3: rules/java/JavaInfo.java, JavaCompilationArgsProvider.java, JavaInfoBuildHelper.java, JavaStarlarkCommon.java.
- 7.7.1: common/java/java_common.bzl, and see java_info_of_7.bzl; JavaInfo carries no runfiles there, and a library that is not linked has no runtime class path.

Jars that only compilations read are Unknown in Bazel 4 where a program or a proto rule makes them.
"""

load(
    "@@_builtins//:java_info_of_7.bzl",
    "beside",
    "compile_jar",
    "compiled_fields",
    "fields_of_merge",
    "init_java_info",
    "non_strict_fields",
    _JavaPluginInfo = "JavaPluginInfo",
)

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

# Whether Java rules are Bazel's own in Starlark.
IN_STARLARK = bazel_at_least("7.0.0")

def _compile_only(name):
    return model.unknown("JavaInfo." + name, "what only compilations read of a Java library is not modelled")

_IJAR = _compile_only("outputs.jars.ijar")

def output_jar_of(class_jar, source_jars, ijar = _IJAR):
    """One of JavaInfo.outputs.jars; `ijar` is the jar for dependents."""
    return struct(
        class_jar = class_jar,
        ijar = ijar,
        manifest_proto = None,
        source_jar = source_jars[0] if source_jars else None,
        source_jars = source_jars,
    )

# The class paths of compilations (JavaCompilationArgsProvider): what dependents may name, and what they are given.
_DIRECT = ["compile_jars", "full_compile_jars"]
_TRANSITIVE = ["transitive_compile_time_jars", "_transitive_full_compile_time_jars"]
_NO_COMPILE_JARS = {name: _compile_only(name) for name in _DIRECT + _TRANSITIVE}

def compile_class_paths(jars, full_jars, exports, deps):
    """What a library brings to the class paths of compilations (`JavaCompilationArgsProvider.Builder`).

    Args:
      exports: JavaInfos, or what has the same fields; deps likewise.
    """
    return {
        name: depset(own, transitive = [info if model.is_unknown(info) else getattr(info, name) for info in infos], order = "preorder")
        for names, infos in [(_DIRECT, exports), (_TRANSITIVE, exports + deps)]
        for name, own in zip(names, [jars, full_jars])
    }

_OF_COMPILATIONS = ["annotation_processing", "compilation_info", "transitive_exports"]

def _fields(outputs, compiled, runtime_output_jars, runtime, source_jars, transitive_source_jars, neverlink, runfiles, is_library):
    return dict(
        dict({name: _compile_only(name) for name in _OF_COMPILATIONS}, **compiled),
        transitive_deps = compiled["transitive_compile_time_jars"],
        outputs = struct(
            jars = outputs,
            jdeps = _compile_only("outputs.jdeps"),
            native_headers = _compile_only("outputs.native_headers"),
        ),
        runtime_output_jars = runtime_output_jars,
        source_jars = source_jars,
        transitive_runtime_deps = runtime,
        transitive_runtime_jars = runtime,
        transitive_source_jars = transitive_source_jars,
        _is_library = is_library,
        # By which `runtime_deps` refuse a library. What Starlark makes does not say so in Bazel 4, it only brings no class path.
        _neverlink = neverlink,
        _runfiles = runfiles,
    )

def _runtime_of(infos):
    return [info if model.is_unknown(info) else info.transitive_runtime_jars for info in infos]

def _init_java_info(
        output_jar,
        compile_jar,
        source_jar = None,
        compile_jdeps = None,
        generated_class_jar = None,
        generated_source_jar = None,
        native_headers_jar = None,
        manifest_proto = None,
        neverlink = False,
        deps = [],
        runtime_deps = [],
        exports = [],
        exported_plugins = [],
        jdeps = None,
        native_libraries = []):
    sources = [source_jar] if source_jar else []
    if not model.is_unknown(compile_jar) and not compile_jar:
        fail("Expected 'File' for 'compile_jar', found 'None'")
    return _fields(
        outputs = [output_jar_of(output_jar, sources, compile_jar)],
        compiled = compile_class_paths([compile_jar], [output_jar], exports, deps),
        runtime_output_jars = [output_jar],
        runtime = runtime_jars([output_jar], exports = _runtime_of(exports), deps = _runtime_of(deps), runtime_deps = _runtime_of(runtime_deps), neverlink = neverlink),
        source_jars = sources,
        transitive_source_jars = depset(sources, transitive = [info if model.is_unknown(info) else info.transitive_source_jars for info in deps + runtime_deps + exports]),
        neverlink = False,
        runfiles = None,
        is_library = True,
    )

JavaInfo, _new_java_info = provider(init = init_java_info if IN_STARLARK else _init_java_info)

# What a java_plugin tells since it no longer is a library.
JavaPluginInfo = _JavaPluginInfo

# One provider for both until Bazel 5.
JavaRuntimeInfo = provider() if IN_STARLARK else platform_common.ToolchainInfo
JavaToolchainInfo = provider() if IN_STARLARK else platform_common.ToolchainInfo

# An object of Bazel's Java, whose parts compare by identity.
model.by_identity(JavaInfo)

def java_info(
        outputs,
        runtime_output_jars,
        runtime,
        source_jars = [],
        transitive_source_jars = depset(),
        neverlink = False,
        runfiles = None,
        is_library = True,
        compiled = _NO_COMPILE_JARS):
    """A JavaInfo of Bazel 4.

    Args:
      outputs: what output_jar_of gives, of jars that are made even where nothing is in them.
      runtime_output_jars: those with content.
      runfiles: the JavaRunfilesProvider in it.
      is_library: only libraries have the runtime class path of others (JavaCompilationArgsProvider).
      compiled: what compile_class_paths gives.
    """
    return _new_java_info(**_fields(outputs, compiled, runtime_output_jars, runtime, source_jars, transitive_source_jars, neverlink, runfiles, is_library))

def java_info_of(fields):
    """A JavaInfo of the fields that java_info_of_7.bzl gives."""
    return _new_java_info(**fields)

def runtime_jars(own, exports, deps, runtime_deps, neverlink):
    """What a library brings to the runtime class path (JavaCommon.collectJavaCompilationArgs). `neverlink` hides what comes from `runtime_deps` only where those are libraries to be linked, which is why they stay."""
    linked = [] if neverlink else [depset(own, order = "preorder")] + exports + deps
    return depset(transitive = linked + runtime_deps, order = "preorder")

def compiled_for(interface, jar, exports, deps):
    """What a library brings that has been compiled: `interface` is its jar for dependents, None without sources."""
    has = model.is_unknown(interface) or interface
    return compile_class_paths([interface] if has else [], [jar] if has else [], exports, deps)

def libraries_of(targets):
    """What compilations read of dependencies (JavaCompilationArgsProvider.legacyFromTargets)."""
    result = []
    for target in targets:
        info = info_of(target)
        if not model.is_unknown(info) and (not info or not info._is_library):
            files = target.files.to_list()
            jars = [files] if model.is_unknown(files) else [file for file in files if model.is_unknown(file) or file.basename.endswith(".jar")]
            info = struct(**compile_class_paths(jars, jars, [], []))
        result.append(info)
    return result

def jars_of(targets):
    """The runtime class path of dependencies: that of libraries, and the jars among the files of others (JavaCompilationArgsProvider.legacyFromTargets)."""
    if model.is_unknown(targets):
        return depset(transitive = [targets], order = "preorder")
    direct = []
    transitive = []
    for target in targets:
        info = info_of(target)
        if model.is_unknown(info):
            transitive.append(info)
        elif info and info._is_library:
            transitive.append(info.transitive_runtime_jars)
        else:
            files = target.files.to_list()
            if model.is_unknown(files):
                transitive.append(files)
            else:
                direct.extend([file for file in files if file.basename.endswith(".jar")])
    return depset(direct, transitive = transitive, order = "preorder")

def info_of(target):
    """The JavaInfo of a target, None where it has none, Unknown where that is not known."""
    if model.is_unknown(target):
        return target
    has = JavaInfo in target
    if model.is_unknown(has):
        return has
    return target[JavaInfo] if has else None

# java_common ------------------------------------------------------------------------------------

def _merge(providers):
    if IN_STARLARK:
        return java_info_of(fields_of_merge(providers))
    runfiles = None
    for info in providers:
        if info._runfiles:
            runfiles = runfiles.merge(info._runfiles) if runfiles else info._runfiles
    return java_info(
        outputs = [jar for info in providers for jar in info.outputs.jars],
        compiled = compile_class_paths([], [], providers, []),
        runtime_output_jars = [jar for info in providers for jar in info.runtime_output_jars],
        runtime = depset(transitive = [info.transitive_runtime_jars for info in providers], order = "preorder"),
        source_jars = [jar for info in providers for jar in info.source_jars],
        transitive_source_jars = depset(transitive = [info.transitive_source_jars for info in providers]),
        runfiles = runfiles,
    )

def _compile_of_4(
        ctx,
        output,
        java_toolchain,
        source_jars = [],
        source_files = [],
        output_source_jar = None,
        javac_opts = [],
        deps = [],
        exports = [],
        plugins = [],
        exported_plugins = [],
        annotation_processor_additional_inputs = [],
        annotation_processor_additional_outputs = [],
        strict_deps = "ERROR",
        host_javabase = None,
        sourcepath = [],
        resources = [],
        neverlink = False):
    interface, _ = compile_jar(ctx, output, java_toolchain, bool(source_jars or source_files), True)
    source_jar = output_source_jar or beside(ctx.actions, output, "-src.jar")
    own = [output] if source_jars or source_files or resources else []
    runtime = runtime_jars(own, exports = _runtime_of(exports), deps = _runtime_of(deps), runtime_deps = [], neverlink = neverlink)
    return java_info(
        outputs = [output_jar_of(output, [source_jar], interface)],
        runtime_output_jars = own,
        runtime = runtime,
        source_jars = [source_jar],
        transitive_source_jars = depset([source_jar], transitive = [info if model.is_unknown(info) else info.transitive_source_jars for info in deps + exports]),
        runfiles = model.runfiles_of(runtime),
        compiled = compiled_for(interface, output, exports, deps),
    )

def _compile_of_7(
        ctx,
        output,
        java_toolchain,
        source_jars = [],
        source_files = [],
        output_source_jar = None,
        javac_opts = [],
        deps = [],
        runtime_deps = [],
        exports = [],
        plugins = [],
        exported_plugins = [],
        native_libraries = [],
        annotation_processor_additional_inputs = [],
        annotation_processor_additional_outputs = [],
        strict_deps = "ERROR",
        bootclasspath = None,
        sourcepath = [],
        resources = [],
        neverlink = False,
        enable_annotation_processing = True,
        add_exports = [],
        add_opens = []):
    has_sources = bool(source_jars or source_files)
    return java_info_of(compiled_fields(
        ctx,
        output,
        java_toolchain,
        has_sources,
        [output] if has_sources or resources else [],
        output_source_jar = output_source_jar,
        javac_opts = javac_opts,
        deps = deps,
        runtime_deps = runtime_deps,
        exports = exports,
        plugins = plugins,
        exported_plugins = exported_plugins,
        neverlink = neverlink,
        strict_deps = strict_deps,
        enable_annotation_processing = enable_annotation_processing,
        add_exports = add_exports,
        add_opens = add_opens,
    ))

def _pack_sources(actions, output_jar = None, output_source_jar = None, **_only_for_actions):
    if output_source_jar:
        return output_source_jar
    return beside(actions, output_jar, "-src.jar")

def _run_ijar(actions, jar, java_toolchain, target_label = None):
    return beside(actions, jar, "-ijar.jar")

def _stamp_jar(actions, jar, target_label, java_toolchain):
    return beside(actions, jar, "-stamped.jar")

def _make_non_strict(info):
    return info if model.is_unknown(info) else java_info_of(non_strict_fields(info))

def _default_javac_opts(java_toolchain):
    return java_toolchain if model.is_unknown(java_toolchain) else java_toolchain._javac_options

def _is_toolchain_resolution_enabled(ctx):
    return model.option(ctx, "incompatible_use_toolchain_resolution_for_java_rules")

_MEMBERS_OF_4 = {
    "is_java_toolchain_resolution_enabled_do_not_use": _is_toolchain_resolution_enabled,
    "run_ijar": _run_ijar,
    "stamp_jar": _stamp_jar,
}

# Most of those of 7.7.1 are Unknown that nobody has asked for.
_MEMBERS_OF_7 = dict(
    {name: model.unknown("java_common." + name, "java_common.%s is not evaluated" % name) for name in [
        "BootClassPathInfo",
        "JavaRuntimeClasspathInfo",
        "default_javac_opts_depset",
        "internal_DO_NOT_USE",
    ]},
    JavaPluginInfo = JavaPluginInfo,
    run_ijar = _run_ijar,
    stamp_jar = _stamp_jar,
)

java_common = struct(
    JavaRuntimeInfo = JavaRuntimeInfo,
    JavaToolchainInfo = JavaToolchainInfo,
    compile = _compile_of_7 if IN_STARLARK else _compile_of_4,
    default_javac_opts = _default_javac_opts,
    make_non_strict = _make_non_strict,
    merge = _merge,
    pack_sources = _pack_sources,
    provider = JavaInfo,
    **(_MEMBERS_OF_7 if IN_STARLARK else _MEMBERS_OF_4)
)
