"""Words for a shell, after bazel_skylib's lib/shell.bzl."""

def _quote(s):
    return "'" + s.replace("'", "'\\''") + "'"

def _array_literal(iterable):
    return "(" + " ".join([_quote(str(element)) for element in iterable]) + ")"

shell = struct(array_literal = _array_literal, quote = _quote)
