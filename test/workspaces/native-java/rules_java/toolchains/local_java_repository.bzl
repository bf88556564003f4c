"""Asked for by Bazel 7, and not used: the JDK is a repository of the workspace's own."""

def local_java_repository(name, **_kwargs):
    fail("nothing defines @" + name)
