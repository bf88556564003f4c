"""What Bazel 4 has not, or has: see the directory's name."""

def attempt():
    return attr.label(skip_validations = True)
