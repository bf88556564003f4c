"""proto_common_do_not_use: what rules have in common that compile protos.

Read, by release:
- 7.7.1: common/proto/proto_common.bzl. Of a compilation only its outputs matter here, and what it refuses.

Later versions have less of it: protobuf brings the rest.
"""

load("@@_builtins//:proto_info.bzl", "ProtoLangToolchainInfo")

model.describe(of = "bazel", checked = ("7.7.0", "7.7.1"), verified = ["7.7.1"])

def _get_import_path(proto_file):
    path = proto_file.short_path
    root = proto_file.owner.workspace_root
    if root:
        path = path.removeprefix("../" + root.removeprefix("external/").removeprefix("../") + "/")
    _, is_virtual, below = path.partition("_virtual_imports/")
    return below.partition("/")[2] if is_virtual else path

def _check_allowed(allowed, label, proto_info):
    if not allowed[PackageSpecificationInfo].contains(label):
        fail("lang_proto_library '%s' may only be created in the same package as proto_library '%s'" % (label, proto_info.direct_descriptor_set.owner))

def _check_collocated(label, proto_info, proto_lang_toolchain_info):
    if proto_info.direct_descriptor_set.owner.package == label.package:
        return
    if proto_lang_toolchain_info.allowlist_different_package:
        _check_allowed(proto_lang_toolchain_info.allowlist_different_package, label, proto_info)
    if hasattr(proto_info, "allow_exports"):
        _check_allowed(proto_info.allow_exports, label, proto_info)

def _compile(
        actions,
        proto_info,
        proto_lang_toolchain_info,
        generated_files,
        # What only the command line needs.
        plugin_output = None,  # buildifier: disable=unused-variable
        additional_args = None,  # buildifier: disable=unused-variable
        additional_tools = [],
        additional_inputs = depset(),
        resource_set = None,
        experimental_exec_group = None,
        experimental_progress_message = None,  # buildifier: disable=unused-variable
        experimental_output_files = "legacy"):
    if type(generated_files) != type([]):
        fail("generated_files is expected to be a list of Files")
    if not generated_files:
        return
    if experimental_output_files not in ["single", "multiple", "legacy"]:
        fail('experimental_output_files expected to be one of ["single", "multiple", "legacy"]')
    _check_outputs(proto_lang_toolchain_info, generated_files, experimental_output_files)
    plugin = proto_lang_toolchain_info.plugin
    actions.run(
        mnemonic = proto_lang_toolchain_info.mnemonic,
        executable = proto_lang_toolchain_info.proto_compiler,
        inputs = depset(transitive = [proto_info.transitive_sources, additional_inputs]),
        outputs = generated_files,
        tools = additional_tools + ([plugin] if plugin else []),
        resource_set = resource_set,
        exec_group = experimental_exec_group,
    )

def _check_outputs(toolchain, generated_files, experimental_output_files):
    output_files = experimental_output_files
    if output_files == "legacy":
        output_files = getattr(toolchain, "output_files", "legacy")
    if output_files == "single" and toolchain.out_replacement_format_flag and len(generated_files) > 1:
        fail("generated_files only expected a single file")

def _experimental_filter_sources(proto_info, proto_lang_toolchain_info):
    if not proto_info.direct_sources:
        return [], []
    provided = {file.path.removeprefix("external/bazel_tools/"): None for file in proto_lang_toolchain_info.provided_proto_sources}
    sources = proto_info._direct_proto_sources
    return [file for file in sources if file.path not in provided], [file for file in sources if file.path in provided]

def _short_paths(files):
    return ", ".join([file.short_path for file in files])

def _experimental_should_generate_code(proto_info, proto_lang_toolchain_info, rule_name, target_label):
    included, excluded = _experimental_filter_sources(proto_info, proto_lang_toolchain_info)
    if included and excluded:
        fail("The 'srcs' attribute of '%s' contains protos for which '%s' shouldn't generate code (%s), in addition to protos for which it should (%s).\nSeparate '%s' into 2 proto_library rules." % (
            target_label,
            rule_name,
            _short_paths(excluded),
            _short_paths(included),
            target_label,
        ))
    return bool(included)

def _declare_generated_files(actions, proto_info, extension, name_mapper = None):
    outputs = []
    for source in proto_info.direct_sources:
        name = source.basename[:-(len(source.extension) + 1)]
        if name_mapper:
            name = name_mapper(name)
        outputs.append(actions.declare_file(name + extension, sibling = source))
    return outputs

_OF_7 = struct(
    INCOMPATIBLE_ENABLE_PROTO_TOOLCHAIN_RESOLUTION = semantics.protoToolchains,
    INCOMPATIBLE_PASS_TOOLCHAIN_TYPE = True,
    ProtoLangToolchainInfo = ProtoLangToolchainInfo,
    check_collocated = _check_collocated,
    compile = _compile,
    declare_generated_files = _declare_generated_files,
    experimental_filter_sources = _experimental_filter_sources,
    experimental_should_generate_code = _experimental_should_generate_code,
    get_import_path = _get_import_path,
)

# The rules are protobuf's own from 8 on; what it asks Bazel for are these flags (protobuf: bazel/private/native.bzl and who loads it). Whether there is a ProtoLangToolchainInfo beside them makes no difference to it.
_OF_8 = struct(
    INCOMPATIBLE_ENABLE_PROTO_TOOLCHAIN_RESOLUTION = semantics.protoToolchains,
    INCOMPATIBLE_PASS_TOOLCHAIN_TYPE = True,
    external_proto_infos = model.unknown("proto_common_do_not_use.external_proto_infos", "proto_common_do_not_use.external_proto_infos is not evaluated"),
)

_OF_OTHERS = model.unknown("proto_common_do_not_use", "proto_common_do_not_use is evaluated for Bazel 7.7 and from 8 on only")

proto_common_do_not_use = _OF_8 if bazel_at_least("8.0.0") else _OF_7 if bazel_at_least("7.7.0") else _OF_OTHERS
