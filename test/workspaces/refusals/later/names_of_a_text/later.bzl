"""What Bazel 4 has not, or has: see the directory's name."""

def attempt():
    for name in ["removeprefix", "removesuffix"]:
        if name in dir("") or hasattr("", name):
            fail(name)
