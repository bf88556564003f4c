"""What Bazel 4 has not, or has: see the directory's name."""

def attempt():
    return "ab".removeprefix("a")
