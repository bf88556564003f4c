"""The rules of rules_pkg, where its source is not on disk (rules_pkg: pkg/private/tar/tar.bzl, pkg/private/zip/zip.bzl, pkg/private/deb/deb.bzl, pkg/mappings.bzl).

Left out: the sidecar that maps files to their owners, and the interpreter of pkg_install's script.
"""

load("@@_builtins//rulesets:estimates.bzl", "LIBRARY_ATTRS", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "library_impl", "output_impl", "program_impl")

model.describe(of = "rules_pkg", checked = ("0.7.0", "1.2.0"), verified = [])

_archive = rule(implementation = output_impl, attrs = OUTPUT_ATTRS)
_tar = rule(implementation = output_impl, attrs = dict(OUTPUT_ATTRS, include_runfiles = attr.bool()))
_mapping = rule(implementation = library_impl, attrs = LIBRARY_ATTRS)
_program = rule(implementation = program_impl, attrs = PROGRAM_ATTRS)

def _archived(name, extension, kwargs, archive = _archive):
    archive(name = name, srcs = kwargs.get("srcs", []), out = kwargs.get("out") or "%s.%s" % (name, extension), **common(kwargs, "include_runfiles"))

def pkg_tar(name, extension = "tar", **kwargs):
    _archived(name, extension.lstrip("."), kwargs, archive = _tar)

def pkg_zip(name, **kwargs):
    _archived(name, "zip", kwargs)

def pkg_deb(name, data = None, **kwargs):
    _archived(name, "deb", dict(kwargs, srcs = [data] if data else []))

def pkg_rpm(name, **kwargs):
    _archive(name = name, srcs = kwargs.get("srcs") or [], file = name + ".rpm", **common(kwargs))

def pkg_files(name, srcs = [], **kwargs):
    _mapping(name = name, srcs = srcs, **common(kwargs))

def pkg_filegroup(name, srcs = [], **kwargs):
    _mapping(name = name, srcs = srcs, **common(kwargs))

def pkg_mkdirs(name, **kwargs):
    _mapping(name = name, **common(kwargs))

def pkg_mklink(name, **kwargs):
    _mapping(name = name, **common(kwargs))

def filter_directory(name, src = None, outdir_name = None, **kwargs):
    _archive(name = name, srcs = [src], directory = outdir_name or name, **common(kwargs))

def pkg_install(name, srcs = [], **kwargs):
    _program(name = name, data = srcs, **common(kwargs))

def pkg_attributes(mode = None, user = None, group = None, uid = None, gid = None, **kwargs):
    given = {"mode": mode, "user": user, "group": group, "uid": uid, "gid": gid}
    return json.encode(dict({key: value for key, value in given.items() if value != None}, **kwargs))

def _from_pkg(path = ""):
    return path or "."

def _from_root(path = ""):
    return "/" + path

def _files_only():
    return "."

strip_prefix = struct(files_only = _files_only, from_pkg = _from_pkg, from_root = _from_root)
REMOVE_BASE_DIRECTORY = "\0"
