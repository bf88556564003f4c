"""The older name of new_sets.bzl."""

load(":new_sets.bzl", _sets = "sets")

sets = _sets
