"""The rules of bazel_lib (aspect_bazel_lib before 3.0), where its source is not on disk (bazel_lib: lib/private/copy_to_directory.bzl, copy_file.bzl, write_source_file.bzl, expand_template.bzl, run_binary.bzl …)."""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "library_impl", "output_impl", "program_impl")

model.describe(of = "bazel_lib", checked = ("2.0.0", "3.4.0"), verified = [])

DirectoryPathInfo = provider(fields = ["directory", "path"])
WriteSourceFileInfo = provider(fields = ["executable"])

_files = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)
_group = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)
_script = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, executable = True)
_test = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, test = True)

def _given(name, kwargs, default = None):
    value = kwargs.get(name)
    return default if value == None else value

def copy_file(name, src, out, **kwargs):
    _files(name = name, srcs = [src], out = out, **common(kwargs))

def copy_directory(name, src, out, **kwargs):
    _files(name = name, srcs = [src], directory = out, **common(kwargs))

def copy_to_directory(name, srcs = [], **kwargs):
    _files(name = name, srcs = srcs, directory = _given("out", kwargs, name), **common(kwargs))

def copy_to_bin(name, srcs, **kwargs):
    _group(name = name, srcs = srcs, **common(kwargs))

def directory_path(name, directory, path, **kwargs):
    _group(name = name, srcs = [directory], **common(kwargs))

def output_files(name, target, paths = [], **kwargs):
    _group(name = name, srcs = [target], **common(kwargs))

def expand_template(name, template = None, out = None, data = [], **kwargs):
    _files(name = name, out = out, file = "" if out else name + ".txt", **common(kwargs))

def run_binary(name, srcs = [], outs = [], out_dirs = [], **kwargs):
    _files(name = name, srcs = srcs, outs = outs, directory = out_dirs[0] if out_dirs else "", **common(kwargs))

def params_file(name, out, data = [], **kwargs):
    _files(name = name, srcs = data, out = out, **common(kwargs))

def jq(name, srcs, out = None, **kwargs):
    _files(name = name, srcs = srcs, out = out or name + ".json", **common(kwargs))

def yq(name, srcs, outs = None, **kwargs):
    _files(name = name, srcs = srcs, outs = outs or [name + ".yaml"], **common(kwargs))

def tar(name, srcs = [], out = None, **kwargs):
    _files(name = name, srcs = srcs, out = out, file = "" if out else name + ".tar", **common(kwargs))

def mtree_spec(name, srcs = [], out = None, **kwargs):
    _files(name = name, srcs = srcs, out = out, file = "" if out else name + ".mtree", **common(kwargs))

def mtree_mutate(name, mtree = None, **kwargs):
    _files(name = name, file = name + ".mtree", **common(kwargs))

def write_source_file(name, in_file = None, out_file = None, additional_update_targets = [], diff_test = True, **kwargs):
    _script(name = name, data = ([in_file] if in_file else []) + additional_update_targets, executable_name = name + "_update.sh", **common(kwargs))
    if diff_test and in_file and out_file:
        _test(name = name + "_test", data = [in_file, out_file], executable_name = name + "_test-test.sh", **common(kwargs))

def write_source_files(name, files = {}, additional_update_targets = [], diff_test = True, **kwargs):
    names = ["%s_%d" % (name, i) for i in range(len(files))]
    single = len(files) == 1
    for one, out_file in zip(names, files):
        write_source_file(
            name = name if single else one,
            in_file = files[out_file],
            out_file = out_file,
            additional_update_targets = additional_update_targets if single else [],
            diff_test = diff_test,
            **kwargs
        )
    if not single:
        write_source_file(name = name, additional_update_targets = names + additional_update_targets, diff_test = False, **kwargs)

def bats_test(name, srcs = [], data = [], **kwargs):
    _test(name = name, srcs = srcs, data = data, **common(kwargs, "env"))

def diff_test(name, file1, file2, **kwargs):
    _test(name = name, data = [file1, file2], executable_name = name + "-test.sh", **common(kwargs))

def assert_contains(name, actual, expected, **kwargs):
    _test(name = name, data = [actual], **common(kwargs))

def assert_outputs(name, actual, expected, **kwargs):
    _test(name = name, data = [actual], **common(kwargs))

def assert_archive_contains(name, archive, expected, **kwargs):
    _test(name = name, data = [archive], **common(kwargs))

def assert_directory_contains(name, directory, expected, **kwargs):
    _test(name = name, data = [directory], **common(kwargs))

def platform_transition_filegroup(name, srcs = [], target_platform = None, **kwargs):
    _group(name = name, srcs = srcs, **common(kwargs))

def platform_transition_binary(name, binary, target_platform = None, basename = "", **kwargs):
    _script(name = name, deps = [binary], executable_name = basename or name, **common(kwargs))

def platform_transition_test(name, binary, target_platform = None, basename = "", **kwargs):
    _test(name = name, deps = [binary], executable_name = basename or name, **common(kwargs))
