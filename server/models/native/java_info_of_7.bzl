"""What JavaInfo and JavaPluginInfo tell since they are Starlark: of the class path of runs, and of what compilations read (common/java/java_info.bzl and java_common_internal_for_builtins.bzl of 7.7.1).

Functions give the fields of an instance; java_info.bzl makes the instances. A value is Unknown where the Java toolchain that decides it is.
"""

load("@@_builtins//:java_headers.bzl", "header_compilation")

_OUTPUT_FIELDS = [
    "class_jar",
    "compile_jar",
    "ijar",
    "compile_jdeps",
    "generated_class_jar",
    "generated_source_jar",
    "native_headers_jar",
    "manifest_proto",
    "jdeps",
    "source_jars",
    "source_jar",
]
_JavaOutputInfo = provider(fields = _OUTPUT_FIELDS)
_ModuleFlagsInfo = provider(fields = ["add_exports", "add_opens"])
_JavaRuleOutputJarsInfo = provider(fields = ["jars", "jdeps", "native_headers"])
_JavaGenJarsInfo = provider(fields = [
    "enabled",
    "class_jar",
    "source_jar",
    "transitive_class_jars",
    "transitive_source_jars",
    "processor_classpath",
    "processor_classnames",
])
_JavaCompilationInfo = provider(fields = ["boot_classpath", "javac_options", "javac_options_list", "compilation_classpath", "runtime_classpath"])
_JavaPluginDataInfo = provider(fields = ["processor_classes", "processor_jars", "processor_data"])

def _given(value):
    return [value] if model.is_unknown(value) or value else []

def _unknown(values):
    return [value for value in values if model.is_unknown(value)]

def _each(infos, name):
    """A field of many instances, an Unknown for each that is not known."""
    return [info if model.is_unknown(info) else getattr(info, name) for info in infos]

def _preorder(sets, direct = []):
    return depset(direct, transitive = sets, order = "preorder")

def _once(items):
    """Lists of an instance hold nothing twice."""
    known = [item for item in items if not model.is_unknown(item)]
    return depset(known).to_list() + [item for item in items if model.is_unknown(item)]

def _outputs_once(outputs):
    """What tells the same is told once; where that cannot be compared, jars that differ tell that nothing is told twice."""
    unknown = _unknown([value for output in outputs for value in ([output] if model.is_unknown(output) else _fields_of(output))])
    if not unknown:
        return depset(outputs).to_list()
    jars = _each(outputs, "class_jar")
    return outputs if not _unknown(jars) and len(_once(jars)) == len(jars) else unknown[0]

def _fields_of(output):
    return [getattr(output, name) for name in _OUTPUT_FIELDS]

def _module_flags(infos, add_exports = [], add_opens = []):
    flags = _each(infos, "module_flags_info")
    return _ModuleFlagsInfo(
        add_exports = depset(add_exports, transitive = _each(flags, "add_exports")),
        add_opens = depset(add_opens, transitive = _each(flags, "add_opens")),
    )

# Plugins ----------------------------------------------------------------------------------------

_NO_PLUGINS = _JavaPluginDataInfo(processor_classes = depset(), processor_jars = depset(), processor_data = depset())

def _merged_plugins(infos, name):
    plugins = _each(infos, name)
    return _JavaPluginDataInfo(
        processor_classes = depset(transitive = _each(plugins, "processor_classes")),
        processor_jars = depset(transitive = _each(plugins, "processor_jars")),
        processor_data = depset(transitive = _each(plugins, "processor_data")),
    )

def _init_java_plugin_info(runtime_deps, processor_class, data = [], generates_api = False):
    plugins = _JavaPluginDataInfo(
        processor_classes = depset(_given(processor_class)),
        processor_jars = _preorder(_each(runtime_deps, "transitive_runtime_jars")),
        processor_data = depset(transitive = [data]) if model.is_unknown(data) or type(data) == "depset" else depset(data),
    )
    return dict(
        plugins = plugins,
        api_generating_plugins = generates_api if model.is_unknown(generates_api) else (plugins if generates_api else _NO_PLUGINS),
        java_outputs = _outputs_once(_concatenated(_each(runtime_deps, "java_outputs"))),
    )

JavaPluginInfo, _new_java_plugin_info = provider(
    fields = ["api_generating_plugins", "java_outputs", "plugins"],
    init = _init_java_plugin_info,
)

def _concatenated(lists):
    return [item for each in lists for item in ([each] if model.is_unknown(each) else each)]

# Instances --------------------------------------------------------------------------------------

# What instances tell that do not know of it (`JavaGenJarsProvider.EMPTY`, which 7.7.1 puts in the place of None).
_NO_PROCESSING = _JavaGenJarsInfo(
    enabled = False,
    class_jar = None,
    source_jar = None,
    transitive_class_jars = depset(),
    transitive_source_jars = depset(),
    processor_classnames = [],
    processor_classpath = depset(),
)

def _of_processing(infos, name):
    """What annotation processing made of dependencies."""
    return _each(_each(infos, "annotation_processing"), name)

def _native_libraries():
    return model.unknown("JavaInfo.transitive_native_libraries", "the native libraries of Java libraries are not modelled")

def _base_fields(
        output_jar,
        compile_jar,
        source_jar,
        compile_jdeps,
        generated_class_jar,
        generated_source_jar,
        native_headers_jar,
        manifest_proto,
        neverlink,
        deps,
        exports,
        exported_plugins,
        jdeps):
    """_javainfo_init_base."""
    compile_jars = _given(compile_jar)
    outputs = [_JavaOutputInfo(
        class_jar = output_jar,
        compile_jar = compile_jar,
        ijar = compile_jar,
        compile_jdeps = compile_jdeps,
        generated_class_jar = generated_class_jar,
        generated_source_jar = generated_source_jar,
        native_headers_jar = native_headers_jar,
        manifest_proto = manifest_proto,
        jdeps = jdeps,
        source_jars = depset(_given(source_jar)),
        source_jar = source_jar,
    )]
    return dict(
        transitive_compile_time_jars = _preorder(_each(exports + deps, "transitive_compile_time_jars"), compile_jars),
        compile_jars = _preorder(_each(exports, "compile_jars"), compile_jars),
        full_compile_jars = _preorder(_each(exports, "full_compile_jars"), [output_jar]),
        source_jars = _given(source_jar),
        runtime_output_jars = [output_jar],
        plugins = _merged_plugins(exported_plugins + exports, "plugins"),
        api_generating_plugins = _merged_plugins(exported_plugins + exports, "api_generating_plugins"),
        java_outputs = outputs,
        outputs = _JavaRuleOutputJarsInfo(jars = outputs, jdeps = jdeps, native_headers = native_headers_jar),
        annotation_processing = _JavaGenJarsInfo(
            enabled = False,
            class_jar = generated_class_jar,
            source_jar = generated_source_jar,
            transitive_class_jars = depset(_given(generated_class_jar), transitive = _of_processing(deps + exports, "transitive_class_jars")),
            transitive_source_jars = depset(_given(generated_source_jar), transitive = _of_processing(deps + exports, "transitive_source_jars")),
            processor_classnames = [],
            processor_classpath = depset(),
        ),
        compilation_info = None,
        transitive_native_libraries = _native_libraries(),
        _transitive_full_compile_time_jars = _preorder(_each(exports + deps, "_transitive_full_compile_time_jars"), [output_jar]),
        _is_library = True,
        # By which `runtime_deps` refuse a library.
        _neverlink = neverlink,
        _runfiles = None,
    )

def _runtime_jars(own, deps, runtime_deps, exports, neverlink):
    return depset() if neverlink else _preorder(_each(exports + deps + runtime_deps, "transitive_runtime_jars"), own)

def init_java_info(
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
        native_libraries = [],
        add_exports = [],
        add_opens = []):
    base = _base_fields(output_jar, compile_jar, source_jar, compile_jdeps, generated_class_jar, generated_source_jar, native_headers_jar, manifest_proto, neverlink, deps, exports, exported_plugins, jdeps)
    return dict(
        base,
        transitive_runtime_jars = _runtime_jars([output_jar], deps, runtime_deps, exports, neverlink),
        transitive_source_jars = depset(_given(source_jar), transitive = _each(deps + runtime_deps + exports, "transitive_source_jars")),
        # Those of `runtime_deps` stay behind (--incompatible_java_info_merge_runtime_module_flags is off).
        module_flags_info = _module_flags(deps + exports, add_exports, add_opens),
    )

def fields_of_merge(infos, java_outputs = True, source_jars = True):
    """`merge` of java_info.bzl."""
    outputs = _outputs_once(_concatenated(_each(infos, "java_outputs"))) if java_outputs else []
    return dict(
        {
            name: _preorder(_each(infos, name))
            for name in ["transitive_runtime_jars", "transitive_compile_time_jars", "compile_jars", "full_compile_jars", "_transitive_full_compile_time_jars"]
        },
        runtime_output_jars = _once(_concatenated(_each(infos, "runtime_output_jars"))) if java_outputs else [],
        source_jars = _once(_concatenated(_each(infos, "source_jars"))) if source_jars else [],
        transitive_source_jars = depset(transitive = _each(infos, "transitive_source_jars") if source_jars else []),
        java_outputs = outputs,
        outputs = _JavaRuleOutputJarsInfo(jars = outputs, jdeps = None, native_headers = None),
        module_flags_info = _module_flags(infos),
        plugins = _merged_plugins(infos, "plugins"),
        api_generating_plugins = _merged_plugins(infos, "api_generating_plugins"),
        annotation_processing = _NO_PROCESSING,
        compilation_info = None,
        transitive_native_libraries = _native_libraries(),
        _is_library = True,
        _neverlink = any([neverlink for neverlink in _each(infos, "_neverlink") if not model.is_unknown(neverlink)]),
        _runfiles = None,
    )

def fields_of_program(fields):
    """to_java_binary_info: from what was compiled for a program, nothing can be compiled or linked."""
    outputs = [_JavaOutputInfo(
        class_jar = output.class_jar,
        compile_jar = None,
        ijar = None,
        compile_jdeps = None,
        generated_class_jar = output.generated_class_jar,
        generated_source_jar = output.generated_source_jar,
        native_headers_jar = output.native_headers_jar,
        manifest_proto = output.manifest_proto,
        jdeps = output.jdeps,
        source_jars = output.source_jars,
        source_jar = output.source_jar,
    ) for output in fields["java_outputs"]]
    return dict(
        fields,
        transitive_runtime_jars = depset(),
        transitive_compile_time_jars = depset(),
        compile_jars = depset(),
        full_compile_jars = depset(),
        runtime_output_jars = [],
        plugins = _NO_PLUGINS,
        api_generating_plugins = _NO_PLUGINS,
        module_flags_info = _module_flags([]),
        java_outputs = outputs,
        outputs = _JavaRuleOutputJarsInfo(jars = outputs, jdeps = outputs[0].jdeps, native_headers = outputs[0].native_headers_jar),
        compilation_info = model.unknown("JavaInfo.compilation_info", "the compilation_info of programs is not modelled"),
        _transitive_full_compile_time_jars = depset(),
        _is_library = False,
        _neverlink = False,
    )

def non_strict_fields(info):
    """make_non_strict."""
    fields = {name: getattr(info, name) for name in dir(info) if name not in ["to_json", "to_proto"]}
    return dict(fields, compile_jars = info.transitive_compile_time_jars, full_compile_jars = info._transitive_full_compile_time_jars)

# Compilation ------------------------------------------------------------------------------------

def beside(actions, jar, ending):
    """A file that is named after a jar (paths.replace_extension)."""
    if model.is_unknown(jar):
        return jar
    dot = jar.basename.rfind(".")
    return actions.declare_file((jar.basename[:dot] if dot > 0 else jar.basename) + ending, sibling = jar)

def compile_jar(ctx, output, toolchain, has_sources, for_dependents):
    """The jar that dependents are compiled with, and what the header compiler tells of its dependencies."""
    if model.is_unknown(has_sources):
        return has_sources, has_sources
    if not has_sources:
        return None, None
    if not for_dependents:
        return output, None
    by_ijar = model.option(ctx, "use_ijars")
    by_headers = header_compilation(ctx, toolchain)
    unknown = _unknown([toolchain, by_headers, by_ijar])
    if unknown:
        return unknown[0], unknown[0]
    if by_headers:
        return beside(ctx.actions, output, "-hjar.jar"), beside(ctx.actions, output, "-hjar.jdeps")
    return beside(ctx.actions, output, "-ijar.jar") if by_ijar else output, None

def _named_processors(ctx, toolchain, javac_opts):
    """Whether options of the compiler ask for annotation processing."""
    of_flag = model.option(ctx, "javacopt")
    of_toolchain = toolchain if model.is_unknown(toolchain) else toolchain._all_javac_options
    unknown = _unknown([javac_opts, of_flag, of_toolchain])
    if unknown:
        return unknown[0]
    given = javac_opts.to_list() if type(javac_opts) == "depset" else javac_opts
    for option in given + of_flag + of_toolchain:
        if model.is_unknown(option):
            return option
        if "-processor" in option:
            return model.unknown("JavaInfo.annotation_processing", "annotation processors that options of javac name are not modelled")
    return False

def _processing(ctx, toolchain, plugins, javac_opts, enabled):
    """Whether annotation processors run."""
    classes = plugins.processor_classes.to_list()
    if model.is_unknown(classes):
        return classes
    return True if classes and enabled else _named_processors(ctx, toolchain, javac_opts)

def _tells_dependencies(ctx, has_sources):
    """JavaConfiguration.getGenerateJavaDeps."""
    by_flag = model.option(ctx, "java_deps")
    reduced_class_path = model.option(ctx, "experimental_java_classpath")
    unknown = _unknown([has_sources, by_flag, reduced_class_path])
    return unknown[0] if unknown else bool(has_sources and (by_flag or reduced_class_path.lower() != "off"))

def _if(condition, file):
    """What is made under a condition."""
    return condition if model.is_unknown(condition) else (file if condition else None)

def compiled_fields(
        ctx,
        output,
        java_toolchain,
        has_sources,
        own,
        output_source_jar = None,
        javac_opts = [],
        deps = [],
        runtime_deps = [],
        exports = [],
        plugins = [],
        exported_plugins = [],
        neverlink = False,
        strict_deps = "ERROR",
        enable_annotation_processing = True,
        for_dependents = True,
        with_compilation_info = True,
        add_exports = [],
        add_opens = []):
    """`compile` of java_common_internal_for_builtins.bzl. `own` is the jar where anything is in it, be it compiled or a resource."""
    used_plugins = _merged_plugins(plugins + deps, "plugins")
    processing = _processing(ctx, java_toolchain, used_plugins, javac_opts, enable_annotation_processing)
    interface, compile_jdeps = compile_jar(ctx, output, java_toolchain, has_sources, for_dependents)
    jdeps = _if(_tells_dependencies(ctx, has_sources), beside(ctx.actions, output, ".jdeps"))
    ending = "." + output.extension
    source_jar = output_source_jar or beside(ctx.actions, output, "-src.jar")
    base = _base_fields(
        output_jar = output,
        compile_jar = interface,
        source_jar = source_jar,
        compile_jdeps = compile_jdeps if model.is_unknown(compile_jdeps) or compile_jdeps else jdeps,
        generated_class_jar = _if(processing, beside(ctx.actions, output, "-gen" + ending)),
        generated_source_jar = _if(processing, beside(ctx.actions, output, "-gensrc" + ending)),
        native_headers_jar = beside(ctx.actions, output, "-native-header" + ending),
        manifest_proto = beside(ctx.actions, output, ending + "_manifest_proto"),
        neverlink = neverlink,
        deps = deps,
        exports = exports,
        exported_plugins = exported_plugins,
        jdeps = jdeps if with_compilation_info else None,
    )
    direct = [] if strict_deps == "OFF" else _each(deps, "compile_jars")
    processed = base["annotation_processing"]
    return dict(
        base,
        runtime_output_jars = own,
        transitive_runtime_jars = _runtime_jars(own, deps, runtime_deps, exports, neverlink),
        transitive_source_jars = depset([source_jar], transitive = _each(runtime_deps + exports + deps, "transitive_source_jars")),
        module_flags_info = _module_flags(runtime_deps + exports + deps, add_exports, add_opens),
        compilation_info = _JavaCompilationInfo(
            boot_classpath = _of_compiler("boot_classpath"),
            javac_options = _of_compiler("javac_options"),
            javac_options_list = _of_compiler("javac_options_list"),
            compilation_classpath = _preorder([_preorder(direct)] + _each(deps, "transitive_compile_time_jars")),
            runtime_classpath = _preorder(_each(runtime_deps + deps, "transitive_runtime_jars"), own),
        ) if with_compilation_info else None,
        annotation_processing = _JavaGenJarsInfo(
            enabled = processing,
            class_jar = processed.class_jar,
            source_jar = processed.source_jar,
            transitive_class_jars = processed.transitive_class_jars,
            transitive_source_jars = processed.transitive_source_jars,
            processor_classnames = used_plugins.processor_classes.to_list() if enable_annotation_processing else [],
            processor_classpath = used_plugins.processor_jars,
        ) if with_compilation_info else _NO_PROCESSING,
    )

def _of_compiler(name):
    return model.unknown("JavaInfo.compilation_info." + name, "what the compiler is called with is not modelled")
