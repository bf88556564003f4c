"""Comparison of version numbers, after bazel_skylib's lib/versions.bzl."""

def _parse(bazel_version):
    release = ""
    for character in (bazel_version or "999999.999999.999999").elems():
        if not (character.isdigit() or character == "."):
            break
        release += character
    return tuple([int(number) for number in release.split(".")])

def _is_at_most(threshold, version):
    return _parse(version) <= _parse(threshold)

def _is_at_least(threshold, version):
    return _parse(version) >= _parse(threshold)

def _get():
    return native.bazel_version

def _check(minimum_bazel_version, maximum_bazel_version = None, bazel_version = None):
    version = bazel_version or native.bazel_version
    if not version:
        return  # Not a release.
    if not _is_at_least(minimum_bazel_version, version):
        fail("Current Bazel version is %s, expected at least %s" % (version, minimum_bazel_version))
    if maximum_bazel_version and not _is_at_most(maximum_bazel_version, version):
        fail("Current Bazel version is %s, expected at most %s" % (version, maximum_bazel_version))

versions = struct(check = _check, get = _get, is_at_least = _is_at_least, is_at_most = _is_at_most, parse = _parse)
