"""Paths, after bazel_skylib's lib/paths.bzl."""

def _basename(p):
    return p.rpartition("/")[-1]

def _dirname(p):
    prefix, slash, _ = p.rpartition("/")
    return prefix.rstrip("/") if prefix else slash

def _is_absolute(path):
    return path.startswith("/") or (len(path) > 2 and path[1] == ":")

def _join(path, *others):
    result = path
    for other in others:
        if _is_absolute(other):
            result = other
        elif not result or result.endswith("/"):
            result += other
        else:
            result += "/" + other
    return result

def _is_normalized(str, look_for_same_level_references = True):
    segments = str.split("/")
    return ".." not in segments and not (look_for_same_level_references and "." in segments)

def _normalize(path):
    if not path:
        return "."
    slashes = 0
    if path.startswith("/"):
        slashes = 2 if path.startswith("//") and not path.startswith("///") else 1
    kept = []
    for segment in path.split("/"):
        if segment in ("", "."):
            continue
        if segment != "..":
            kept.append(segment)
        elif kept and kept[-1] != "..":
            kept.pop()
        elif not slashes:
            kept.append(segment)
    return slashes * "/" + "/".join(kept) or "."

def _relativize(path, start):
    segments = _normalize(path).split("/")
    base = _normalize(start).split("/")
    if base == ["."]:
        base = []
    if segments[:len(base)] != base:
        fail("Path '%s' is not beneath '%s'" % (path, start))

    # Of equal paths all segments stay, as there.
    return "/".join(segments[-(len(segments) - len(base)):])

def _starts_with(path_a, path_b):
    if not path_b:
        return True
    a = _normalize(path_a)
    b = _normalize(path_b)
    return a == b or a.startswith(b + "/")

def _split_extension(p):
    name = _basename(p)
    dot = name.rfind(".")
    if dot <= 0:
        return (p, "")
    length = len(name) - dot
    return (p[:-length], p[-length:])

def _replace_extension(p, new_extension):
    return _split_extension(p)[0] + new_extension

paths = struct(
    basename = _basename,
    dirname = _dirname,
    is_absolute = _is_absolute,
    is_normalized = _is_normalized,
    join = _join,
    normalize = _normalize,
    relativize = _relativize,
    replace_extension = _replace_extension,
    split_extension = _split_extension,
    starts_with = _starts_with,
)
