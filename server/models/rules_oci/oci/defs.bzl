"""The rules of rules_oci, where its source is not on disk (rules_oci: oci/defs.bzl, oci/private/image.bzl, image_index.bzl, load.bzl, push.bzl).

An image is a directory of its own name. Left out: the tools that the loading and pushing scripts bring.
"""

load("@@_builtins//rulesets:estimates.bzl", "OUTPUT_ATTRS", "PROGRAM_ATTRS", "common", "output_impl", "program_impl")

model.describe(of = "rules_oci", checked = ("1.0.0", "2.3.0"), verified = [])

_image = rule(implementation = output_impl, attrs = dict(OUTPUT_ATTRS, tars = attr.label_list(allow_files = True)))
_script = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, executable = True)

def oci_image(name, **kwargs):
    _image(name = name, directory = name, **common(kwargs, "tars"))
    _image(name = name + ".digest", out = name + ".json.sha256", **common(kwargs))

def oci_image_index(name, **kwargs):
    _image(name = name, directory = name, **common(kwargs))
    _image(name = name + ".digest", out = name + ".json.sha256", **common(kwargs))

def oci_load(name, image, **kwargs):
    _script(name = name, data = [image], executable_name = name + ".sh", **common(kwargs))

def oci_tarball(name, image, **kwargs):
    oci_load(name = name, image = image, **kwargs)

def oci_push(name, image, **kwargs):
    _script(name = name, data = [image], executable_name = "push_%s.sh" % name, **common(kwargs))

oci_image_rule = oci_image
oci_image_index_rule = oci_image_index
oci_tarball_rule = oci_load
oci_push_rule = oci_push
