"""What the rules of java.bzl and java_binary.bzl have in common: what a library consists of, and what code may depend on."""

load("@@_builtins//:cc_info.bzl", "CcInfo")
load("@@_builtins//:java_info.bzl", "IN_STARLARK", "JavaInfo", "JavaPluginInfo", "info_of")
load("@@_builtins//:java_info_of_7.bzl", "compile_jar")
load("@@_builtins//:java_of_7.bzl", "RUNTIME_TYPE")
load("@@_builtins//:proto_info.bzl", "info_in")

def attribute_error(ctx, attribute, message):
    fail("in %s attribute of %s rule %s: %s" % (attribute, model.rule_class(ctx), ctx.label, message))

def targets_of(ctx, attributes):
    """All targets of the attributes; an Unknown stands for those of an attribute that is not known."""
    result = []
    for name in attributes:
        targets = getattr(ctx.attr, name, [])
        result.extend([targets] if model.is_unknown(targets) else targets)
    return result

# Runfiles ---------------------------------------------------------------------------------------

def java_runfiles(targets):
    """The JavaRunfilesProviders of targets: java_proto_library has its runfiles there and not in its DefaultInfo."""
    result = []
    for target in targets:
        info = info_of(target)
        if model.is_unknown(info):
            result.append(model.unknown_runfiles(info))
        elif info and info._runfiles:
            result.append(info._runfiles)
    return result

def merged_runfiles(ctx, all):
    runfiles = ctx.runfiles()
    for each in all:
        runfiles = runfiles.merge(each)
    return runfiles

def dependency_runfiles(ctx, linked):
    """Runfiles of data, srcs and deps, then those of the attributes in `linked`."""
    targets = targets_of(ctx, linked)
    return [model.collect(ctx, data = ["data"], default = [name for name in ["srcs", "deps"] if hasattr(ctx.attr, name)])] + \
           java_runfiles(targets_of(ctx, ["srcs", "deps"])) + \
           [model.collect(ctx, default = linked)] + \
           java_runfiles(targets)

# Content of a library ---------------------------------------------------------------------------

_SOURCES = (".java", ".srcjar", ".properties")

def own_jars(ctx, class_jar):
    """The jar, if there is anything in it; an Unknown where that is not known."""
    attributes = [name for name in ["resources", "resource_jars", "classpath_resources"] if hasattr(ctx.attr, name)]
    unknown = None
    for name in ["srcs"] + attributes:
        for target in targets_of(ctx, [name]):
            files = target if model.is_unknown(target) else target.files.to_list()
            if model.is_unknown(files):
                unknown = files
            elif any([name != "srcs" or file.basename.endswith(_SOURCES) for file in files]):
                return [class_jar]
    return [unknown] if unknown else []

def _has_sources(ctx):
    unknown = None
    for file in [ctx.attr.srcs] if model.is_unknown(ctx.attr.srcs) else [ctx.files.srcs] if model.is_unknown(ctx.files.srcs) else ctx.files.srcs:
        if model.is_unknown(file):
            unknown = file
        elif file.basename.endswith((".java", ".srcjar")):
            return True
    return unknown or False

def interface_of(ctx, class_jar):
    """Before Bazel 7: a library of sources, but no program, is compiled for its dependents, too."""
    return compile_jar(ctx, class_jar, info_in(ctx.attr._java_toolchain, platform_common.ToolchainInfo), _has_sources(ctx), True)[0]

def check_deps(ctx):
    if not ctx.attr.srcs and ctx.attr.deps:
        attribute_error(ctx, "deps", "deps not allowed without srcs; move to runtime_deps?")

def check_runtime_deps(ctx):
    """Bazel only warns, unless it is told to refuse."""
    if model.option(ctx, "experimental_allow_runtime_deps_on_neverlink"):
        return
    for target in targets_of(ctx, ["runtime_deps"]):
        info = info_of(target)
        if info and not model.is_unknown(info) and info._neverlink:
            model.refuse("runtime_deps", "neverlink dep %s not allowed in runtime deps" % target.label)

def source_jars(ctx, source_jar, attributes):
    infos = [info_of(target) for target in targets_of(ctx, attributes)]
    return depset([source_jar] if source_jar else [], transitive = [info if model.is_unknown(info) else info.transitive_source_jars for info in infos if info])

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

def linked_attribute(files = False, providers = _LIBRARIES if IN_STARLARK else [[JavaInfo]]):
    return attr.label_list(
        allow_files = [".jar"] if files else False,
        allow_rules = _LINKED_RULES,
        flags = ["SKIP_ANALYSIS_TIME_FILETYPE_CHECK"],
        providers = providers,
    )

def plugins_attribute(files = False):
    if IN_STARLARK:
        return attr.label_list(allow_files = files, providers = [JavaPluginInfo], cfg = "exec")
    return attr.label_list(allow_files = files, allow_rules = ["java_plugin"], cfg = "exec")

# Attributes of later versions are known, too, so that their BUILD files can be read.
CODE_ATTRS = {
    "add_exports": attr.string_list(),
    "add_opens": attr.string_list(),
    "bootclasspath": attr.label(),
    "data": attr.label_list(allow_files = True),
    "deps": linked_attribute(files = True, providers = _LIBRARIES),
    "javabuilder_jvm_flags": attr.string_list(),
    "javacopts": attr.string_list(),
    "plugins": plugins_attribute(files = True),
    "resource_jars": model.order_independent(attr.label_list(allow_files = [".jar"])),
    "resource_strip_prefix": attr.string(),
    "resources": model.order_independent(attr.label_list(allow_files = True)),
    "srcs": model.order_independent(attr.label_list(allow_files = list(_SOURCES))),
}

# Whatever compiles or reads Java asks for a Java toolchain.
JAVA_TOOLCHAIN = attr.label(default = "@bazel_tools//tools/jdk:current_java_toolchain")

# Before Bazel 7 whatever may hold native code asks for a C++ toolchain; since then programs do.
_CPP_TOOLCHAIN = ["@bazel_tools//tools/cpp:toolchain_type"]
_COMPILING = ["@bazel_tools//tools/jdk:toolchain_type"]
OF_LIBRARIES = _COMPILING if IN_STARLARK else _CPP_TOOLCHAIN
OF_OTHERS = _COMPILING if IN_STARLARK else []
OF_PROGRAMS = _COMPILING + _CPP_TOOLCHAIN + [RUNTIME_TYPE] if IN_STARLARK else _CPP_TOOLCHAIN
