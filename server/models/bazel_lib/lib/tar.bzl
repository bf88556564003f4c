"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _mtree_mutate = "mtree_mutate", _mtree_spec = "mtree_spec", _tar = "tar")

tar = _tar
mtree_spec = _mtree_spec
mtree_mutate = _mtree_mutate
