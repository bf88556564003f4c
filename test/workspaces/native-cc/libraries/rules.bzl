"""Starlark rules between C++ rules: they compile, link, import and merge."""

load("//:cc_features.bzl", "TOOLCHAIN", "TOOLCHAIN_TYPES", "configured")

def _files_of(library):
    files = [library.static_library, library.pic_static_library, library.dynamic_library, library.resolved_symlink_dynamic_library, library.interface_library]
    return [file for file in files if file]

def _library_impl(ctx):
    infos = [dep[CcInfo] for dep in ctx.attr.deps]
    common = configured(ctx)
    context, outputs = cc_common.compile(
        name = ctx.label.name,
        srcs = ctx.files.srcs,
        public_hdrs = ctx.files.hdrs,
        include_prefix = ctx.attr.include_prefix,
        compilation_contexts = [info.compilation_context for info in infos],
        disallow_pic_outputs = ctx.attr.disallow_pic,
        **common
    )
    linking, linked = cc_common.create_linking_context_from_compilation_outputs(
        name = ctx.label.name,
        compilation_outputs = outputs,
        linking_contexts = [info.linking_context for info in infos],
        alwayslink = ctx.attr.alwayslink,
        disallow_dynamic_library = ctx.attr.disallow_dynamic,
        disallow_static_libraries = ctx.attr.disallow_static,
        **common
    )
    files = _files_of(linked.library_to_link) if linked.library_to_link else []
    made = outputs.objects + outputs.pic_objects + [header for header in context.direct_public_headers if not header.is_source]
    return [
        DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files = files + made)),
        CcInfo(compilation_context = context, linking_context = linking),
    ]

library = rule(
    doc = "Compiles and links as cc_library does. Its runfiles are what it has made.",
    implementation = _library_impl,
    attrs = dict(
        TOOLCHAIN,
        alwayslink = attr.bool(),
        deps = attr.label_list(providers = [CcInfo]),
        disallow_dynamic = attr.bool(),
        disallow_pic = attr.bool(),
        disallow_static = attr.bool(),
        hdrs = attr.label_list(allow_files = [".h"]),
        include_prefix = attr.string(),
        srcs = attr.label_list(allow_files = True),
    ),
    fragments = ["cpp"],
    toolchains = TOOLCHAIN_TYPES,
)

def _imported_impl(ctx):
    made = cc_common.create_library_to_link(
        dynamic_library = ctx.file.shared,
        static_library = ctx.file.static,
        dynamic_library_symlink_path = ctx.attr.at,
        alwayslink = ctx.attr.alwayslink,
        **configured(ctx)
    )
    linked = cc_common.create_linker_input(owner = ctx.label, libraries = depset([made]), user_link_flags = depset(["-lm"]))
    return [CcInfo(
        compilation_context = cc_common.create_compilation_context(headers = depset(ctx.files.hdrs)),
        linking_context = cc_common.create_linking_context(linker_inputs = depset([linked])),
    )]

imported = rule(
    doc = "Tells of libraries that are there already.",
    implementation = _imported_impl,
    attrs = dict(
        TOOLCHAIN,
        alwayslink = attr.bool(),
        at = attr.string(),
        hdrs = attr.label_list(allow_files = [".h"]),
        shared = attr.label(allow_single_file = True),
        static = attr.label(allow_single_file = True),
    ),
    fragments = ["cpp"],
    toolchains = TOOLCHAIN_TYPES,
)

def _merged_impl(ctx):
    infos = depset([dep[CcInfo] for dep in ctx.attr.deps]).to_list()
    return [cc_common.merge_cc_infos(direct_cc_infos = infos[:1], cc_infos = infos[1:])]

merged = rule(
    doc = "Hands on what others tell, and nothing of its own.",
    implementation = _merged_impl,
    attrs = {"deps": attr.label_list(providers = [CcInfo])},
)

def _program_impl(ctx):
    infos = [dep[CcInfo] for dep in ctx.attr.deps]
    common = configured(ctx)
    _, outputs = cc_common.compile(
        name = ctx.label.name,
        srcs = ctx.files.srcs,
        compilation_contexts = [info.compilation_context for info in infos],
        **common
    )
    linked = cc_common.link(
        name = ctx.label.name + "_linked",
        compilation_outputs = outputs,
        linking_contexts = [info.linking_context for info in infos],
        output_type = ctx.attr.output_type,
        **common
    )
    made = _files_of(linked.library_to_link) if linked.library_to_link else [linked.executable]
    inputs = [linker_input for info in infos for linker_input in info.linking_context.linker_inputs.to_list()]
    shared = [made_library.dynamic_library for linker_input in inputs for made_library in linker_input.libraries if made_library.dynamic_library]
    launcher = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(launcher, "", is_executable = True)
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles(files = made + shared))]

program = rule(
    doc = "Links a program, or a shared library, and carries the shared libraries of what it links.",
    implementation = _program_impl,
    attrs = dict(
        TOOLCHAIN,
        deps = attr.label_list(providers = [CcInfo]),
        output_type = attr.string(default = "executable"),
        srcs = attr.label_list(allow_files = True),
    ),
    executable = True,
    fragments = ["cpp"],
    toolchains = TOOLCHAIN_TYPES,
)
