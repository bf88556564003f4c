"""Sequences, after bazel_skylib's lib/collections.bzl."""

def _after_each(separator, iterable):
    return [item for element in iterable for item in (element, separator)]

def _before_each(separator, iterable):
    return [item for element in iterable for item in (separator, element)]

def _uniq(iterable):
    return {element: None for element in iterable}.keys()

collections = struct(after_each = _after_each, before_each = _before_each, uniq = _uniq)
