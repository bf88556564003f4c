"""Functions with arguments put aside, after bazel_skylib's lib/partial.bzl."""

def _make(func, *args, **kwargs):
    return struct(function = func, args = args, kwargs = kwargs)

def _call(partial, *args, **kwargs):
    return partial.function(*(partial.args + args), **dict(partial.kwargs, **kwargs))

def _is_instance(v):
    return type(v) == "struct" and hasattr(v, "function") and hasattr(v, "args") and hasattr(v, "kwargs")

partial = struct(call = _call, is_instance = _is_instance, make = _make)
