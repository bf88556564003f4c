"""cc_import as Bazel has it built in.

Read, by release:
- 4.2.3: CcImport.java of that release, and runs of it.
- common/cc/cc_import.bzl at 04ebca22 (2024) and as forked in rules_cc 0.2.9: no runfiles at all, as in CcImport.java.
"""

load(":cc_compile.bzl", "context_of_headers")
load(":cc_helper.bzl", "ARCHIVE_FILES", "SHARED_FILES", "TOOLCHAINS", "VERSIONED_SHARED_FILES", "cc_info_of", "configured_toolchain")
load(":cc_info.bzl", "ADVERTISED", "CcInfo", "IS_TOLD", "infos_of", "library_to_link", "linker_input", "linking_context")
load(":cc_names.bzl", "given_solib")
load(":cc_toolchain_info.bzl", "TOOLCHAIN_ATTRIBUTE")

model.describe(of = "bazel", checked = ("4.2.3", "8.7.0"), verified = ["4.2.3"])

def _cc_import_impl(ctx):
    if ctx.attr.interface_library and not ctx.attr.shared_library and not ctx.attr.system_provided:
        fail("'shared_library' should be specified when 'system_provided' is false")
    if ctx.attr.shared_library and ctx.attr.system_provided:
        fail("'shared_library' should not be specified when 'system_provided' is true")
    toolchain, _ = configured_toolchain(ctx)
    static = ctx.file.static_library
    is_pic = static and static.basename.endswith(".pic.a")
    library = library_to_link(
        static_library = None if is_pic else static,
        pic_static_library = static if is_pic else ctx.file.pic_static_library,
        dynamic_library = _linked_import(ctx, toolchain, ctx.file.shared_library),
        resolved_symlink_dynamic_library = ctx.file.shared_library,
        interface_library = _linked_import(ctx, toolchain, ctx.file.interface_library),
        resolved_symlink_interface_library = ctx.file.interface_library,
        objects = ctx.files.objects,
        pic_objects = ctx.files.pic_objects,
        alwayslink = ctx.attr.alwayslink,
    )
    given = [ctx.file.static_library, ctx.file.pic_static_library, ctx.file.shared_library, ctx.file.interface_library] + ctx.files.objects + ctx.files.pic_objects
    linking = linking_context(
        inputs = [linker_input(ctx.label, [library])] if any(given) else [],
        merged = [info.linking_context for info in infos_of(ctx, ["deps"])],
    )
    compilation = None if not IS_TOLD else context_of_headers(ctx, public = ctx.files.hdrs)

    # An import has no runfiles at all, not even its data.
    return [cc_info_of(ctx, compilation, linking), DefaultInfo()]

def _linked_import(ctx, toolchain, file):
    return given_solib(ctx, toolchain, file) if file else None

cc_import = rule(
    implementation = _cc_import_impl,
    provides = ADVERTISED,
    toolchains = TOOLCHAINS,
    attrs = {
        "_cc_toolchain": TOOLCHAIN_ATTRIBUTE,
        "alwayslink": attr.bool(),
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(providers = [CcInfo] if bazel_at_least("7.0.0") else []),
        "hdrs": attr.label_list(allow_files = True, flags = ["ORDER_INDEPENDENT"]),
        "includes": attr.string_list(),
        "interface_library": attr.label(allow_single_file = [".ifso", ".tbd", ".lib", ".so", ".dylib"]),
        "linkopts": attr.string_list(),
        "objects": attr.label_list(allow_files = True),
        "pic_objects": attr.label_list(allow_files = True),
        "pic_static_library": attr.label(allow_single_file = [".pic.a", ".pic.lo"]),
        "shared_library": attr.label(allow_single_file = SHARED_FILES + VERSIONED_SHARED_FILES),
        "static_library": attr.label(allow_single_file = ARCHIVE_FILES),
        "system_provided": attr.bool(),
    },
)
