"""objc_library, objc_import, j2objc_library and the apple_* rules: their attributes. What they make is not modelled: it needs an Apple toolchain (Bazel: rules/objc, rules/apple)."""

model.describe(of = "bazel", checked = ("4.2.3", "4.2.4"), verified = ["4.2.3"])

def _not_modelled(ctx):
    return model.unknown(model.rule_class(ctx), "what %s makes is not modelled: it needs an Apple toolchain" % model.rule_class(ctx))

_SDK_ATTRS = {
    "sdk_dylibs": attr.string_list(),
    "sdk_frameworks": attr.string_list(),
    "weak_sdk_frameworks": attr.string_list(),
}

_LIBRARY_ATTRS = dict(
    _SDK_ATTRS,
    alwayslink = attr.bool(),
    hdrs = attr.label_list(allow_files = True),
    includes = attr.string_list(),
    sdk_includes = attr.string_list(),
    textual_hdrs = attr.label_list(allow_files = True),
)

objc_library = rule(
    implementation = _not_modelled,
    attrs = dict(
        _LIBRARY_ATTRS,
        additional_linker_inputs = attr.label_list(allow_files = True),
        conlyopts = attr.string_list(),
        copts = attr.string_list(),
        cxxopts = attr.string_list(),
        data = attr.label_list(allow_files = True),
        defines = attr.string_list(),
        deps = attr.label_list(),
        enable_modules = attr.bool(),
        implementation_deps = attr.label_list(),
        linkopts = attr.string_list(),
        module_map = attr.label(allow_files = True),
        module_name = attr.string(),
        non_arc_srcs = attr.label_list(allow_files = True),
        pch = attr.label(allow_files = True),
        runtime_deps = attr.label_list(),
        srcs = attr.label_list(allow_files = True),
        stamp = attr.bool(),
    ),
)

objc_import = rule(
    implementation = _not_modelled,
    attrs = dict(
        _LIBRARY_ATTRS,
        archives = attr.label_list(allow_files = True, mandatory = True),
        data = attr.label_list(allow_files = True),
        deps = attr.label_list(),
    ),
)

j2objc_library = rule(
    implementation = _not_modelled,
    attrs = {
        "deps": attr.label_list(),
        "entry_classes": attr.string_list(),
        "jre_deps": attr.label_list(),
    },
)

_LINKED_ATTRS = dict(
    _SDK_ATTRS,
    data = attr.label_list(allow_files = True),
    deps = attr.label_list(),
    feature_flags = attr.label_keyed_string_dict(),
    linkopts = attr.string_list(),
    minimum_os_version = attr.string(),
    platform_type = attr.string(mandatory = True),
)

apple_binary = rule(
    implementation = _not_modelled,
    attrs = dict(
        _LINKED_ATTRS,
        binary_type = attr.string(default = "executable"),
        bundle_loader = attr.label(allow_files = True),
        dylibs = attr.label_list(),
        extension_safe = attr.bool(),
        stamp = model.tristate(attr.int(default = -1)),
    ),
    outputs = {"lipobin": "%{name}_lipobin"},
)

apple_static_library = rule(
    implementation = _not_modelled,
    attrs = dict(_LINKED_ATTRS, avoid_deps = attr.label_list()),
    outputs = {"lipo_archive": "%{name}_lipo.a"},
)

# apple_common ------------------------------------------------------------------------------------

# What only rules for Apple's systems tell: with 4.2.3 none of the other rules of Bazel has them. Functions, platforms and transitions are not modelled.
_AppleDebugOutputs = provider()
_AppleDylibBinary = provider()
_AppleDynamicFramework = provider()
_AppleExecutableBinary = provider()
_AppleLoadableBundleBinary = provider()
_AppleStaticLibrary = provider()
_Objc = provider()
_XcodeProperties = provider()
_XcodeVersionConfig = provider()

apple_common = struct(
    AppleDebugOutputs = _AppleDebugOutputs,
    AppleDylibBinary = _AppleDylibBinary,
    AppleDynamicFramework = _AppleDynamicFramework,
    AppleExecutableBinary = _AppleExecutableBinary,
    AppleLoadableBundleBinary = _AppleLoadableBundleBinary,
    AppleStaticLibrary = _AppleStaticLibrary,
    Objc = _Objc,
    XcodeProperties = _XcodeProperties,
    XcodeVersionConfig = _XcodeVersionConfig,
)
