"""How repository rules name downloads in the repository cache, as Bazel's tools/build_defs/repo/cache.bzl (7 to 9) has it. Nothing runs them."""

DEFAULT_CANONICAL_ID_ENV = "BAZEL_HTTP_RULES_URLS_AS_DEFAULT_CANONICAL_ID"

CANONICAL_ID_DOC = ""

def get_default_canonical_id(_repository_ctx, _urls):
    fail("repositories are not fetched")
