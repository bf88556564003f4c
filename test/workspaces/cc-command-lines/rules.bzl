"""Root symlinks named for what cc_common says of command lines."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

_ACTIONS = ["assemble", "c++-compile", "c++-link-dynamic-library", "c++-link-executable", "c-compile", "clif-match", "objc-compile", "preprocess-assemble", "strip"]
_EXECUTABLES = ["ar", "compiler", "ld", "nm", "objcopy", "objdump", "preprocessor", "strip"]
_FEATURES = ["c-compile", "default_compile_flags", "fastbuild", "host", "late", "nonhost", "nothing", "objc-compile", "opt", "pic", "slow", "supports_pic"]

def _name(text):
    return text.replace("/", "|").replace(" ", "_")

def _variables(toolchain, features):
    common = {"cc_toolchain": toolchain, "feature_configuration": features}
    return {
        "bare": cc_common.create_compile_variables(**common),
        "compiled": cc_common.create_compile_variables(
            output_file = "a.o",
            source_file = "a.c",
            use_pic = True,
            user_compile_flags = ["-first", "-second"],
            **common
        ),
        "empty": cc_common.empty_variables(),
        "linked": cc_common.create_link_variables(
            library_search_directories = depset(["l1", "l2"]),
            output_file = "out",
            runtime_library_search_directories = depset(["r1"]),
            user_link_flags = ["-lm"],
            **common
        ),
        "searched": cc_common.create_compile_variables(
            framework_include_directories = depset(["f1"]),
            include_directories = depset(["i1", "i2"]),
            preprocessor_defines = depset(["A", "B=1", "C"]),
            quote_include_directories = depset(["q1"]),
            system_include_directories = depset(["s1"]),
            **common
        ),
        "stripped": cc_common.create_link_variables(
            is_linking_dynamic_library = True,
            must_keep_debug = False,
            user_link_flags = ["-pie", "-lm", "-Wl,-pie"],
            **common
        ),
        "archived": cc_common.create_link_variables(
            is_using_linker = False,
            must_keep_debug = False,
            user_link_flags = ["-lm"],
            **common
        ),
        "tested": cc_common.create_link_variables(
            is_linking_dynamic_library = True,
            runtime_library_search_directories = depset(["r1"]),
            use_test_only_flags = True,
            **common
        ),
    }

def _told(features, toolchain):
    told = ["feature/%s/%s" % (name, cc_common.is_enabled(feature_configuration = features, feature_name = name)) for name in _FEATURES]
    told += ["action/%s/%s" % (name, cc_common.action_is_enabled(feature_configuration = features, action_name = name)) for name in _ACTIONS + ["late"]]
    told += ["executable/%s/%s" % (name, _name(getattr(toolchain, name + "_executable"))) for name in _EXECUTABLES]
    enabled = [name for name in _ACTIONS if cc_common.action_is_enabled(feature_configuration = features, action_name = name)]
    for action in enabled:
        told.append("tool/%s/%s" % (action, _name(cc_common.get_tool_for_action(feature_configuration = features, action_name = action))))
        told.append("requirements/%s/%s" % (action, cc_common.get_execution_requirements(feature_configuration = features, action_name = action)))
    for kind, variables in _variables(toolchain, features).items():
        for action in _ACTIONS:
            if action == "strip" or ("link" in action) != (kind in ["archived", "linked", "stripped", "tested"]):
                continue
            flags = cc_common.get_memory_inefficient_command_line(action_name = action, feature_configuration = features, variables = variables)
            told += ["flags/%s/%s/%d_%s" % (action, kind, index, _name(flag)) for index, flag in enumerate(flags)]
            environment = cc_common.get_environment_variables(action_name = action, feature_configuration = features, variables = variables)
            told += ["environment/%s/%s/%s=%s" % (action, kind, key, value) for key, value in environment.items()]
    return told

def _commands_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        cc_toolchain = toolchain,
        ctx = ctx,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    launcher = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(launcher, "", is_executable = True)
    links = {name: ctx.file.src for name in _told(features, toolchain)}
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles(root_symlinks = links))]

commands = rule(
    implementation = _commands_impl,
    attrs = {
        "src": attr.label(allow_single_file = True),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    executable = True,
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def _tool_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(launcher, "", is_executable = True)
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles().merge(ctx.attr.tool[DefaultInfo].default_runfiles))]

commands_of_tool = rule(
    implementation = _tool_impl,
    attrs = {"tool": attr.label(cfg = "exec")},
    executable = True,
)
