"""What Bazel 4 has not, or has: see the directory's name."""

def attempt():
    return provider(fields = ["value"], init = len)
