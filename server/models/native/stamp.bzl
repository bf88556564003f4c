"""The attribute `stamp` of C++ and Python programs: a number since Bazel 7, where these rules are written in Starlark."""

def stamp_attr(default):
    return attr.int(default = default, values = [-1, 0, 1]) if bazel_at_least("7.0.0") else model.tristate(attr.int(default = default))
