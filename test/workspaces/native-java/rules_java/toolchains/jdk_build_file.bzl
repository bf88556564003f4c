"""Asked for by Bazel 7, and not used: the JDK is a repository of the workspace's own."""

JDK_BUILD_TEMPLATE = ""
