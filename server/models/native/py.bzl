"""py_binary, py_library, py_test and py_runtime as Bazel had them before rules_python took them over with Bazel 8.

Read, by release:
- 4.2.3: PyCommon.java, PyExecutable.java, PyLibrary.java, PyRuntime.java and BazelPythonSemantics.java of that release, and runs of it. They served up to 6.5.
- 7: the Starlark that replaced them, common/python/{common,py_executable,py_executable_bazel,py_library,py_runtime_rule}.bzl, in the "pristine copy" that rules_python took two months before 7.0 (3508ee78). What
  runfiles hold is the same, but for sources that end in `.py3`. The interpreter is found by tools/python/toolchain.bzl (0a106430, 2023), as in 4.2.3.
"""

load(":cc_info.bzl", "CcInfo")
load(":cc_toolchain_info.bzl", "TOOLCHAIN_OF_PROGRAMS")
load(":launcher.bzl", "CPP_TOOLCHAIN", "LAUNCHER")
load(":py_info.bzl", "DEFAULT_SHEBANG", "PyInfo", "PyRuntimeInfo", "RUNTIME_FIELDS", "new_py_runtime_info")
load(":stamp.bzl", "stamp_attr")

model.describe(of = "bazel", checked = ("4.2.3", "7.7.1"), verified = ["4.2.3", "7.7.1"])

def _python_sources(ctx):
    """The files of srcs that are Python (`PYTHON_SOURCE`, `filter_to_py_srcs`)."""
    if model.is_unknown(ctx.files.srcs):
        return [ctx.files.srcs]
    extensions = ["py"] if model.at_least(ctx, "7.0.0") else ["py", "py3"]
    return [file for file in ctx.files.srcs if file.extension in extensions]

def _converted(ctx):
    """Sources for Python 2 that Bazel 4 hands to 2to3 in a program for Python 3 (`PythonUtils.generate2to3Actions`): where they lie among the runfiles → what is made of them."""
    version = ctx.attr.srcs_version
    if model.is_unknown(version) or version != "PY2" or bazel_at_least("7.0.0") or model.option(ctx, "python_version") == "PY2":
        return version if model.is_unknown(version) else {}
    if model.at_least(ctx, "5.0.0"):
        return model.unknown("srcs_version", "what becomes of sources for Python 2 is known for Bazel 4 and 7 only")
    converted = {}
    for file in _python_sources(ctx):
        if model.is_unknown(file):
            return file
        if (file.owner.workspace_name, file.owner.package) != (ctx.label.workspace_name, ctx.label.package):
            fail("cannot perform 2to3 conversion on source file %s from another package" % file.path)
        if not file.is_source:
            return model.unknown("srcs_version", "Bazel refuses to convert a file that is made, where it meets its maker")
        path = file.short_path.split("/", 2)[2] if file.short_path.startswith("../") else file.short_path
        converted[path] = ctx.actions.declare_file(path[len(ctx.label.package) + 1:] if ctx.label.package else path)
    return converted

def _files_and_runfiles(ctx, executable):
    """What is built of a target, and its runfiles without those of the interpreter; `executable` is a list."""
    converted = _converted(ctx)
    if model.is_unknown(converted):
        return depset([converted] + executable), model.unknown_runfiles(converted)
    own = executable if converted else _python_sources(ctx) + executable
    runfiles = model.runfiles_of(depset(own)).merge(ctx.runfiles(symlinks = converted)).merge(model.collect(ctx, data = ["data"], default = ["srcs", "deps"]))
    return depset((converted.values() if converted else _python_sources(ctx)) + executable), runfiles

def _sources(ctx):
    deps = [info.transitive_sources for info in model.provided(ctx, "deps", PyInfo)]
    return depset(_python_sources(ctx), transitive = deps, order = "postorder")

def _imports(ctx):
    """Directories of the runfiles tree (`PyCommon.collectImports`, get_imports in common_bazel.bzl of 7.7.1)."""
    of_deps = [info.imports for info in model.provided(ctx, "deps", PyInfo)]
    if model.is_unknown(ctx.attr.imports):
        return depset(transitive = of_deps + [ctx.attr.imports])
    directories = []
    for given in ctx.attr.imports:
        expanded = ctx.expand_make_variables("imports", given, {})
        if model.is_unknown(expanded):
            directories.append(expanded)
        elif not expanded.startswith("/"):
            directories.append(_import_directory(ctx, expanded))
    return depset(directories, transitive = of_deps)

def _import_directory(ctx, path):
    root = ctx.label.workspace_name or ctx.workspace_name
    segments = []
    for segment in [root] + ctx.label.package.split("/") + path.split("/"):
        if segment == ".." and segments:
            segments.pop()
        elif segment == "..":
            fail("Path '%s' references a path above the execution root" % path)
        elif segment not in ["", "."]:
            segments.append(segment)
    return "/".join(segments) or "."

# What `srcs_version` makes code for one version alone; with Bazel 4 code for Python 2 is converted instead.
_ONLY_FOR = {
    "has_py2_only_sources": ["PY2", "PY2ONLY"] if bazel_at_least("7.0.0") else ["PY2ONLY"],
    "has_py3_only_sources": ["PY3", "PY3ONLY"],
}

def _is_only_for(ctx, field):
    """Whether a source of the target, or of what it depends on, is said to be for one version alone."""
    version = ctx.attr.srcs_version
    if model.is_unknown(version) or version in _ONLY_FOR[field]:
        return version if model.is_unknown(version) else True
    unknown = None
    for info in model.provided(ctx, "deps", PyInfo):
        only = info if model.is_unknown(info) else getattr(info, field)
        if model.is_unknown(only):
            unknown = only
        elif only:
            return True
    return unknown or False

def _py_info(ctx):
    model.expand(ctx, "imports", locations = False)
    return PyInfo(
        transitive_sources = _sources(ctx),
        uses_shared_libraries = False,
        imports = _imports(ctx),
        has_py2_only_sources = _is_only_for(ctx, "has_py2_only_sources"),
        has_py3_only_sources = _is_only_for(ctx, "has_py3_only_sources"),
    )

def _output_groups(ctx, **groups):
    return OutputGroupInfo(compilation_outputs = _sources(ctx), **groups)

def _check_deps(ctx):
    """C++ libraries are taken by later versions only, and the provider of old by earlier ones that are told to."""
    if model.at_least(ctx, "7.0.0") or model.is_unknown(ctx.attr.deps):
        return
    for target in ctx.attr.deps:
        if model.is_unknown(target):
            continue
        label = model.display_label(target.label)
        if hasattr(target, "py") and model.option(ctx, "incompatible_disallow_legacy_py_provider"):
            model.refuse("deps", "In dep '%s': The legacy 'py' provider is disallowed. Migrate to the PyInfo provider instead. You can temporarily disable this failure with --incompatible_disallow_legacy_py_provider=false." % label)
        if CcInfo in target and PyInfo not in target and not hasattr(target, "py"):
            model.refuse("deps", "'%s' does not have mandatory providers: 'py' or 'PyInfo'" % label)

def _of_native_rules(ctx):
    """What refuses Bazel's own rules, but for packages that a list allows and for those that rules_python calls; None where nothing does."""
    if not model.at_least(ctx, "7.0.0") or not model.option(ctx, "incompatible_python_disallow_native_rules"):
        return None
    return model.unknown("--incompatible_python_disallow_native_rules", "whom --incompatible_python_disallow_native_rules refuses is not modelled")

def _py_library_impl(ctx):
    _check_deps(ctx)
    refusal = _of_native_rules(ctx)
    if refusal != None:
        return refusal
    files, runfiles = _files_and_runfiles(ctx, [])
    return [_py_info(ctx), _output_groups(ctx), DefaultInfo(files = files, runfiles = runfiles)]

_SOURCES = [".py", ".py3"]

_LIBRARY_ATTRS = {
    "data": attr.label_list(allow_files = True),
    "deps": attr.label_list(providers = [[PyInfo], [CcInfo]] + ([] if bazel_at_least("7.0.0") else [["py"]])),
    "imports": attr.string_list(),
    "srcs": attr.label_list(allow_files = _SOURCES),
    "srcs_version": attr.string(default = "PY2AND3", values = ["PY2", "PY3", "PY2AND3", "PY2ONLY", "PY3ONLY"]),
}

py_library = rule(implementation = _py_library_impl, attrs = _LIBRARY_ATTRS)

_TOOLCHAIN = "@bazel_tools//tools/python:toolchain_type"

_VERSION = "//command_line_option:python_version"
_PY3_IS_DEFAULT = "//command_line_option:incompatible_py3_is_default"

def _version_transition_impl(settings, attr):
    """Up to Bazel 6 a program decides its version, and that of what it depends on (`PythonVersionTransition`)."""
    if settings[_VERSION] == None:
        return {}
    if attr.python_version in ["PY2", "PY3"]:
        return {_VERSION: attr.python_version}
    return {_VERSION: "PY3" if settings[_PY3_IS_DEFAULT] else "PY2"}

_version_transition = model.native_transition(
    implementation = _version_transition_impl,
    inputs = [_VERSION, _PY3_IS_DEFAULT],
    outputs = [_VERSION],
)

def _runtime(ctx):
    """The interpreter by the toolchain; by `--python_top`, if any, where toolchains are not used (`BazelPythonSemantics.getRuntime`)."""
    if not model.option(ctx, "incompatible_use_python_toolchains"):
        if model.at_least(ctx, "5.0.0"):
            return model.unknown("--noincompatible_use_python_toolchains", "the interpreter that --python_top names is not modelled")
        top = ctx.attr._py_interpreter
        if model.is_unknown(top):
            return top
        return top[PyRuntimeInfo] if top and PyRuntimeInfo in top else None
    version = model.option(ctx, "python_version") or "PY3"
    toolchain = ctx.toolchains[_TOOLCHAIN]
    runtime = toolchain.py2_runtime if version == "PY2" else toolchain.py3_runtime
    if not model.is_unknown(runtime) and runtime == None:
        fail("The Python toolchain does not provide a runtime for Python version %s" % version)
    return runtime

def _runtime_info(runtime):
    """A program offers the interpreter that it runs on."""
    if not model.is_unknown(runtime):
        return runtime
    return new_py_runtime_info(**{field: runtime for field in RUNTIME_FIELDS})

def _runtime_runfiles(ctx, runtime):
    if model.is_unknown(runtime):
        return model.unknown_runfiles(runtime)
    if runtime == None:
        return ctx.runfiles()
    if model.option(ctx, "collect_code_coverage"):
        return model.unknown_runfiles(model.unknown("coverage", "the coverage tool of the Python toolchain is not modelled"))
    if runtime.interpreter_path:
        return ctx.runfiles()
    return ctx.runfiles([runtime.interpreter], transitive_files = runtime.files)

def _check_main(ctx):
    """Exactly one of the sources is the main program (`PyCommon.determineMainExecutableSource`, `determine_main`)."""
    if ctx.attr.main:
        # Java knows the name that the BUILD file says; Starlark, in Bazel 7, that of the target behind an alias.
        name = ctx.attr.main.label.name if model.at_least(ctx, "7.0.0") and not model.is_unknown(ctx.attr.main) else model.attribute_label(ctx, "main").name
        if not name.endswith(".py"):
            model.refuse("main", "main must end in '.py'")
    elif model.is_given(ctx, "main"):
        return  # A select() that gives None.
    else:
        if ctx.label.name.endswith(".py"):
            model.refuse("name", "name must not end in '.py'")
        name = ctx.label.name + ".py"
    if model.is_unknown(ctx.files.srcs):
        return
    found = [file.short_path for file in ctx.files.srcs if ("/" + file.short_path).endswith("/" + name)]
    if not found and ctx.attr.main:
        model.refuse("srcs", "could not find '%s' as specified by 'main' attribute" % name)
    if not found:
        model.refuse("srcs", "corresponding default '%s' does not appear in srcs. Add it or override default file name with a 'main' attribute" % name)
    if len(found) > 1 and ctx.attr.main:
        model.refuse("srcs", "file name '%s' specified by 'main' attribute matches multiple files: e.g., '%s' and '%s'" % (name, found[0], found[1]))
    if len(found) > 1:
        model.refuse("srcs", "default main file name '%s' matches multiple files.  Perhaps specify an explicit file with 'main' attribute?  Matches were: '%s' and '%s'" % (name, found[0], found[1]))

def _check_texts(ctx):
    # The C++ toolchain brings a variable of its own (PyExecutable.java).
    for attribute, words in {"args": "any", "env": None}.items():
        model.expand(ctx, attribute, words = words, variables = {"CC_FLAGS": ""})

def _py_binary_impl(ctx):
    _check_deps(ctx)
    _check_main(ctx)
    _check_texts(ctx)
    refusal = _of_native_rules(ctx)
    if refusal != None:
        return refusal
    if model.host_os(ctx) == "windows":
        return model.unknown("py_binary on Windows", "the zip file and launcher of py_binary on Windows are not modelled")
    if model.at_least(ctx, "7.7.1") and ctx.attr.python_version == "PY2":
        fail("It is not allowed to use Python 2")
    if model.at_least(ctx, "7.0.0") and "PY2" in [ctx.attr.python_version, model.option(ctx, "python_version")]:
        return model.unknown("python_version = PY2", "programs for Python 2 are modelled up to Bazel 6 only")
    if model.option(ctx, "build_python_zip") not in ["auto", "false"]:
        return model.unknown("--build_python_zip", "the zip file that --build_python_zip makes of a program is not modelled")
    executable = ctx.actions.declare_file(ctx.label.name)
    files, runfiles = _files_and_runfiles(ctx, [executable])
    runtime = _runtime(ctx)
    runfiles = runfiles.merge(_runtime_runfiles(ctx, runtime))
    if ctx.attr.legacy_create_init != 0 and not (ctx.attr.legacy_create_init == -1 and model.option(ctx, "incompatible_default_to_explicit_init_py")):
        runfiles = model.with_python_inits(runfiles)
    zip = model.unknown("OutputGroupInfo.python_zip_file", "the zip file of a Python program is not modelled")
    offered = [_runtime_info(runtime)] if model.is_unknown(runtime) or model.option(ctx, "incompatible_use_python_toolchains") else []
    return offered + [
        _py_info(ctx),
        _output_groups(ctx, python_zip_file = depset([zip])),
        DefaultInfo(files = files, runfiles = runfiles, executable = executable),
    ]

_BINARY_ATTRS = dict(
    dict(dict(_LIBRARY_ATTRS, **TOOLCHAIN_OF_PROGRAMS), **LAUNCHER),
    env = attr.string_dict(),
    # What rules_python takes as `python_version`: 3.10, say. Bazel's own rules have no such attribute.
    interpreter_version = attr.string(),
    legacy_create_init = model.tristate(attr.int(default = -1)),
    main = attr.label(allow_files = _SOURCES),
    python_version = attr.string(configurable = False, default = "PY3" if bazel_at_least("7.0.0") else "_INTERNAL_SENTINEL", values = ["PY2", "PY3", "_INTERNAL_SENTINEL"]),
    srcs = attr.label_list(allow_files = _SOURCES, mandatory = True),
    stamp = stamp_attr(-1),
    _py_interpreter = attr.label(default = configuration_field(fragment = "py", name = "python_top")),
)

py_binary = rule(
    implementation = _py_binary_impl,
    attrs = _BINARY_ATTRS,
    cfg = _version_transition,
    executable = True,
    toolchains = [_TOOLCHAIN, CPP_TOOLCHAIN],
)

py_test = rule(
    implementation = _py_binary_impl,
    attrs = dict(_BINARY_ATTRS, env_inherit = attr.string_list(), stamp = stamp_attr(0)),
    cfg = _version_transition,
    test = True,
    toolchains = [_TOOLCHAIN, CPP_TOOLCHAIN],
)

# Bazel's own template is a file of bazel_tools, of which only scripts are made.
_DEFAULT_TEMPLATE = model.unknown("PyRuntimeInfo.bootstrap_template", "the template of Bazel's own for Python programs is not modelled") if bazel_at_least("7.0.0") else None

def _py_runtime_impl(ctx):
    if not model.is_unknown(ctx.attr.interpreter) and bool(ctx.attr.interpreter) == bool(ctx.attr.interpreter_path):
        fail("exactly one of the 'interpreter' or 'interpreter_path' attributes must be specified")
    if ctx.attr.interpreter_path and not model.is_unknown(ctx.files.files) and ctx.files.files:
        fail("if 'interpreter_path' is given then 'files' must be empty")
    if ctx.attr.interpreter_path and not ctx.attr.interpreter_path.startswith("/"):
        model.refuse("interpreter_path", "must be an absolute path.")
    version = ctx.attr.python_version
    if version == "_INTERNAL_SENTINEL":
        if model.option(ctx, "incompatible_use_python_toolchains") and not model.at_least(ctx, "8.0.0"):
            model.refuse("python_version", "When using Python toolchains, this attribute must be set explicitly to either 'PY2' or 'PY3'. See https://github.com/bazelbuild/bazel/issues/7899 for more information. You can temporarily avoid this error by reverting to the legacy Python runtime mechanism (`--incompatible_use_python_toolchains=false`).")
        version = "PY3" if model.option(ctx, "incompatible_py3_is_default") else "PY2"
    return [
        PyRuntimeInfo(
            interpreter_path = ctx.attr.interpreter_path or None,
            interpreter = ctx.file.interpreter,
            # `PyRuntimeInfo.createForPlatformRuntime`: what lies on the machine has no files.
            files = None if ctx.attr.interpreter_path else depset(ctx.files.files),
            python_version = version,
            stub_shebang = ctx.attr.stub_shebang,
            **({"bootstrap_template": ctx.file.bootstrap_template or _DEFAULT_TEMPLATE} if bazel_at_least("7.0.0") else {})
        ),
        DefaultInfo(files = depset(ctx.files.files)),
    ]

py_runtime = rule(
    implementation = _py_runtime_impl,
    attrs = {
        "bootstrap_template": attr.label(allow_single_file = True),
        "coverage_tool": attr.label(),
        "files": attr.label_list(allow_files = True),
        "interpreter": attr.label(allow_single_file = True),
        "interpreter_path": attr.string(),
        "output_licenses": model.license(attr.string_list()),
        "python_version": attr.string(default = "_INTERNAL_SENTINEL", values = ["PY2", "PY3", "_INTERNAL_SENTINEL"]),
        "stub_shebang": attr.string(default = DEFAULT_SHEBANG),
    },
)
