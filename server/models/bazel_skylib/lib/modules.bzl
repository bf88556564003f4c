"""Module extensions around macros. Mirrors lib/modules.bzl of bazel_skylib 1.5.0 to 1.9.1; what an extension says of its repositories is left out, which no tree depends on."""

def _as_extension(macro, doc = None):
    return module_extension(
        implementation = lambda _module_ctx: macro(),
        doc = doc,
    )

def _use_all_repos(_module_ctx, **_metadata):
    return None

modules = struct(
    as_extension = _as_extension,
    use_all_repos = _use_all_repos,
)
