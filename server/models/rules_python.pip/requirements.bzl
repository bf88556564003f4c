"""The hub repository of rules_python's pip extension, which nobody can fill without the network (rules_python: python/private/pypi/hub_repository.bzl): the names of its targets are known, their files are not."""

def _normalized(name):
    parts = name.lower().replace("-", "_").replace(".", "_").split("_")
    return "_".join([part for part in parts if part])

def _named(target):
    def label(name):
        return str(Label("//%s:%s" % (_normalized(name), target)))

    return label

requirement = _named("pkg")
whl_requirement = _named("whl")
data_requirement = _named("data")
dist_info_requirement = _named("dist_info")
