"""What Bazel 4 has not, or has: see the directory's name."""

def attempt():
    for name in ["repo_name", "same_package_label"]:
        if name in dir(Label("//later")) or hasattr(Label("//later"), name):
            fail(name)
