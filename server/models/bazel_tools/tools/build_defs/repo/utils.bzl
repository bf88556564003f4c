"""Helpers of WORKSPACE files and repository rules.

Mirrors Bazel's tools/build_defs/repo/utils.bzl, 4.0 to 9.1, as far as WORKSPACE files call it. The helpers of implementation functions are there to be loaded; nothing runs them.
"""

def maybe(repo_rule, name, **kwargs):
    if not native.existing_rule(name):
        repo_rule(name = name, **kwargs)

def _not_run(*_args, **_kwargs):
    fail("repositories are not fetched")

workspace_and_buildfile = _not_run
patch = _not_run
update_attrs = _not_run
read_netrc = _not_run
read_user_netrc = _not_run
use_netrc = _not_run
get_auth = _not_run
parse_netrc = _not_run
