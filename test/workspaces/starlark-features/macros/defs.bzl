"""Macros that make many targets."""

load("@starlark_features//macros/private:names.bzl", _suffix = "SUFFIX", "names_for")

_DATA = {
    "one": ["one.txt"],
    "two": ["one.txt", "two.txt"],
}

def binaries(name, extra = [], **kwargs):
    """One sh_binary for each entry of a table, and a filegroup of them.

    Args:
      name: Prefix of the names.
      extra: More data for each.
      **kwargs: Passed on to every sh_binary.
    """
    made = []
    for key, data in sorted(_DATA.items(), key = lambda_free_key):
        target = names_for(name, key) + _suffix
        native.sh_binary(
            name = target,
            srcs = ["//macros:script.sh"],
            data = data + extra,
            **kwargs
        )
        made.append(":" + target)
    native.filegroup(
        name = name,
        srcs = made,
        tags = ["package=%s" % native.package_name()],
    )

def lambda_free_key(item):
    """The key of a dictionary's item."""
    return item[0]

def wrap_existing(name):
    """A program that carries every sh_binary declared before it.

    Args:
      name: The program's name.
    """
    rules = native.existing_rules()
    native.sh_binary(
        name = name,
        srcs = ["//macros:script.sh"],
        data = [":" + rule for rule in sorted(rules.keys()) if rules[rule]["kind"] == "sh_binary"],
    )

def conditional(name, **kwargs):
    """A program whose data depends on a select that the macro puts together.

    Args:
      name: The program's name.
      **kwargs: `data` and other attributes.
    """
    data = kwargs.pop("data", []) + select({
        "//macros:fast": ["one.txt"],
        "//conditions:default": ["two.txt"],
    })
    if native.existing_rule(name) == None:
        native.sh_binary(
            name = name,
            srcs = kwargs.pop("srcs", ["//macros:script.sh"]),
            data = data,
            **kwargs
        )
