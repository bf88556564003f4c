"""sh_binary, sh_library and sh_test as Bazel had them before rules_shell took them over with Bazel 8.

Read, by release: bazel/rules/sh/ShBinary.java and ShLibrary.java at the 4.2.3 release, ShBinary.java at 35bc7924 (2024, after 7.0), and the Starlark that replaced them in 2024, before rules_shell did
(builtins_bzl/bazel/sh/sh_executable.bzl 87210374, sh_library.bzl 125e6e83). What runfiles hold is the same in all of them.
"""

load(":launcher.bzl", "LAUNCHER")

model.describe(of = "bazel", checked = ("4.2.3", "7.7.1"), verified = ["4.2.3", "7.7.1"])

def _files(ctx, attributes):
    return [target.files for name in attributes for target in getattr(ctx.attr, name)]

# Other rules that Bazel takes with a warning.
_DEPS = model.also_allow(
    attr.label_list(allow_rules = ["sh_library"]),
    ["Fileset", "filegroup", "genrule", "sh_binary", "sh_test", "test_suite"],
)

def _sh_library_impl(ctx):
    files = depset(transitive = _files(ctx, ["srcs", "deps", "data"]))
    runfiles = model.runfiles_of(files).merge(model.collect(ctx, data = ["data"], default = ["srcs", "deps"]))
    return [DefaultInfo(files = files, runfiles = runfiles)]

sh_library = rule(
    implementation = _sh_library_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "deps": _DEPS,
        "srcs": attr.label_list(allow_files = True),
    },
)

def _sh_binary_impl(ctx):
    if model.host_os(ctx) == "windows":
        return model.unknown("sh_binary on Windows", "the launcher of sh_binary on Windows is not modelled")
    if len(ctx.files.srcs) != 1:
        fail("you must specify exactly one file in 'srcs'")
    model.expand(ctx, "args", words = "any")
    model.expand(ctx, "env")
    executable = ctx.actions.declare_file(ctx.label.name)
    files = depset([ctx.files.srcs[0], executable])
    runfiles = model.runfiles_of(files).merge(model.collect(ctx, data = ["data"], default = ["srcs", "deps"]))
    return [DefaultInfo(files = files, runfiles = runfiles, executable = executable)]

_BINARY_ATTRS = dict(
    LAUNCHER,
    data = attr.label_list(allow_files = True),
    deps = _DEPS,
    env = attr.string_dict(),
    env_inherit = attr.string_list(),
    srcs = attr.label_list(allow_files = True, mandatory = True),
    use_bash_launcher = attr.bool(),
)

sh_binary = rule(
    implementation = _sh_binary_impl,
    attrs = _BINARY_ATTRS,
    executable = True,
)

sh_test = rule(
    implementation = _sh_binary_impl,
    attrs = _BINARY_ATTRS,
    test = True,
)
