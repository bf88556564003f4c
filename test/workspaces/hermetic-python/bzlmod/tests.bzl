"""Many tests that return at once, so that what remains is what Bazel does around them."""

load("@rules_python//python:defs.bzl", "py_test")

def many_tests(name, count):
    """Declares `count` tests of one source file, and a suite of them.

    Args:
      name: The suite's name, and the prefix of the tests' names.
      count: How many.
    """
    tests = ["%s_%d" % (name, index) for index in range(count)]
    for test in tests:
        py_test(
            name = test,
            size = "small",
            srcs = ["returns_at_once.py"],
            main = "returns_at_once.py",
        )
    native.test_suite(
        name = name,
        tests = tests,
    )
