"""Files named for what Bazel tells rules of C++ libraries and toolchains."""

load("//:cc_features.bzl", "TOOLCHAIN", "TOOLCHAIN_TYPES", "configured")

def _files(ctx, directory, texts):
    files = [ctx.actions.declare_file("%s/%s/%s" % (ctx.label.name, directory, text.replace("/", "|").replace(" ", "_"))) for text in texts]
    for file in files:
        ctx.actions.write(file, "")
    return files

def _numbered(texts):
    return ["%d %s" % (index, text) for index, text in enumerate(texts)]

def _text(value):
    if type(value) == "list":
        return " ".join([file.short_path for file in value])
    return value.short_path if type(value) == "File" else str(value)

_DIRECTORIES = ["defines", "framework_includes", "includes", "local_defines", "quote_includes", "system_includes"]
_HEADERS = ["direct_headers", "direct_private_headers", "direct_public_headers", "direct_textual_headers"]

def _of_context(ctx, name, context):
    files = _files(ctx, name + "/headers", _numbered([file.short_path for file in context.headers.to_list()]))
    for field in _DIRECTORIES:
        files += _files(ctx, "%s/%s" % (name, field), _numbered(getattr(context, field).to_list()))
    for field in _HEADERS:
        # Their order is that of a hash table.
        files += _files(ctx, "%s/%s" % (name, field), sorted([file.short_path for file in getattr(context, field)]))
    return files

_LIBRARY = ["alwayslink", "dynamic_library", "interface_library", "lto_bitcode_files", "objects", "pic_lto_bitcode_files", "pic_objects", "pic_static_library", "resolved_symlink_dynamic_library", "resolved_symlink_interface_library", "static_library"]

def _of_linking(ctx, name, context):
    files = []
    for index, linker_input in enumerate(context.linker_inputs.to_list()):
        directory = "%s/linked/%d" % (name, index)
        files += _files(ctx, directory, [
            "owner %s" % linker_input.owner,
            "%d inputs" % len(linker_input.additional_inputs),
        ] + _numbered(linker_input.user_link_flags))
        for number, library in enumerate(linker_input.libraries):
            files += _files(ctx, "%s/library_%d" % (directory, number), ["%s %s" % (field, _text(getattr(library, field))) for field in _LIBRARY])
    return files

def _told_impl(ctx):
    files = []
    for dep in ctx.attr.deps:
        name = dep.label.name.replace("/", "|")
        files += _of_context(ctx, name, dep[CcInfo].compilation_context) + _of_linking(ctx, name, dep[CcInfo].linking_context)
    common = configured(ctx)
    toolchain, features = common["cc_toolchain"], common["feature_configuration"]
    files += _files(ctx, "enabled", [name for name in ctx.attr.names if cc_common.is_enabled(feature_configuration = features, feature_name = name)])
    files += _files(ctx, "toolchain", [
        "cpu " + toolchain.cpu,
        "%d runtime libraries" % len(toolchain.dynamic_runtime_lib(feature_configuration = features).to_list()),
        "needs pic %s" % toolchain.needs_pic_for_dynamic_libraries(feature_configuration = features),
    ])
    launcher = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(launcher, "", is_executable = True)
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles(files = files))]

told = rule(
    implementation = _told_impl,
    attrs = dict(
        TOOLCHAIN,
        deps = attr.label_list(),
        names = attr.string_list(),
    ),
    executable = True,
    fragments = ["cpp"],
    toolchains = TOOLCHAIN_TYPES,
)
