"""java_library, java_import and java_plugin; java_binary.bzl has java_binary and java_test.

Read, by release:
- 4.2.3: rules/java/JavaLibrary.java, JavaBinary.java, JavaImport.java, JavaCommon.java, bazel/rules/java/BazelJavaSemantics.java.
- 7.7.1: see java_of_7.bzl.

A program carries its launcher script, the jars of its runtime class path, the data of everything it depends on, and the JDK's files where the JDK is part of a repository (--javabase).
"""

load(
    "@@_builtins//:java_content.bzl",
    "CODE_ATTRS",
    "JAVA_TOOLCHAIN",
    "OF_LIBRARIES",
    "OF_OTHERS",
    "attribute_error",
    "check_deps",
    "check_runtime_deps",
    "dependency_runfiles",
    "interface_of",
    "java_runfiles",
    "linked_attribute",
    "merged_runfiles",
    "own_jars",
    "plugins_attribute",
    "source_jars",
    "targets_of",
)
load("@@_builtins//:java_info.bzl", "IN_STARLARK", "JavaInfo", "JavaPluginInfo", "compile_class_paths", "compiled_for", "info_of", "jars_of", "java_info", "libraries_of", "output_jar_of", "runtime_jars")
load("@@_builtins//:java_of_7.bzl", "import_of_7", "interface_jar", "library_of_7", "plugin_of_7")
load("@@_builtins//:java_output_groups.bzl", "output_groups")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

# Libraries --------------------------------------------------------------------------------------

def _library(ctx):
    class_jar = ctx.outputs.class_jar
    interface = interface_of(ctx, class_jar)
    own = own_jars(ctx, class_jar)
    linked = [name for name in ["runtime_deps", "exports"] if hasattr(ctx.attr, name)]
    if ctx.attr.neverlink:
        runfiles = ctx.runfiles()
    else:
        runfiles = merged_runfiles(ctx, dependency_runfiles(ctx, linked) + [model.runfiles_of(depset(own))])
    info = java_info(
        outputs = [output_jar_of(class_jar, [ctx.outputs.source_jar], interface)],
        runtime_output_jars = own,
        runtime = runtime_jars(
            own,
            exports = [jars_of(targets_of(ctx, ["exports"]))],
            deps = [jars_of(targets_of(ctx, ["deps"]))],
            runtime_deps = [jars_of(targets_of(ctx, ["runtime_deps"]))],
            neverlink = ctx.attr.neverlink,
        ),
        source_jars = [ctx.outputs.source_jar],
        transitive_source_jars = source_jars(ctx, ctx.outputs.source_jar, ["runtime_deps", "exports", "deps"]),
        neverlink = ctx.attr.neverlink,
        compiled = compiled_for(interface, class_jar, libraries_of(targets_of(ctx, ["exports"])), libraries_of(targets_of(ctx, ["deps"]))),
    )
    files = depset([class_jar])
    return [info, output_groups(info, files), DefaultInfo(files = files, default_runfiles = runfiles, data_runfiles = runfiles)]

def _java_library_impl(ctx):
    check_deps(ctx)
    check_runtime_deps(ctx)
    return _library(ctx)

_LIBRARY_OUTPUTS = {
    "class_jar": "lib%{name}.jar",
    "source_jar": "lib%{name}-src.jar",
}

_PLUGIN_ATTRS = dict(
    CODE_ATTRS,
    neverlink = attr.bool(),
    proguard_specs = attr.label_list(allow_files = True),
    _java_toolchain = JAVA_TOOLCHAIN,
)

java_library = rule(
    implementation = library_of_7 if IN_STARLARK else _java_library_impl,
    provides = [JavaInfo],
    toolchains = OF_LIBRARIES,
    attrs = dict(
        _PLUGIN_ATTRS,
        exported_plugins = plugins_attribute(),
        exports = linked_attribute(),
        runtime_deps = linked_attribute(files = True),
    ),
    outputs = _LIBRARY_OUTPUTS,
)

java_plugin = rule(
    implementation = plugin_of_7 if IN_STARLARK else _library,
    provides = [JavaPluginInfo if IN_STARLARK else JavaInfo],
    toolchains = OF_OTHERS,
    attrs = dict(
        _PLUGIN_ATTRS,
        generates_api = attr.bool(),
        output_licenses = model.license(attr.string_list()),
        processor_class = attr.string(),
    ),
    outputs = _LIBRARY_OUTPUTS,
)

def _given_jars(ctx):
    jars = []
    for target in targets_of(ctx, ["jars"]):
        info = info_of(target)
        if info and not model.is_unknown(info):
            attribute_error(ctx, "jars", "should not refer to Java rules")
        files = target if model.is_unknown(target) else target.files.to_list()
        for file in [files] if model.is_unknown(files) else files:
            if model.is_unknown(file):
                jars.append(file)
            elif not file.basename.endswith(".jar"):
                attribute_error(ctx, "jars", "%s is not a .jar file" % file.basename)
            elif file in [jar for jar in jars if not model.is_unknown(jar)]:
                attribute_error(ctx, "jars", "%s is a duplicate" % file.basename)
            else:
                jars.append(file)
    return jars

def _path_in_root(jar):
    """`Artifact.getRootRelativePath`: of what is made, the repository is part of it."""
    if not jar.short_path.startswith("../"):
        return jar.short_path
    return jar.short_path.split("/", 2)[2] if jar.is_source else "external/" + jar.short_path[len("../"):]

def _java_import_impl(ctx):
    jars = _given_jars(ctx)
    targets = targets_of(ctx, ["deps", "exports"])
    if ctx.attr.neverlink:
        runfiles = ctx.runfiles()
    else:
        # Data of runtime_deps stays behind; their jars come by the class path.
        runfiles = merged_runfiles(
            ctx,
            [model.collect(ctx, default = ["deps", "exports"]), model.collect(ctx, data = ["data"], default = ["deps"])] +
            java_runfiles(targets) +
            [model.runfiles_of(depset(jars))],
        )
    interfaces = [interface_jar(ctx, jar, _path_in_root) for jar in jars]
    sources = [ctx.file.srcjar] if ctx.file.srcjar else []
    info = java_info(
        outputs = [output_jar_of(jar, sources, interface) for jar, interface in zip(jars, interfaces)],
        compiled = compile_class_paths(interfaces, jars, libraries_of(targets_of(ctx, ["exports"])), libraries_of(targets_of(ctx, ["deps"]))),
        runtime_output_jars = jars,
        runtime = runtime_jars(
            jars,
            exports = [jars_of(targets_of(ctx, ["exports"]))],
            deps = [jars_of(targets)],
            runtime_deps = [jars_of(targets_of(ctx, ["runtime_deps"]))],
            neverlink = ctx.attr.neverlink,
        ),
        source_jars = sources,
        transitive_source_jars = source_jars(ctx, ctx.file.srcjar, ["exports"]),
        neverlink = ctx.attr.neverlink,
    )
    return [info, output_groups(info, depset()), DefaultInfo(files = depset(jars), default_runfiles = runfiles, data_runfiles = runfiles)]

def _imported(files = False):
    return attr.label_list(
        allow_files = [".jar"] if files else False,
        allow_rules = ["java_library", "java_import", "cc_library", "cc_binary"],
        flags = ["SKIP_ANALYSIS_TIME_FILETYPE_CHECK"],
        providers = [JavaInfo],
    )

java_import = rule(
    implementation = import_of_7 if IN_STARLARK else _java_import_impl,
    provides = [JavaInfo],
    toolchains = OF_OTHERS,
    attrs = {
        "add_exports": attr.string_list(),
        "add_opens": attr.string_list(),
        "constraints": model.order_independent(attr.string_list(configurable = False)) if not bazel_at_least("7.0.0") else attr.string_list(configurable = False),
        "data": attr.label_list(allow_files = True),
        "deps": _imported(),
        "exports": _imported(),
        "jars": attr.label_list(allow_files = [".jar"], mandatory = True),
        "neverlink": attr.bool(),
        "proguard_specs": attr.label_list(allow_files = True),
        "runtime_deps": _imported(files = True),
        "srcjar": attr.label(allow_single_file = [".srcjar", ".jar"]),
        "_java_toolchain": JAVA_TOOLCHAIN,
    },
)
