"""What Bazel 4 has not, or has: see the directory's name."""

def attempt():
    return [provider(doc = "A doc.", fields = ["value"]), Label("//later/what_bazel_4_has:BUILD.bazel"), attr.label(allow_files = True, cfg = "exec", executable = True)]
