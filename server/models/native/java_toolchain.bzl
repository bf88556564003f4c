"""java_runtime, java_toolchain, java_package_configuration and the aliases that flags decide.

Read, by release:
- 4.2.3: rules/java/JavaRuntime.java, JavaToolchain.java, JavaPackageConfiguration.java, JavaRuntimeAliasRule.java.
- 7.7.1: common/java/java_runtime.bzl, java_toolchain.bzl, java_package_configuration.bzl. The aliases are those of rules_java there.
"""

load("@@_builtins//:java_info.bzl", "IN_STARLARK", "JavaRuntimeInfo", "JavaToolchainInfo")

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4", "7.7.0", "7.7.1"), verified = ["4.2.3", "7.7.1"])

def _directory(path):
    return path.rpartition("/")[0]

def _package_path(label):
    external = ["external/" + label.workspace_name] if label.workspace_name else []
    return "/".join(external + ([label.package] if label.package else []))

def _joined(home, path):
    return home + "/" + path if home else path

def _java_home(ctx):
    if not ctx.attr.java_home:
        return _package_path(ctx.label)
    home = ctx.expand_make_variables("java_home", ctx.attr.java_home, {})
    return home if home.startswith("/") else _joined(_package_path(ctx.label), home)

def _in_runfiles(ctx, path):
    external = "external/"
    return "../" + path[len(external):] if ctx.label.workspace_name and path.startswith(external) else path

def _java_runtime_impl(ctx):
    home = _java_home(ctx)
    if model.is_unknown(home):
        java = home
    else:
        if home.startswith("/") and ctx.files.srcs:
            fail("'java_home' with an absolute path requires 'srcs' to be empty.")
        java = _joined(home, "bin/java.exe" if model.host_os(ctx) == "windows" else "bin/java")
    given = [ctx.file.java] if ctx.file.java else []
    if given and not model.is_unknown(ctx.file.java):
        java = ctx.file.java.path
        if not (java + "/").endswith("/bin/java/"):
            fail("the path to 'java' must end in 'bin/java'.")
    srcs = [src if model.is_unknown(src) else src.files for src in ([] if model.is_unknown(ctx.attr.srcs) else ctx.attr.srcs)]
    unknown = [model.unknown_runfiles(ctx.attr.srcs).files] if model.is_unknown(ctx.attr.srcs) else []
    hermetic = depset(ctx.files.hermetic_srcs)
    files = depset(given, transitive = unknown + srcs + ([hermetic] if IN_STARLARK else []))
    runfiles = model.runfiles_of(files)
    in_runfiles = java if model.is_unknown(java) else _in_runfiles(ctx, java)
    fields = dict(
        files = files,
        java_executable_exec_path = java,
        java_executable_runfiles_path = in_runfiles,
        java_home = java if model.is_unknown(java) else _directory(_directory(java)),
        java_home_runfiles_path = in_runfiles if model.is_unknown(in_runfiles) else _directory(_directory(in_runfiles)),
    )
    return (_runtime_of_7(ctx, fields, hermetic) if IN_STARLARK else [platform_common.ToolchainInfo(**fields)]) + [
        platform_common.TemplateVariableInfo({
            "JAVA": java,
            "JAVABASE": java if model.is_unknown(java) else _directory(_directory(java)),
        }),
        DefaultInfo(files = files, default_runfiles = runfiles, data_runfiles = runfiles),
    ]

def _runtime_of_7(ctx, fields, hermetic):
    ct_sym = [file for file in ctx.files.srcs if not model.is_unknown(file) and file.path.endswith("/lib/ct.sym")] if not model.is_unknown(ctx.files.srcs) else []
    info = JavaRuntimeInfo(
        default_cds = ctx.file.default_cds,
        hermetic_files = hermetic,
        hermetic_static_libs = model.unknown("JavaRuntimeInfo.hermetic_static_libs", "the static libraries of JDKs are not modelled"),
        lib_ct_sym = ctx.file.lib_ct_sym or (ct_sym[0] if len(ct_sym) == 1 else None),
        lib_modules = ctx.file.lib_modules,
        version = ctx.attr.version,
        **fields
    )
    return [info, platform_common.ToolchainInfo(java_runtime = info)]

java_runtime = rule(
    implementation = _java_runtime_impl,
    provides = [JavaRuntimeInfo, platform_common.TemplateVariableInfo] if IN_STARLARK else [],
    # Attributes of later versions are known, too, so that their BUILD files can be read.
    attrs = {
        "default_cds": attr.label(allow_single_file = True),
        "hermetic_srcs": attr.label_list(allow_files = True),
        "hermetic_static_libs": attr.label_list(),
        "java": attr.label(allow_single_file = True, cfg = "exec"),
        "java_home": attr.string(),
        "lib_ct_sym": attr.label(allow_single_file = True),
        "lib_modules": attr.label(allow_single_file = True),
        "output_licenses": model.license(attr.string_list()),
        "srcs": attr.label_list(allow_files = True),
        "version": attr.int(),
    },
)

def _version(version, name):
    return version or model.unknown("JavaToolchainInfo." + name, "the version of the JDK that Bazel itself runs on is not known")

def _is_plain(option):
    return not any([char in option for char in " \t\n'\"\\$".elems()])

def _javac_options(ctx):
    """What every compilation is called with (JavaToolchain.java: getJavacOpts)."""
    if ctx.attr.javacopts or not all([_is_plain(option) for option in ctx.attr.misc]):
        return model.unknown("java_common.default_javac_opts", "options of a Java toolchain that Bazel expands are not modelled")
    versions = [("-source", ctx.attr.source_version), ("-target", ctx.attr.target_version)]
    lint = ["-Xlint:" + ",".join(ctx.attr.xlint)] if ctx.attr.xlint else []
    return [word for name, version in versions if version for word in (name, version)] + lint + ctx.attr.misc

def _all_javac_options(ctx):
    """Whatever a compilation may be called with: options of some packages and of some platforms, too."""
    if model.is_unknown(ctx.attr.package_configuration) or ctx.attr.package_configuration:
        return model.unknown("java_package_configuration", "options of javac that hold for some packages are not modelled")
    lists = [ctx.attr.misc, ctx.attr.javacopts]
    lists += [ctx.attr.compatible_javacopts] if model.is_unknown(ctx.attr.compatible_javacopts) else ctx.attr.compatible_javacopts.values()
    return [option for options in lists for option in ([options] if model.is_unknown(options) else options)]

def _compatible_javacopts(ctx):
    return {
        kind: depset([" ".join(options)], order = "preorder") if all([_is_plain(option) for option in options]) else model.unknown("java_toolchain", "options of a Java toolchain that Bazel expands are not modelled")
        for kind, options in ctx.attr.compatible_javacopts.items()
    }

def _java_toolchain_impl(ctx):
    zones = ctx.attr.timezone_data
    fields = dict(
        label = ctx.label,
        jvm_opt = depset(ctx.attr.jvm_opts),
        source_version = _version(ctx.attr.source_version, "source_version"),
        target_version = _version(ctx.attr.target_version, "target_version"),
        _forcibly_disable_header_compilation = ctx.attr.forcibly_disable_header_compilation,
        _header_compilers = [(name, getattr(ctx.attr, name)) for name in ["header_compiler", "header_compiler_direct"]],
        _javac_options = _javac_options(ctx),
        single_jar = model.unknown("JavaToolchainInfo.single_jar", "the tools of Java toolchains are not modelled"),
        tools = model.unknown("JavaToolchainInfo.tools", "the tools of Java toolchains are not modelled"),
        bootclasspath = model.unknown("JavaToolchainInfo.bootclasspath", "the tools of Java toolchains are not modelled"),
    )
    if IN_STARLARK:
        info = JavaToolchainInfo(
            _all_javac_options = _all_javac_options(ctx),
            _compatible_javacopts = _compatible_javacopts(ctx),
            java_runtime = model.unknown("JavaToolchainInfo.java_runtime", "the tools of Java toolchains are not modelled"),
            **dict(fields, **{name: model.unknown("JavaToolchainInfo." + name, "the tools of Java toolchains are not modelled") for name in ["ijar", "jacocorunner", "proguard_allowlister"]})
        )
        return [info, platform_common.ToolchainInfo(java = info), DefaultInfo()]
    return [platform_common.ToolchainInfo(timezone_data = [zones] if zones else [], **fields), DefaultInfo()]

# Lists of one tool; since Bazel 7 single labels, for which lists still stand (`_extract_singleton_list_value` of common/java/java_toolchain.bzl).
_TOOLS = ["deps_checker", "genclass", "header_compiler", "header_compiler_direct", "ijar", "javabuilder", "singlejar"]
_HAS_SINGLE_TOOLS = bazel_at_least("7.0.0")

# Of which the whole directory of a program may be given.
_MAY_BE_SEVERAL_FILES = ["ijar", "oneversion", "proguard_allowlister", "singlejar"]

def _program(name, **kwargs):
    if not _HAS_SINGLE_TOOLS or name in _MAY_BE_SEVERAL_FILES:
        return attr.label(allow_files = True, cfg = "exec", executable = _HAS_SINGLE_TOOLS, **kwargs)
    return attr.label(allow_single_file = True, cfg = "exec", executable = True, **kwargs)

def _tool(name):
    return _program(name) if _HAS_SINGLE_TOOLS else attr.label_list(allow_files = True, cfg = "exec")

def _file(**kwargs):
    return attr.label(allow_single_file = True, **kwargs) if _HAS_SINGLE_TOOLS else attr.label(allow_files = True, cfg = "exec")

_TOOLCHAIN_ATTRS = dict({name: _tool(name) for name in _TOOLS}, **{
    "android_linter": attr.label(allow_files = True, cfg = "exec"),
    "android_lint_data": attr.label_list(allow_files = True, cfg = "exec"),
    "android_lint_package_configuration": attr.label_list(allow_files = True, cfg = "exec"),
    "android_lint_jvm_opts": attr.string_list(),
    "android_lint_opts": attr.string_list(),
    "android_lint_runner": _program("android_lint_runner"),
    "bootclasspath": attr.label_list(allow_files = True),
    "bytecode_optimizer": attr.label(allow_files = True, cfg = "exec"),
    "compatible_javacopts": attr.string_list_dict(),
    "forcibly_disable_header_compilation": attr.bool(),
    "header_compiler_builtin_processors": attr.string_list(),
    "jacocorunner": _program("jacocorunner"),
    "java_runtime": attr.label(default = None if bazel_at_least("7.0.0") else "@bazel_tools//tools/jdk:current_host_java_runtime"),
    "javabuilder_data": attr.label_list(allow_files = True, cfg = "exec"),
    "javabuilder_jvm_opts": attr.string_list(),
    "javac": attr.label_list(allow_files = True),
    "javac_supports_multiplex_workers": attr.bool(default = True),
    "javac_supports_worker_cancellation": attr.bool(default = True),
    "javac_supports_worker_multiplex_sandboxing": attr.bool(),
    "javac_supports_workers": attr.bool(default = True),
    "javacopts": attr.string_list(),
    "jspecify_implicit_deps": _program("jspecify_implicit_deps"),
    "jspecify_javacopts": attr.string_list(),
    "jspecify_packages": attr.label_list(),
    "jspecify_processor": _program("jspecify_processor"),
    "jspecify_processor_class": attr.string(),
    "jspecify_stubs": attr.label_list(allow_files = True, cfg = "exec"),
    "jvm_opts": attr.string_list(),
    "local_java_optimization_configuration": attr.label_list(allow_files = True, cfg = "exec"),
    "misc": attr.string_list(),
    "oneversion": _program("oneversion"),
    "oneversion_allowlist": attr.label(allow_files = True, cfg = "exec"),
    "oneversion_allowlist_for_tests": _file(),
    "oneversion_whitelist": _file(),
    "output_licenses": model.license(attr.string_list()),
    "package_configuration": attr.label_list(),
    # A program in Python: where the Python toolchain is refused, so is what Java asks for.
    "proguard_allowlister": _program("proguard_allowlister", default = Label("@bazel_tools//tools/jdk:proguard_whitelister")),
    "reduced_classpath_incompatible_processors": attr.string_list(),
    "resourcejar": attr.label_list(allow_files = True, cfg = "exec"),
    "source_version": attr.string(),
    "target_version": attr.string(),
    "timezone_data": _file(cfg = "exec"),
    "tools": attr.label_list(allow_files = True),
    "turbine_data": attr.label_list(allow_files = True, cfg = "exec"),
    "turbine_incompatible_processors": attr.string_list(),
    "turbine_jvm_opts": attr.string_list(),
    "xlint": attr.string_list(),
})

_java_toolchain = rule(implementation = _java_toolchain_impl, attrs = _TOOLCHAIN_ATTRS) if _HAS_SINGLE_TOOLS else None

def _java_toolchain_macro(**kwargs):
    tools = {name: (value[0] if value else None) for name, value in kwargs.items() if name in _TOOLS and type(value) == "list"}
    _java_toolchain(**dict(kwargs, **tools))

java_toolchain = _java_toolchain_macro if _HAS_SINGLE_TOOLS else rule(implementation = _java_toolchain_impl, attrs = _TOOLCHAIN_ATTRS)

def _java_package_configuration_impl(_ctx):
    return [DefaultInfo()]

java_package_configuration = rule(
    implementation = _java_package_configuration_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "javacopts": attr.string_list(),
        "output_licenses": model.license(attr.string_list()),
        "packages": attr.label_list(cfg = "exec", providers = [PackageSpecificationInfo]),
        "system": attr.string(),
    },
)

def _alias_impl(ctx):
    return model.forward(ctx.attr._alias)

java_runtime_alias = rule(
    implementation = _alias_impl,
    attrs = {"_alias": attr.label(default = configuration_field("java", "javabase"))},
)

java_toolchain_alias = rule(
    implementation = _alias_impl,
    attrs = {"_alias": attr.label(default = configuration_field("java", "java_toolchain"))},
)
