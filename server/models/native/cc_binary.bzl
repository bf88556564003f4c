"""cc_binary and cc_test as Bazel has them built in.

Read, by release:
- 4.2.3: CcBinary.java and CppHelper.java of that release, and runs of it. Bazel 5 has the same classes.
- common/cc/cc_binary.bzl before 6.0 (with `legacy_is_cc_test`), and as rules_cc 3b780fa forked it (August 2025): one logic, the same as CcBinary.java's. cc_test adds what coverage needs, and asks for a
  test_runner_toolchain_type (01d06be8).
"""

load(":cc_compile.bzl", "is_shared", "linked_library")
load(":cc_helper.bzl", "COMMON_ATTRS", "REEXPORTED", "TOOLCHAINS", "TOOLCHAIN_VARIABLES", "cc_info_of", "check_compilation", "compiled_sources", "compiles", "configured_toolchain", "merged_compilation_contexts", "output_groups", "rule_compilation_context", "with_given_objects")
load(":cc_info.bzl", "ADVERTISED", "CcInfo", "IS_TOLD", "NOTHING_TO_LINK", "compilation_context", "infos_of", "is_none")
load(":cc_names.bzl", "given_solib", "program_name", "program_problem")
load(":cc_shared_library.bzl", "CcSharedLibraryInfo", "linked_beside_dynamic_deps")
load(":cc_toolchain_info.bzl", "check_action", "is_enabled", "toolchain_of", "workspace_toolchain")
load(":stamp.bzl", "stamp_attr")

model.describe(of = "bazel", checked = ("4.2.3", "8.7.0"), verified = ["4.2.3", "7.7.1"])

_TEST_RUNNER_TOOLCHAIN = "@bazel_tools//tools/cpp:test_runner_toolchain_type"
_HAS_RUNNER = bazel_at_least("7.0.0")

def _check_program(ctx):
    check_compilation(ctx)
    model.expand(ctx, "args", words = "any", variables = TOOLCHAIN_VARIABLES)
    model.expand(ctx, "env", variables = TOOLCHAIN_VARIABLES)

def _malloc(ctx):
    """The attribute with the library that programs allocate memory by: what `--custom_malloc` names goes before their own (CppHelper.mallocForTarget)."""
    return "malloc" if is_none(ctx.attr._custom_malloc) else "_custom_malloc"

def _malloc_context(ctx):
    """What a program is compiled against, with Bazel 4 a shared library too: by default the library @bazel_tools//tools/cpp:malloc, which is empty."""
    if _HAS_REAL_RUNTIMES:
        return merged_compilation_contexts(ctx, _runtimes(ctx))
    malloc = _malloc(ctx)
    if getattr(ctx.attr, malloc):
        return merged_compilation_contexts(ctx, [malloc])
    directory = "external/bazel_tools"
    return [compilation_context(quote_includes = [directory, "%s/%s" % (ctx.bin_dir.path, directory)])]

def _is_linked_statically(ctx):
    mode = model.option(ctx, "dynamic_mode").lower()
    return mode != "fully" and (mode == "off" or ctx.attr.linkstatic)

def _runtimes(ctx):
    """Attributes of libraries that every program gets; the defaults of Bazel, below @bazel_tools//tools/cpp, bring nothing. A shared library gets none."""
    return [] if ctx.attr.linkshared else [_malloc(ctx), "link_extra_lib"]

def _separate_test_library(ctx, toolchain, configuration, outputs, is_static):
    """The feature dynamic_link_test_srcs links what a test compiles into a shared library of its own."""
    if not hasattr(ctx.attr, "env_inherit") or is_static or "dynamic_link_test_srcs" not in ctx.features or model.option(ctx, "dynamic_mode").lower() != "default":
        return []
    return [linked_library(ctx, toolchain, configuration, outputs, ctx.label.name).dynamic_library] if compiles(ctx) else []

def _linked_at_run_time(ctx, attributes, is_static):
    """The shared libraries of what a program depends on, a set for each (CppHelper.runfilesFunction)."""
    return [info.linking_context._shared_only if is_static else info.linking_context._shared for info in infos_of(ctx, attributes)]

def _of_toolchain(ctx, configuration, is_static):
    """What the toolchain itself brings to a program, as Unknowns: the toolchain that Bazel configures brings nothing, those of the workspace were looked at for Bazel 4 only."""
    if not IS_TOLD or is_none(workspace_toolchain(ctx)):
        runtimes = "static_link_cpp_runtimes" in ctx.features
        copies = False
    else:
        runtimes = is_enabled(configuration, "static_link_cpp_runtimes")
        copies = is_enabled(configuration, "copy_dynamic_libraries_to_binary")
    unknowns = []
    if model.is_unknown(copies):
        unknowns.append(copies)
    elif copies:
        unknowns.append(model.unknown("copy_dynamic_libraries_to_binary", "shared libraries that a toolchain copies beside programs are not modelled"))
    if not is_static and (model.is_unknown(runtimes) or runtimes):
        unknowns.append(model.unknown("static_link_cpp_runtimes", "the C++ runtime libraries that a toolchain brings are not modelled"))
    return unknowns

def _program_runfiles(ctx, toolchain, configuration, outputs, executable):
    is_static = _is_linked_statically(ctx)
    given = [given_solib(ctx, toolchain, file) for file in ctx.files.srcs if is_shared(file)]
    parts = [
        model.runfiles_of(*(_linked_at_run_time(ctx, ["srcs", "deps"], is_static) + [depset([executable] + given)])),
        model.collect(ctx, data = ["data"], default = ["srcs", "deps"] + (["dynamic_deps"] if ctx.attr.dynamic_deps else [])),
        # CcBinary.java: "Why do we need .so files produced by cc_library in data dependencies of cc_binary?"
        model.runfiles_of(*(_linked_at_run_time(ctx, ["data"], False) + [depset(_separate_test_library(ctx, toolchain, configuration, outputs, is_static))])),
        model.collect(ctx, default = _runtimes(ctx)),
        model.runfiles_of(*_linked_at_run_time(ctx, _runtimes(ctx), is_static)),
    ]
    if ctx.attr.dynamic_deps:
        linked = linked_beside_dynamic_deps(ctx, ["deps"] + _runtimes(ctx))
        parts.extend([model.unknown_runfiles(linked)] if model.is_unknown(linked) else [])
    parts.extend([model.unknown_runfiles(unknown) for unknown in _of_toolchain(ctx, configuration, is_static)])
    return _merged(ctx, parts)

def _merged(ctx, parts):
    runfiles = ctx.runfiles()
    for part in parts:
        runfiles = runfiles.merge(part)
    return runfiles

def _program_groups(ctx, configuration, outputs, executable):
    if not ctx.attr.linkshared:
        return output_groups(ctx, configuration, outputs, {})
    interface = executable if IS_TOLD else model.unknown("OutputGroupInfo.interface_library", "the interface of a shared library was looked at for Bazel 4 and 7.7 only")
    return output_groups(ctx, configuration, outputs, {"interface_library": depset([interface])})

def _cc_binary_impl(ctx):
    _check_program(ctx)
    problem = program_problem(ctx)
    if model.is_unknown(problem):
        return problem
    if ctx.attr.dynamic_deps and not IS_TOLD:
        return model.unknown("cc_binary.dynamic_deps", "the runfiles of dynamic_deps were looked at for Bazel 7.7 only")
    toolchain, configuration = configured_toolchain(ctx, "static_linking_mode" if _is_linked_statically(ctx) else "dynamic_linking_mode")
    if ctx.attr.linkshared and model.is_unknown(toolchain):
        return toolchain
    for action in ["c++-link-dynamic-library" if ctx.attr.linkshared else "c++-link-executable", "strip"]:
        check_action(configuration, action)
    executable = ctx.actions.declare_file(program_name(ctx, toolchain_of(ctx)))
    outputs = with_given_objects(ctx, compiled_sources(ctx, toolchain, configuration))
    runfiles = _program_runfiles(ctx, toolchain, configuration, outputs, executable)
    return [
        # What depends on a program only sees its headers.
        cc_info_of(ctx, rule_compilation_context(ctx, merged_compilation_contexts(ctx, ["deps"]) + _malloc_context(ctx)), NOTHING_TO_LINK),
        _program_groups(ctx, configuration, outputs, executable),
        DefaultInfo(files = depset([executable]), runfiles = runfiles, executable = executable),
    ]

def _cc_test_impl(ctx):
    if model.at_least(ctx, "6.0.0") and model.option(ctx, "collect_code_coverage"):
        return model.unknown("cc_test", "what a cc_test needs to collect coverage is not modelled")
    label = model.registered_toolchain(ctx, _TEST_RUNNER_TOOLCHAIN) if _HAS_RUNNER else None
    if model.is_unknown(label):
        return label
    made = _cc_binary_impl(ctx)
    if label == None or model.is_unknown(made):
        return made
    runner = ctx.exec_groups["test"].toolchains[_TEST_RUNNER_TOOLCHAIN]
    return runner if model.is_unknown(runner) else made[:-1] + _run_by(ctx, runner.cc_test_info.get_runner, made[-1])

def _run_by(ctx, runner, program):
    """Since 7 a registered toolchain runs tests in its own way; rules_cc registers one (common/cc/cc_test.bzl of 7.7.1)."""
    binary_info = struct(
        executable = program.files.to_list()[0],
        files = program.files,
        runfiles = program.default_runfiles,
    )
    environment = model.unknown("cc_test.env", "the environment of a cc_test is not expanded")
    return runner.func(ctx, binary_info, processed_environment = environment, **runner.args)

# Attributes of 7 have the defaults that Bazel gives them; before, those bring nothing and are left out.
_HAS_REAL_RUNTIMES = bazel_at_least("7.7.0") and IS_TOLD

def _of_tools(name):
    return Label("@bazel_tools//tools/cpp:" + name) if _HAS_REAL_RUNTIMES else None

_PROGRAM_ATTRS = dict(
    COMMON_ATTRS,
    dynamic_deps = attr.label_list(providers = [CcSharedLibraryInfo] if IS_TOLD else []),
    env = attr.string_dict(),
    link_extra_lib = attr.label(default = _of_tools("link_extra_lib"), providers = [CcInfo] if _HAS_REAL_RUNTIMES else []),
    linkshared = attr.bool(configurable = False),
    malloc = attr.label(default = _of_tools("malloc"), allow_rules = ["cc_library"], providers = [CcInfo] if bazel_at_least("5.0.0") else []),
    reexport_deps = REEXPORTED,
    stamp = stamp_attr(-1),
    _custom_malloc = attr.label(default = configuration_field("cpp", "custom_malloc")),
    **({"distribs": attr.string_list()} if bazel_at_least("5.0.0") else {})
)

_PROGRAM_OUTPUTS = {
    "dwp_file": "%{name}.dwp",
    "stripped_binary": "%{name}.stripped",
}

cc_binary = rule(
    implementation = _cc_binary_impl,
    provides = ADVERTISED,
    toolchains = TOOLCHAINS,
    attrs = dict(_PROGRAM_ATTRS, linkstatic = attr.bool(default = True)),
    executable = True,
    outputs = _PROGRAM_OUTPUTS,
)

cc_test = rule(
    implementation = _cc_test_impl,
    toolchains = TOOLCHAINS,
    attrs = dict(
        _PROGRAM_ATTRS,
        env_inherit = attr.string_list(),
        linkstatic = attr.bool(),
        stamp = stamp_attr(0),
        **({"_apple_constraints": attr.label_list(default = [Label("@platforms//os:" + os) for os in ["ios", "macos", "tvos", "watchos"]])} if _HAS_RUNNER else {})
    ),
    exec_groups = {"test": exec_group(toolchains = [config_common.toolchain_type(_TEST_RUNNER_TOOLCHAIN, mandatory = False)])} if _HAS_RUNNER else {},
    outputs = {"dwp_file": _PROGRAM_OUTPUTS["dwp_file"]},
    test = True,
)
