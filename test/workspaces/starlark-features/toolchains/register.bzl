"""Registers the toolchains of this workspace."""

def register_greeters():
    native.register_toolchains(
        "//toolchains:other",
        "//toolchains:linux",
        "//toolchains:never_reached",
    )
