"""The repository rules that fetch archives and files. They are recorded when a WORKSPACE file calls them, never run.

Mirrors the rules' names in Bazel's tools/build_defs/repo/http.bzl, 4.0 to 9.1. Their attributes
are taken as they are given; those that http_archive has in all these versions are there for native.existing_rules().
"""

# Loaded as Bazel loads them: starlark_doc_extract wants to be told of all.
load(":cache.bzl", _id = "DEFAULT_CANONICAL_ID_ENV")
load(":utils.bzl", _maybe = "maybe")

def _fetch(_repository_ctx):
    fail("repositories are not fetched")

http_archive = repository_rule(
    implementation = _fetch,
    attrs = {
        "url": attr.string(),
        "urls": attr.string_list(),
        "sha256": attr.string(),
        "netrc": attr.string(),
        "auth_patterns": attr.string_dict(),
        "canonical_id": attr.string(),
        "strip_prefix": attr.string(),
        "type": attr.string(),
        "patches": attr.label_list(),
        "patch_tool": attr.string(),
        "patch_args": attr.string_list(default = ["-p0"]),
        "patch_cmds": attr.string_list(),
        "patch_cmds_win": attr.string_list(),
        "build_file": attr.label(),
        "build_file_content": attr.string(),
        "workspace_file": attr.label(),
        "workspace_file_content": attr.string(),
    },
)

http_file = repository_rule(implementation = _fetch)

http_jar = repository_rule(implementation = _fetch)
